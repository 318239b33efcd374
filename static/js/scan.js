/* Scanning with a gun that types, or by hand. Nothing scanned is lost and nothing counts twice:
   every scan gets a uuid and this device's next number, is kept in the browser until the server has answered,
   and is sent again with the same uuid.

   <section data-scan data-url="…" data-task="shipment:9">
     <div id="scan-band" class="band" role="status" aria-live="assertive"><b>…</b><span>…</span></div>
     <div id="scan-task">…</div>   <ul id="scan-log" class="scan-log">…</ul>
     <form method="post" action="…">{% csrf_token %}<input type="hidden" name="uuid" value="…">   works alone without script
       <input class="scan-field" name="code" data-scan-field autocomplete="off"></form>
     <script type="application/json" id="scan-codes">{"6901234567892": {"label": "A-1043", "left": 28}}</script>   optional
     <div class="queue" data-queue hidden data-text="Offline · %n waiting · oldest %t"></div>
     data-word-sent, data-word-ok, data-word-over, data-word-wrong: words of the band shown at once, before the answer
     <button data-mute>, <span data-times></span> (the ×12 typed before a scan), <button data-post="undo"> (a command code)
   Sent: POST data-url with task, code, quantity, uuid, device, sequence, scanned_at. Answer, also to a repeat: HTML whose top
   elements replace those of the same id; #scan-band carries its tone as a class: ok, over, wrong or ask.
   An answer without #scan-band (a sign-in page, say) counts as not received. */

const KEPT = "gendan-scan:";
const TONES = { ok: [[1250, 0, .08]], over: [[620, 0, .12], [620, .18, .12]], ask: [[480, 0, .12], [720, .13, .12], [960, .26, .14]], wrong: [[190, 0, .55]] };
const BUZZ = { ok: [40], over: [60, 60, 60], ask: [40, 40, 120], wrong: [320] };
const US = { Minus: "-", Period: ".", Slash: "/", Equal: "=", Semicolon: ";", Space: " " };

const uuid = () => crypto.randomUUID?.() || ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
const device = () => { let id = localStorage.getItem("gendan-device"); if (!id) localStorage.setItem("gendan-device", (id = uuid())); return id; };
const sequence = () => { const next = +(localStorage.getItem("gendan-scan-next") || 0) + 1; localStorage.setItem("gendan-scan-next", next); return next; };

/* The sign a key stands for on a US layout: what a gun means while an input method swallows event.key. */
export function signOf(event) {
  if (event.key.length === 1) return event.key;
  const code = event.code || "";
  if (code.startsWith("Key")) return event.shiftKey ? code[3] : code[3].toLowerCase();
  if (/^(Digit|Numpad)\d$/.test(code)) return code.at(-1);
  return US[code] || "";
}

let sound;
function signal(tone, muted) {
  navigator.vibrate?.(BUZZ[tone] || []);
  if (muted || !TONES[tone]) return;
  sound ||= new (window.AudioContext || window.webkitAudioContext)();
  sound.resume?.();
  for (const [pitch, start, length] of TONES[tone]) {
    const voice = sound.createOscillator(), loud = sound.createGain();
    voice.frequency.value = pitch;
    voice.type = tone === "wrong" ? "square" : "sine";
    loud.gain.setValueAtTime(.25, sound.currentTime + start);
    loud.gain.exponentialRampToValueAtTime(.001, sound.currentTime + start + length);
    voice.connect(loud).connect(sound.destination);
    voice.start(sound.currentTime + start);
    voice.stop(sound.currentTime + start + length);
  }
}

