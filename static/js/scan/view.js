/* What the page shows by itself: the band before the answer, the strip, and the lists of what waits and what was refused. */

const MOST = 10;
const make = (tag, props = {}, ...parts) => { const made = Object.assign(document.createElement(tag), props); made.append(...parts); return made; };
const clock = (moment) => new Date(moment).toTimeString().slice(0, 5);
const GLYPHS = { ok: "●", wrong: "✕", over: "▲", ask: "▲" };

export class View {
  constructor(place) { this.place = place; this.words = place.dataset; }

  band(tone, word, detail) {
    const band = document.getElementById("scan-band");
    if (!band) return;
    band.className = `band ${tone}`;
    const glyph = tone ? [make("i", { ariaHidden: "true", textContent: GLYPHS[tone] }), " "] : [];
    band.replaceChildren(make("b", {}, ...glyph, word), make("span", { textContent: detail }));
  }

  /* Before the answer: what it will be as far as the device knows, and that it is only kept so far. */
  guess(tone, label, quantity) {
    const known = tone && this.words[`word${tone[0].toUpperCase()}${tone.slice(1)}`];
    const word = tone === "ok" ? `${known} +${quantity}` : known || this.words.wordSent || "…";
    this.band(tone, word, tone === "ok" && this.words.wordKept ? `${label} · ${this.words.wordKept}` : label);
  }

  strip(queue) {
    const box = this.place.querySelector("[data-queue]"), list = queue.late();
    if (!box) return;
    box.hidden = !list.length;
    if (!list.length) return;
    const oldest = list.map((row) => row.scanned_at).sort()[0];
    const parts = [((navigator.onLine ? box.dataset.textKept : "") || box.dataset.text || "%n · %t").replace("%n", list.length).replace("%t", clock(oldest))];
    const others = queue.others();
    if (others.length) parts.push((box.dataset.textOthers || "").replace("%n", others.length).replace("%who", [...new Set(others.map((row) => row.who || "?"))].join(", ")));
    if (queue.out) parts.push(box.dataset.textOut || "");
    if (queue.held) parts.push(queue.held);
    box.textContent = parts.filter(Boolean).join(" · ");
  }

  waiting(queue) {
    const list = document.getElementById("scan-waiting");
    if (!list) return;
    const rows = queue.mine().filter((row) => row.task === queue.task && !queue.fresh.has(row.uuid)).slice(-MOST).reverse();
    list.hidden = !rows.length;
    list.replaceChildren(...rows.map((row) => make("li", {},
      make("span", { className: row.guess || "", textContent: `◌ ${row.code} × ${row.quantity} · ${this.words.wordKept || ""} ${clock(row.scanned_at)}` }),
      this.button("undo", row.uuid, this.words.wordUndo, row.code))));
  }

  refused(queue) {
    const list = document.getElementById("scan-refused");
    if (!list) return;
    list.hidden = !queue.refused.length;
    list.replaceChildren(...queue.refused.map((row) => make("li", {},
      make("span", { className: "wrong", textContent: `✕ ${row.code} × ${row.quantity} · ${row.who || ""} ${clock(row.scanned_at)} · ${row.word}` }),
      this.button("forgive", row.uuid, this.words.wordSeen, row.code))));
  }

  button(act, key, word, about) {
    const made = make("button", { type: "button", className: "btn-link" }, word || act, make("span", { className: "vh", textContent: ` ${about}` }));
    made.dataset[act] = key;
    return made;
  }

  /* The parts of an answer stand in for those of the same id. After one right scan only the lines that changed come,
     and the scan itself for the top of the list. */
  replace(html) {
    const parts = Object.assign(document.createElement("template"), { innerHTML: html }).content;
    this.merge(parts.querySelector("#scan-changed")?.children, "#scan-lines ul", "line");
    this.merge(parts.querySelector("#scan-fresh")?.querySelectorAll("li"), "#scan-log", "met");
    parts.querySelectorAll("#scan-changed, #scan-fresh").forEach((part) => part.remove());
    this.swap([...parts.children]);
    return ["ok", "over", "wrong", "ask"].find((name) => document.getElementById("scan-band")?.classList.contains(name)) || "";
  }

  swap(parts) {
    const open = document.getElementById("scan-lines")?.open;
    for (const part of parts) if (part.id) document.getElementById(part.id)?.replaceWith(part);
    if (open) document.getElementById("scan-lines")?.setAttribute("open", "");
  }

  /* Rows known already are drawn again where they are; a new scan comes on top. */
  merge(rows, where, name) {
    const list = document.querySelector(where);
    for (const row of list ? [...(rows || [])] : []) {
      const known = list.querySelector(`[data-${name}="${row.dataset[name]}"]`);
      if (known) known.replaceWith(row);
      else if (name === "met") list.prepend(row);
    }
    if (name === "met" && rows) [...list?.children || []].slice(MOST).forEach((row) => row.remove());
  }

  /* The page as it was just fetched: what others did to the task meanwhile. */
  anew(page) {
    this.swap(["scan-lines", "scan-unsolved"].map((id) => page.getElementById(id)).filter(Boolean));
    return page.getElementById("scan-codes")?.textContent;
  }
}
