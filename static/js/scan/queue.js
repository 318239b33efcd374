/* Sends what waits, in the order it was scanned, until the server has answered for every single scan.
   The same scan may be sent any number of times: it is counted once, by its uuid. A sign-in page, a broken line or
   an answer that names no scan counts as not received. What somebody else scanned on this device is not sent. */
import * as store from "./store.js";

const AT_ONCE = 100, LONGEST = 20000;

export class Queue {
  /* url takes the scans; told({answers, parts, codes, rows}) hears each answer, changed() that more or less waits. */
  constructor({ url, task, user, secret, told, changed }) {
    Object.assign(this, { url, task, user, secret, told, changed, rows: [], refused: [], loose: [], fresh: new Set(), held: "", out: false });
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.flush(); });
    addEventListener("beforeunload", (event) => { if (this.mine().length) event.preventDefault(); });
    setInterval(() => this.flush(), 15000);
  }

  async load() {
    try {
      await store.takeOver(this.user);
      await this.look();
    } catch { /* a browser that keeps nothing still scans while it is connected */ }
    this.changed();
    return this.flush();
  }

  async look() {
    this.rows = [...(await store.waiting()), ...this.loose];
    this.refused = await store.refused();
  }

  async add(scan) {
    if (navigator.onLine) this.fresh.add(scan.uuid);
    let kept;
    try { kept = await store.add(scan); } catch { kept = { ...scan, sequence: Date.now(), device: "" }; this.loose.push(kept); }
    if (!this.rows.some((row) => row.uuid === kept.uuid)) this.rows.push(kept);
    this.changed();
    return this.flush();
  }

  /* Taken back before it was ever sent; what is on its way is taken back on the server. */
  undo(key) {
    return this.alone(async () => { await this.remove(this.rows.filter((row) => row.uuid === key)); this.changed(); });
  }

  async forgive(key) { await store.forgive(key); await this.look(); this.changed(); }

  /* What is not just on its way: it failed once, or nothing could be sent at all. */
  late() { return this.rows.filter((row) => !this.fresh.has(row.uuid)); }

  mine() { return this.rows.filter((row) => String(row.user) === String(this.user)); }

  others() { return this.rows.filter((row) => String(row.user) !== String(this.user)); }

  alone(work) { return navigator.locks ? navigator.locks.request("gendan-scan", work) : work(); }

  async flush() {
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    try {
      do { this.again = false; await this.alone(() => this.sendAll()); } while (this.again && navigator.onLine);
    } finally { this.busy = false; this.changed(); }
  }

  async sendAll() {
    try { await this.look(); } catch { /* only what this page holds */ }
    this.held = "";
    this.out = false;
    let rows = this.mine();
    while (rows.length) {
      const some = rows.slice(0, AT_ONCE), answer = await this.send(some);
      if (!answer) { this.fresh.clear(); return; }
      const done = await this.settle(some, answer);
      this.told({ ...answer, rows: some });
      if (done < some.length) return;
      rows = this.mine();
    }
  }

  /* Take off what the server answered for; how many that were. */
  async settle(rows, { answers }) {
    const of = (row, state) => answers[row.uuid]?.state === state;
    const taken = rows.filter((row) => of(row, "taken")), lost = rows.filter((row) => of(row, "refused"));
    this.held = rows.map((row) => (of(row, "held") ? answers[row.uuid].word : "")).find(Boolean) || "";
    await this.remove(taken);
    if (lost.length) {
      await store.refuse(lost.map((row) => ({ ...row, word: answers[row.uuid].word }))).catch(() => {});
      await this.look().catch(() => {});
    }
    return taken.length + lost.length;
  }

  async remove(rows) {
    const gone = new Set(rows.map((row) => row.uuid));
    await store.drop(rows).catch(() => {});
    this.loose = this.loose.filter((row) => !gone.has(row.uuid));
    this.rows = this.rows.filter((row) => !gone.has(row.uuid));
  }

  async send(rows) {
    const scans = rows.map((row) => ({ ...row, told: this.fresh.has(row.uuid) ? "" : row.guess }));
    const body = JSON.stringify({ task: this.task, sent_at: new Date().toISOString(), scans });
    const headers = { "X-CSRFToken": this.secret(), "Content-Type": "application/json" };
    try {
      const answer = await fetch(this.url, { method: "POST", body, headers, signal: AbortSignal.timeout?.(LONGEST) });
      this.out = answer.redirected || answer.status === 403;
      const told = await answer.json();
      return answer.ok && told.answers ? told : null;
    } catch { return null; }
  }
}