class Scanner {
  constructor(place) {
    this.place = place;
    this.field = place.querySelector("[data-scan-field]");
    this.form = this.field.form;
    this.codes = JSON.parse(document.getElementById("scan-codes")?.textContent || "{}");
    this.muted = localStorage.getItem("gendan-mute") === "1";
    this.gathered = "";
    this.last = { code: "", at: 0 };
    this.times = "";
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.read(this.field.value); this.field.value = ""; });
    document.addEventListener("keydown", (event) => this.key(event), true);
    this.field.addEventListener("compositionend", () => { if (this.gathered) this.field.value = ""; });
    place.addEventListener("click", (event) => this.click(event));
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.flush(); });
    addEventListener("beforeunload", (event) => { if (this.waiting().length) event.preventDefault(); });
    setInterval(() => this.flush(), 15000);
    if (matchMedia("(pointer: coarse)").matches) this.field.inputMode = "none";
    this.field.focus();
    this.mute();
    this.flush();
  }

  /* Guns type fast: signs at most 50 ms apart, ended by Enter or Tab, at least four of them, wherever the focus is. */
  key(event) {
    const now = performance.now(), swallowed = event.key === "Process" || event.keyCode === 229;
    const inField = event.target === this.field, elsewhere = event.target.closest?.("input, textarea, select") && !inField;
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (now - (this.keyAt || 0) > 50) this.gathered = "";
    const ends = event.key === "Enter" || event.key === "Tab" || (swallowed && /Enter|Tab/.test(event.code));
    if (ends && this.gathered.length >= 4 && (!inField || this.swallowed)) {
      event.preventDefault();
      event.stopPropagation();
      const code = this.gathered;
      this.gathered = "";
      this.swallowed = false;
      this.field.value = "";
      if (inField) { this.field.blur(); this.field.focus(); }
      return this.read(code);
    }
    const sign = signOf(event);
    if (!sign) return;
    this.keyAt = now;
    this.gathered += sign;
    if (swallowed) { this.swallowed = true; event.preventDefault(); }
    else this.swallowed = false;
    if (!inField && !event.target.closest?.("button, a, summary")) { this.field.focus(); }
  }

  click(event) {
    const button = event.target.closest("[data-mute], [data-post]");
    if (button?.matches("[data-mute]")) { this.muted = !this.muted; localStorage.setItem("gendan-mute", this.muted ? "1" : "0"); this.mute(); signal("ok", this.muted); }
    else if (button) { event.preventDefault(); this.read(button.dataset.post, button.dataset.quantity); }
    if (!event.target.closest("input, select, textarea, a, summary, details")) this.field.focus();
  }

  mute() { this.place.querySelectorAll("[data-mute]").forEach((b) => b.setAttribute("aria-pressed", this.muted)); }

  read(text, quantity = "") {
    const code = text.trim(), now = performance.now();
    if (!code) return;
    if (/^\d{1,4}$/.test(code) && this.place.dataset.quantity !== "off" && !this.codes[code]) return this.count(code);
    if (code === this.last.code && now - this.last.at < 100) return;
    this.last = { code, at: now };
    const scan = { task: this.place.dataset.task || "", code, quantity: quantity || this.times || "1", uuid: uuid(), device: device(), sequence: sequence(), scanned_at: new Date().toISOString() };
    this.count("");
    localStorage.setItem(KEPT + String(scan.sequence).padStart(12, "0"), JSON.stringify({ ...scan, url: this.place.dataset.url }));
    this.guess(scan);
    this.flush();
  }

  count(times) {
    this.times = times;
    const box = this.place.querySelector("[data-times]");
    if (box) box.textContent = times ? `× ${times}` : "";
  }

  guess({ code, quantity }) {
    const words = this.place.dataset, known = this.codes[code];
    const tone = !Object.keys(this.codes).length ? "" : !known ? "wrong" : known.left < +quantity ? "over" : "ok";
    if (known && tone === "ok") known.left -= +quantity;
    this.band(tone, (tone && words[`word${tone[0].toUpperCase()}${tone.slice(1)}`]) || words.wordSent || "…", known?.label || code);
    if (tone) { signal(tone, this.muted); this.guessed = tone; }
  }

  band(tone, word, detail) {
    const band = document.getElementById("scan-band");
    if (!band) return;
    band.className = `band ${tone}`;
    band.replaceChildren(Object.assign(document.createElement("b"), { textContent: word }), Object.assign(document.createElement("span"), { textContent: detail }));
  }

  waiting() { return Object.keys(localStorage).filter((key) => key.startsWith(KEPT)).sort(); }

  async flush() {
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    const work = async () => { for (const key of this.waiting()) if (!(await this.send(key))) return false; return true; };
    try { await (navigator.locks ? navigator.locks.request("gendan-scan", work) : work()); }
    finally { this.busy = false; this.strip(); }
    if (this.again) { this.again = false; if (this.waiting().length && navigator.onLine) this.flush(); }
  }

  async send(key) {
    const kept = localStorage.getItem(key);
    if (!kept) return true;
    const { url, ...scan } = JSON.parse(kept);
    const secret = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || this.form.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    let answer, html;
    try {
      answer = await fetch(url, { method: "POST", body: new URLSearchParams(scan), headers: { "X-CSRFToken": secret, "HX-Request": "true" } });
      html = await answer.text();
    } catch { return false; }
    const parts = document.createElement("template");
    parts.innerHTML = html;
    const band = parts.content.querySelector("#scan-band");
    if (answer.status >= 500 || !band) return false;
    localStorage.removeItem(key);
    const codes = parts.content.querySelector("#scan-codes");
    if (codes) this.codes = JSON.parse(codes.textContent);
    for (const part of [...parts.content.children]) if (part.id) document.getElementById(part.id)?.replaceWith(part);
    const tone = ["ok", "over", "wrong", "ask"].find((name) => band.classList.contains(name));
    if (tone && tone !== this.guessed) signal(tone, this.muted);
    this.guessed = "";
    return true;
  }

  strip() {
    const box = this.place.querySelector("[data-queue]") || document.querySelector("[data-queue]"), list = this.waiting();
    if (!box) return;
    box.hidden = !list.length;
    if (!list.length) return;
    const oldest = new Date(JSON.parse(localStorage.getItem(list[0])).scanned_at);
    box.textContent = (box.dataset.text || "%n · %t").replace("%n", list.length).replace("%t", oldest.toTimeString().slice(0, 5));
  }
}

document.querySelectorAll("[data-scan]").forEach((place) => new Scanner(place));
