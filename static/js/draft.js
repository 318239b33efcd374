/* Nothing typed is lost: the draft is saved while it is typed, and this browser keeps a net under it.

   <form data-grid data-autosave-url="…" data-backup="5:order-12">   the whole form is POSTed 2 s after the last change, on leaving
   a row and when the page is hidden; one save at a time. The answer is {outcome, html, url, backup, reload}; `html` holds
   elements that replace those with the same id: #draft-state, the hidden ref, version and lines-N-line.
   saved      the page is now the draft's own page (its address changes without loading)
   stale      somebody else saved meanwhile: sent once more with `base`, what this page held when it was last saved
   merged     both versions are one now: the page is opened again        clash   the person compares both
   The net lies under gendan-draft:<backup>:<page> until the server has the same; [data-restore] offers what another page left. */

const OWN = /csrf|^once$|^version$|^ref$|^page$|^pasted|^map-|^shown_for$|-line$|_FORMS$|-ORDER$/;
const NET = "gendan-draft:";
const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };

class Draft {
  constructor(grid) {
    Object.assign(this, { grid, form: grid.form, saving: false, again: false, clash: false });
    this.page = this.form.elements.page?.value || "";
    this.backup = this.form.dataset.backup;
    this.base = this.pairs();
    this.clean = this.text(this.base);
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(); });
    addEventListener("pagehide", () => this.flush());
    addEventListener("pageshow", () => { this.left = false; });
    addEventListener("online", () => this.save());
    this.form.addEventListener("submit", (event) => this.leave(event));
    this.offer();
  }

  get key() { return `${NET}${this.backup}:${this.page}`; }
  pairs() { return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !/csrf|^once$/.test(name)); }
  text(pairs) { return JSON.stringify(pairs.filter(([name, value]) => value && !OWN.test(name))); }
  get dirty() { return this.text(this.pairs()) !== this.clean; }

  changed() {
    clearTimeout(this.netting);
    if (this.grid.total.value < 80) this.keep();
    else this.netting = setTimeout(() => this.keep(), 250);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.save(), 2000);
  }

  /* A form that is sent waits for the save under way, so that the two never overtake each other. */
  leave(event) {
    clearTimeout(this.waiting);
    this.keep();
    this.left = true;
    setTimeout(() => { if (event.defaultPrevented) this.left = false; });
    if (!this.saving) return;
    event.preventDefault();
    this.idle = () => this.form.requestSubmit(event.submitter);
  }

  flush() { if (this.left || !this.dirty) return; this.keep(); this.save(true); }
  keep() { try { localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), pairs: this.pairs() })); } catch { /* full or forbidden: the server's copy remains */ } }
  drop() { localStorage.removeItem(this.key); }

  async save(leaving = false) {
    clearTimeout(this.waiting);
    if (this.left || this.clash || !this.form.dataset.autosaveUrl || !this.dirty) return;
    if (this.saving) { this.again = true; return; }
    this.busy(true);
    try { await this.send(leaving); }
    catch { this.say(this.form.dataset.offlineText); this.waiting = setTimeout(() => this.save(), 10000); }
    finally { this.busy(false); }
    if (this.idle) { const go = this.idle; this.idle = null; return go(); }
    if (this.again) { this.again = false; this.save(); }
  }

  async send(leaving, base) {
    const sent = this.pairs(), data = new URLSearchParams(sent);
    if (base) data.set("base", JSON.stringify(base));
    const answer = await this.grid.post(this.form.dataset.autosaveUrl, data, leaving && data.toString().length < 60000);
    if (answer.redirected || answer.status === 403) return this.say(this.form.dataset.signedOutText);
    if (answer.status >= 500) throw new TypeError(String(answer.status));
    const said = await answer.json();
    if (said.outcome === "stale" && !base) return this.send(leaving, this.base);
    if (said.reload) { this.drop(); this.clean = this.text(this.pairs()); return location.replace(said.url); }
    this.grid.swap(said.html);
    if (said.outcome === "clash") this.clash = true;
    if (said.outcome === "saved") this.saved(said, sent);
  }

  saved(said, sent) {
    this.drop();
    this.backup = said.backup;
    this.clean = this.text(sent);
    this.base = this.pairs().map(([name, value]) => [name, /-line$|^version$|^ref$/.test(name) ? value : sent.find(([one]) => one === name)?.[1] ?? ""]);
    if (location.pathname !== said.url) history.replaceState(history.state, "", said.url);
    if (this.dirty) { this.keep(); this.again = true; }
  }

  busy(now) { this.saving = now; document.getElementById("draft-state")?.setAttribute("aria-busy", now); }
  say(text) { const place = document.getElementById("draft-state"); if (place) place.textContent = text; }

  /* What another page of this draft left in the net: a crash, an ended session, a time without a connection. */
  offer() {
    const strip = document.querySelector("[data-restore]");
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${NET}${this.backup}:`) && key !== this.key);
    const nets = keys.map((key) => ({ key, ...read(key) })).filter((net) => Array.isArray(net.pairs));
    const kept = nets.filter((net) => net.pairs.some(([name, value]) => value && !OWN.test(name) && value !== this.form.elements[name]?.value)).sort((a, b) => b.at - a.at)[0];
    if (!strip || !kept) return;
    strip.hidden = false;
    strip.querySelector("[data-restore-yes]").addEventListener("click", () => { strip.hidden = true; this.restore(kept.pairs); localStorage.removeItem(kept.key); });
    strip.querySelector("[data-restore-no]").addEventListener("click", () => { strip.hidden = true; localStorage.removeItem(kept.key); });
  }

  restore(kept) {
    const grid = this.grid, total = +(kept.find(([name]) => name === grid.total.name)?.[1] || 0);
    while (+grid.total.value < total) grid.add();
    for (const [name, value] of kept) {
      const field = this.form.elements[name];
      if (!field || /_FORMS$|^page$|^shown_for$/.test(name)) continue;
      if (field.type === "checkbox") { field.checked = true; if (/-DELETE$/.test(name)) field.closest("[data-line]")?.classList.add("removed"); }
      else { field.value = value; if (field.dataset) field.dataset.typed = "1"; }
    }
    grid.grow();
    grid.changed();
  }
}

document.addEventListener("gendan:grid", (event) => { if (event.detail.form.dataset.backup) event.detail.draft = new Draft(event.detail); });
