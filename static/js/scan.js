/* Scanning with a gun that types, by hand, or with the camera. Nothing scanned is lost and nothing counts twice:
   every scan gets a uuid and this device's next number, is kept in the browser's database until the server has
   answered for it, and is sent again with the same uuid.

   <section data-scan data-batch="…" data-task="shipment:9" data-user="7" data-who="Cem" data-version="2">
     <div id="scan-band" class="band" role="status" aria-live="assertive"><b>…</b><span>…</span></div>
     <div id="scan-task">…</div>   <ul id="scan-log" class="scan-log">…</ul>
     <form method="post" action="…">{% csrf_token %}<input type="hidden" name="uuid" value="…">   works alone without script
       <input class="scan-field" name="code" data-scan-field autocomplete="off"></form>
     <script type="application/json" id="scan-codes">{"6901234567892": {"label": "A-1043", "left": 28, "lines": [4], "each": 1}}</script>   optional
     <li data-line="4" data-done="12" data-wanted="40"><b data-count>12</b></li> in #scan-lines                optional
     <ul id="scan-waiting">, <ul id="scan-refused">: what waits on the device, what the server could not keep   optional
     <div class="queue" data-queue hidden data-text="Offline · %n waiting · oldest %t" data-text-kept data-text-others data-text-out></div>
     data-word-sent, -ok, -over, -wrong, -kept, -undo, -seen: words shown before the answer
     <button data-mute>, <button data-sound-test>, <button data-camera>, <span data-times></span> (the ×12 typed before a scan),
     <button data-post="undo"> (a command code)
   POST data-batch {task, sent_at, scans: [{uuid, task, user, code, quantity, device, sequence, scanned_at, version, guess, told}]}
   answers {answers: {uuid: {state: taken|held|refused, tone, word, detail}}, parts: HTML, codes}.
   Elements of the HTML replace those of the same id; #scan-band carries its tone as a class: ok, over, wrong or ask.
   After one right scan the lines in #scan-changed and the scan in #scan-fresh are laid into the lists, and no codes come. */
import { Guess } from "./scan/guess.js";
import { keep, renew } from "./scan/keep.js";
import { Gun } from "./scan/keys.js";
import { Queue } from "./scan/queue.js";
import { rehearse, signal } from "./scan/sound.js";
import { uuid } from "./scan/store.js";
import { View } from "./scan/view.js";

const TWICE = 100;
const secret = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

class Scanner {
  constructor(place) {
    this.place = place;
    this.field = place.querySelector("[data-scan-field]");
    this.form = this.field.form;
    this.muted = localStorage.getItem("gendan-mute") === "1";
    this.last = { code: "", at: 0 };
    this.times = "";
    this.view = new View(place);
    this.guess = new Guess();
    const { batch, task = "", user = "" } = place.dataset;
    this.queue = new Queue({ url: batch, task, user, secret, told: (answer) => this.answer(answer), changed: () => this.draw() });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.read(this.field.value); this.field.value = ""; });
    new Gun(this.field, (code) => this.read(code));
    place.addEventListener("click", (event) => this.click(event));
    if (matchMedia("(pointer: coarse)").matches) this.field.inputMode = "none";
    this.field.focus({ preventScroll: true });
    scrollTo(0, 0);
    this.mute();
    this.camera();
    this.queue.load().then(() => this.guess.rebuild(this.here()));
    place.dataset.ready = "yes";
  }

  /* What waits for this task by this person. */
  here() { return this.queue.mine().filter((row) => row.task === this.queue.task); }

  click(event) {
    const button = event.target.closest("button");
    if (button?.matches("[data-mute]")) { this.muted = !this.muted; localStorage.setItem("gendan-mute", this.muted ? "1" : "0"); this.mute(); signal("ok", this.muted); }
    else if (button?.matches("[data-sound-test]")) rehearse((tone) => this.view.guess(tone, button.textContent.trim(), 1));
    else if (button?.dataset.undo) this.queue.undo(button.dataset.undo).then(() => this.guess.rebuild(this.here()));
    else if (button?.dataset.forgive) this.queue.forgive(button.dataset.forgive);
    else if (button?.matches("[data-post]")) { event.preventDefault(); this.read(button.dataset.post, button.dataset.quantity); }
    if (!event.target.closest("input, select, textarea, a, summary, details")) this.field.focus({ preventScroll: true });
  }

  mute() { this.place.querySelectorAll("[data-mute]").forEach((button) => button.setAttribute("aria-pressed", this.muted)); this.place.classList.toggle("muted", this.muted); }

  /* Only where the browser lets a page look; the reader is fetched when it is asked for. */
  camera() {
    const button = this.place.querySelector("[data-camera]");
    if (!button || !isSecureContext || !navigator.mediaDevices?.getUserMedia) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      this.eye ||= new (await import("./scan/camera.js")).Camera(button, (code) => this.read(code));
      this.eye.toggle();
    });
  }

  read(text, quantity = "") {
    const code = text.trim(), now = performance.now();
    if (!code) return;
    if (/^\d{1,4}$/.test(code) && this.place.dataset.quantity !== "off" && !this.guess.knows(code)) return this.count(code);
    if (code === this.last.code && now - this.last.at < TWICE) return;
    this.last = { code, at: now };
    const { task = "", user = "", who = "", version = "" } = this.place.dataset;
    const scan = { task, user, who, version, code, quantity: quantity || this.times || "1", uuid: uuid(), scanned_at: new Date().toISOString() };
    this.count("");
    const { tone, label } = this.guess.judge(scan);
    this.view.guess(tone, label, scan.quantity);
    if (tone) signal(tone, this.muted);
    if (tone === "ok") this.guess.take(scan);
    this.queue.add({ ...scan, guess: tone, label });
  }

  count(times) {
    this.times = times;
    const box = this.place.querySelector("[data-times]");
    if (box) box.textContent = times ? `× ${times}` : "";
  }

  /* The answer is heard only where it differs from what was said at once. */
  answer({ answers, parts, codes, rows }) {
    const shown = parts && this.view.replace(parts);
    if (codes) this.guess.learn(codes, this.here());
    else if (parts) this.guess.relay(this.here());
    const tones = rows.map((row) => [answers[row.uuid]?.tone ?? shown, row.guess]).filter(([tone, guess]) => tone && tone !== guess);
    const worst = ["wrong", "ask", "over", "ok"].find((tone) => tones.some(([one]) => one === tone));
    if (worst) signal(worst, this.muted);
    renew((html) => this.anew(html));
  }

  /* Nothing is drawn anew under a hand that scans. */
  anew(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    if (this.here().length || !page.querySelector("[data-scan]")) return;
    this.guess.learn(this.view.anew(page) || "{}");
  }

  draw() { this.view.strip(this.queue); this.view.waiting(this.queue); this.view.refused(this.queue); }
}

/* A page without a task sends what waits for any, too: <section data-scan-rest data-batch="…" data-user="7"> with a strip. */
function rest(place) {
  const view = new View(place);
  const queue = new Queue({ url: place.dataset.batch, task: "", user: place.dataset.user, secret, told() {}, changed() { view.strip(queue); view.refused(queue); } });
  place.addEventListener("click", (event) => { const key = event.target.closest("[data-forgive]")?.dataset.forgive; if (key) queue.forgive(key); });
  queue.load();
}

document.querySelectorAll("[data-scan-rest]").forEach(rest);
document.querySelectorAll("[data-scan]").forEach((place) => new Scanner(place));
keep();
