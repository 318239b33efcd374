/* Pasting rows and messages into the grid: the server reads them, the grid takes them, one undo takes all back.

   <form data-grid data-paste-url="…">   gets POST pasted=…&customer=…&map-0=… and answers {rows: [{product, quantity, …}], html, mapped}
   <details id="paste-box">              is replaced by `html`: how columns were read; [data-paste-again] reads once more
   Rows go into blank rows from the focused one on; nothing that is typed is written over. */

class Paster {
  constructor(grid) {
    this.grid = grid;
    this.form = grid.form;
    this.form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-paste-now], [data-paste-again]");
      if (!button) return;
      event.preventDefault();
      this.take(document.getElementById("id_pasted").value, this.grid.lines().find((row) => this.grid.empty(row)), "pasteAgain" in button.dataset);
    });
  }

  /* One code is typed text; tabs, line breaks and commas make rows. */
  wants(text) { return /[\t\n,，;；、]/.test(text.trim()); }

  async take(text, start, again = false) {
    if (!text.trim()) return;
    const data = new URLSearchParams([["pasted", text], ["customer", this.form.elements.customer?.value || ""]]);
    if (again) for (const one of this.form.querySelectorAll("[name^='map-']")) data.append(one.name, one.value);
    let answer;
    try { answer = await this.grid.post(this.form.dataset.pasteUrl, data); }
    catch { return this.keep(text); }
    const said = answer.redirected ? null : await answer.json().catch(() => null);
    if (!said || said.refused) { this.keep(text); return this.grid.say(said?.refused || this.form.dataset.offlineText); }
    if (again) this.undo?.();
    this.fill(said.rows, start);
    const box = document.getElementById("paste-box");
    box.outerHTML = said.html;
    if (!said.mapped) document.getElementById("paste-box").open = false;
  }

  /* What cannot be read now is not lost: it waits in the box. */
  keep(text) { document.getElementById("paste-box").open = true; document.getElementById("id_pasted").value = text; }

  fill(rows, start) {
    const grid = this.grid, list = grid.lines();
    let blanks = list.slice(Math.max(list.indexOf(start), 0)).filter((row) => grid.empty(row));
    const used = [], added = [];
    for (const values of rows) {
      const row = blanks.shift() || added[added.push(grid.add()) - 1];
      used.push(row);
      for (const [name, value] of Object.entries(values)) {
        const cell = grid.cell(row, name), word = row.querySelector(`[data-fill="${name}"]`);
        if (cell) { cell.value = value; cell.dataset.typed = "1"; }
        if (word) word.textContent = value;
      }
    }
    const undo = () => {
      for (const row of used) for (const f of row.querySelectorAll("input:not([type=checkbox])")) { f.value = ""; delete f.dataset.typed; }
      for (const row of used) for (const word of row.querySelectorAll("[data-fill], .row-note, output")) word.textContent = "";
      grid.grow(); grid.changed();
    };
    this.undo = undo;
    grid.undos.push(undo);
    for (const f of grid.body.querySelectorAll("input")) f.dataset.was = f.value;
    grid.grow();
    grid.changed();
    const next = grid.lines().find((row) => grid.empty(row));
    if (next) grid.cells(next, true)[0]?.focus();
    grid.say(grid.words.pastedText.replace("%n", rows.length), undo, grid.words.undoText);
  }
}

document.addEventListener("gendan:grid", (event) => { if (event.detail.form.dataset.pasteUrl) event.detail.paster = new Paster(event.detail); });
