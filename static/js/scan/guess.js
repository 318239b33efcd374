/* What a scan will meet, judged on the device by the task as it was downloaded, less what waits to be sent.
   The server decides; until it has, the answer is provisional. */

const GS1 = /^(?:\]\w\d)?\(?01\)?(\d{14})/;
const BACK = /^-(\d+(?:\.\d+)?)\s/;

export class Guess {
  constructor() { this.learn(document.getElementById("scan-codes")?.textContent || "{}"); }

  /* The task anew, as the server sees it; then everything that waits is laid on it again. */
  learn(codes, waiting = []) {
    this.told = typeof codes === "string" ? codes : JSON.stringify(codes);
    this.rebuild(waiting);
  }

  rebuild(waiting) {
    this.codes = new Map(Object.entries(JSON.parse(this.told)).map(([code, known]) => [code.toUpperCase(), known]));
    waiting.filter((scan) => scan.guess === "ok").forEach((scan) => this.spend(scan));
    this.relay(waiting);
  }

  /* Only the lines anew, where an answer brings no codes: what was spent stays spent. */
  relay(waiting) {
    this.lines = new Map([...document.querySelectorAll("#scan-lines [data-line]")].map((row) => [row.dataset.line, { row, done: +row.dataset.done, wanted: +row.dataset.wanted, kept: false }]));
    waiting.filter((scan) => scan.guess === "ok").forEach((scan) => this.lay(scan));
    this.lines.forEach((line) => this.draw(line));
  }

  knows(code) { return this.codes.has(code.toUpperCase()); }

  /* {tone, label}: no tone where the page cannot know. */
  judge({ code, quantity }) {
    if (!this.codes.size) return { tone: "", label: code };
    const known = this.codes.get(code.toUpperCase());
    if (!known) return { tone: this.mayBeInside(code) ? "" : "wrong", label: code };
    const pieces = this.pieces({ code, quantity }, known);
    const rows = (known.lines || []).map((key) => this.lines.get(String(key))).filter(Boolean);
    const room = rows.length ? rows.reduce((sum, line) => sum + (pieces < 0 ? line.done : line.wanted - line.done), 0) : Infinity;
    const over = known.left < Math.abs(+quantity) || room < Math.abs(pieces);
    return { tone: over ? "over" : "ok", label: known.label };
  }

  /* A GS1 code says article, lot and number at once; whether they fit only the server knows. */
  mayBeInside(code) {
    const article = code.match(GS1)?.[1];
    return Boolean(article && [article, article.slice(1)].some((one) => this.codes.has(one)));
  }

  pieces({ code, quantity }, known) {
    const back = code.match(BACK);
    return back ? -back[1] : +quantity * (known.each || 1);
  }

  take(scan) { this.spend(scan); this.lay(scan); }

  spend({ code, quantity }) {
    const known = this.codes.get(code.toUpperCase());
    if (known) known.left -= +quantity;
  }

  lay(scan) {
    const known = this.codes.get(scan.code.toUpperCase());
    if (!known) return;
    let rest = this.pieces(scan, known);
    for (const key of known.lines || []) {
      const line = this.lines.get(String(key));
      if (!line || !rest) continue;
      const part = rest > 0 ? Math.min(rest, line.wanted - line.done) : -Math.min(-rest, line.done);
      if (!part) continue;
      line.done += part;
      line.kept = true;
      rest -= part;
      this.draw(line);
    }
  }

  draw({ row, done, wanted, kept }) {
    row.querySelector("[data-count]").textContent = +done.toFixed(4);
    row.classList.toggle("kept", kept);
    row.classList.toggle("done", done >= wanted);
  }
}
