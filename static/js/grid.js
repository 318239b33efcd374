/* Typing an order: a keyboard layer over a plain Django formset of native inputs.

   <form data-grid data-check-url="…">            draft.js keeps what is typed, pasting.js reads what is pasted
     <tbody data-lines="lines"> <tr data-line> … inputs lines-0-product, lines-0-quantity, … </tr> </tbody>
     <template id="lines-blank"><tr data-line> … __prefix__ … </tr></template>      {{ formset.empty_form }}
     <input name="lines-TOTAL_FORMS">
   On the inputs
     data-enter     Enter visits it; every other cell is skipped (Tab visits all)
     data-math      12*4 is worked out when leaving       data-date   t, +3, 0815, 周五 become a date
   In the row
     <… data-fill="spec">   gets item.fill.spec of a chosen product; inputs lines-N-unit, lines-N-price, … are filled
                            by name unless the person typed there; a select gets item.fill.units = [{value, label}]
     <input type="checkbox" name="lines-0-DELETE">   removing ticks it and hides the row
   data-marks on the form: a cell that differs from what stood there gets it struck beside it
   Check: the whole form is POSTed (without the one-time key) 300 ms after a pause. The answer is HTML; each of its top
   elements that has an id replaces the element with that id: #check-panel, #totals, <output id="lines-0-amount"> and so
   on. With data-check-now the page asks once by itself when it opens. When the server cannot be reached #check-panel gets data-stale. <button data-pick="A-1"> in a row puts that product there.
   Keys: Enter, ↑ ↓, Ctrl+Insert, Ctrl+Delete, Ctrl+Shift+↑ ↓, F2, F8 or Ctrl+D, F9, Ctrl+Z after a paste or a removal.
   Pasting a column into another cell than the product fills cells from there to the right and down.
   Each grid says "gendan:grid" with itself once it stands. */

const say = (text, undo, undoText) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, undo, undoText } }));
const fire = (field) => { field.dispatchEvent(new Event("input", { bubbles: true })); field.dispatchEvent(new Event("change", { bubbles: true })); };

/* 12*4+2 without eval: a tiny descent over + - * / and brackets. */
export function arithmetic(text) {
  const signs = text.replace(/^=/, "").match(/\d+(\.\d+)?|\.\d+|[-+*/()]|\S/g) || [];
  let at = 0;
  const unit = () => {
    const sign = signs[at++];
    if (sign === "-") return -unit();
    if (sign === "(") { const inside = sum(); if (signs[at++] !== ")") throw 0; return inside; }
    if (!/^[\d.]/.test(sign || "")) throw 0;
    return Number(sign);
  };
  const product = () => { let v = unit(); while (signs[at] === "*" || signs[at] === "/") v = signs[at++] === "*" ? v * unit() : v / unit(); return v; };
  const sum = () => { let v = product(); while (signs[at] === "+" || signs[at] === "-") v = signs[at++] === "+" ? v + product() : v - product(); return v; };
  try {
    const value = sum();
    return at === signs.length && Number.isFinite(value) ? String(+value.toFixed(6)) : null;
  } catch { return null; }
}

/* t, 今, +3, 0815, 8-15, 周五 → 2026-08-15 */
export function shortDate(text, now = new Date()) {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const show = (d) => `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`;
  const t = text.trim().toLowerCase();
  if (t === "t" || t === "今" || t === "今天") return show(day);
  let m = t.match(/^\+(\d{1,3})$/);
  if (m) { day.setDate(day.getDate() + +m[1]); return show(day); }
  m = t.match(/^(\d{1,2})[-/.月]?(\d{2}|\d)日?$/);
  if (m && +m[1] >= 1 && +m[1] <= 12 && +m[2] >= 1 && +m[2] <= 31) {
    const there = new Date(day.getFullYear(), +m[1] - 1, +m[2]);
    if (there < day) there.setFullYear(there.getFullYear() + 1);
    return show(there);
  }
  m = t.match(/^(?:周|星期)([一二三四五六日天])$/);
  if (m) { const ahead = ("日一二三四五六".indexOf(m[1].replace("天", "日")) - day.getDay() + 7) % 7 || 7; day.setDate(day.getDate() + ahead); return show(day); }
  return null;
}

class Grid {
  constructor(form) {
    this.form = form;
    this.body = form.querySelector("[data-lines]");
    this.prefix = this.body.dataset.lines;
    this.total = form.querySelector(`[name="${this.prefix}-TOTAL_FORMS"]`);
    this.order = form.querySelector(`[name="${this.prefix}-ORDER"]`);
    this.blank = document.getElementById(`${this.prefix}-blank`);
    this.undos = [];
    this.words = form.dataset;
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("focusin", (event) => { if (event.target.matches("input:not([type=checkbox])")) { event.target.select(); event.target.dataset.was = event.target.value; } });
    this.body.addEventListener("focusout", (event) => { this.tidy(event.target); this.mark(event.target); });
    this.body.addEventListener("combobox:chosen", (event) => this.fill(event.target, event.detail.item));
    this.body.addEventListener("paste", (event) => this.paste(event));
    this.body.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove-line], [data-pick]");
      if (button?.dataset.pick) { event.preventDefault(); this.pick(button); }
      else if (button) this.remove(button.closest("[data-line]"));
    });
    form.addEventListener("input", (event) => { if (event.isTrusted) event.target.dataset.typed = "1"; this.changed(); this.grow(); });
    form.addEventListener("change", () => this.changed());
    form.querySelectorAll("[data-add-line]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => this.cells(this.add(), true)[0]?.focus()); });
    this.body.addEventListener("change", (event) => this.leftRow(event.target));
    this.grow();
    Object.assign(this, { say, swap });
    document.dispatchEvent(new CustomEvent("gendan:grid", { detail: this }));
    if ("checkNow" in this.words) this.check();
  }

  leftRow(field) { const row = field.closest("[data-line]"); setTimeout(() => { if (!row.contains(document.activeElement)) this.draft?.save(); }); }

  lines() { return [...this.body.querySelectorAll("[data-line]:not(.removed)")]; }
  cells(row, entered = false) { return [...row.querySelectorAll("input:not([type=hidden], [type=checkbox]), select, textarea")].filter((f) => !f.hidden && !f.readOnly && !f.disabled && (!entered || "enter" in f.dataset)); }
  empty(row) { return this.cells(row, true).every((f) => !f.value.trim()); }
  name(field) { return field.name.slice(this.prefix.length + 1).replace(/^\d+-/, ""); }
  cell(row, name) { return row.querySelector(`[name^="${this.prefix}-"][name$="-${name}"]`); }

  add(after = null) {
    const holder = document.createElement("tbody");
    holder.innerHTML = this.blank.innerHTML.replaceAll("__prefix__", this.total.value);
    const row = holder.firstElementChild;
    after ? after.after(row) : this.body.append(row);
    this.total.value = +this.total.value + 1;
    this.number();
    row.dispatchEvent(new CustomEvent("gendan:added", { bubbles: true }));
    return row;
  }

  grow() { const list = this.lines(); if (!list.length || !this.empty(list.at(-1))) this.add(); else this.number(); }
  number() { if (this.order) this.order.value = [...this.body.querySelectorAll("[data-line]")].map((row) => this.cells(row)[0]?.name.match(/-(\d+)-/)?.[1]).join(","); this.lines().forEach((row, n) => { row.classList.toggle("blank", this.empty(row)); const no = row.querySelector(".cell-no"); if (no && !no.querySelector("input, button")) no.textContent = n + 1; }); }

  remove(row) {
    const list = this.lines(), next = list[list.indexOf(row) + 1] || list[list.indexOf(row) - 1];
    const box = this.cell(row, "DELETE");
    row.classList.add("removed");
    if (box) box.checked = true;
    else for (const f of this.cells(row)) f.value = "";
    const undo = () => { row.classList.remove("removed"); if (box) box.checked = false; this.number(); this.changed(); this.cells(row)[0]?.focus(); };
    this.undos.push(undo);
    this.number();
    this.grow();
    this.changed();
    (next ? this.cells(next, true)[0] : null)?.focus();
    if (this.words.removedText) say(this.words.removedText, undo, this.words.undoText);
  }

  swap(row, by) {
    const list = this.lines(), other = list[list.indexOf(row) + by];
    if (!other) return row;
    for (const f of row.querySelectorAll("[name]")) {
      const twin = this.cell(other, this.name(f));
      if (twin) { [f.value, twin.value] = [twin.value, f.value]; if (f.type === "checkbox") [f.checked, twin.checked] = [twin.checked, f.checked]; }
    }
    for (const f of row.querySelectorAll("[data-fill]")) {
      const twin = other.querySelector(`[data-fill="${f.dataset.fill}"]`);
      if (twin) [f.textContent, twin.textContent] = [twin.textContent, f.textContent];
    }
    this.changed();
    return other;
  }

  move(field, row, by) {
    const list = this.lines(), next = list[list.indexOf(row) + by];
    const same = next && this.cell(next, this.name(field));
    if (same) same.focus();
    return Boolean(same);
  }

  enter(field, row) {
    const path = this.cells(row, true), all = this.cells(row);
    const next = path.find((f) => all.indexOf(f) > all.indexOf(field));
    if (next) return next.focus();
    const list = this.lines();
    this.cells(list[list.indexOf(row) + 1] || this.add(row), true)[0]?.focus();
  }

  above(field, row) {
    const list = this.lines(), upper = list[list.indexOf(row) - 1];
    const source = upper && this.cell(upper, this.name(field));
    if (!source) return;
    field.value = source.value;
    field.dataset.typed = "1";
    fire(field);
  }

  key(event) {
    const field = event.target, row = field.closest("[data-line]");
    if (!row || event.isComposing || event.keyCode === 229 || !field.matches("input, select, textarea")) return;
    const chord = event.ctrlKey || event.metaKey;
    const acts = {
      Enter: () => !chord && !event.shiftKey && (this.enter(field, row), true),
      ArrowUp: () => chord && event.shiftKey ? (this.cell(this.swap(row, -1), this.name(field))?.focus(), true) : !chord && !field.matches("select") && this.move(field, row, -1),
      ArrowDown: () => chord && event.shiftKey ? (this.cell(this.swap(row, 1), this.name(field))?.focus(), true) : !chord && !event.altKey && !field.matches("select") && this.move(field, row, 1),
      Insert: () => chord && (this.cells(this.add(row), true)[0]?.focus(), true),
      Delete: () => chord && (this.remove(row), true),
      F9: () => (this.form.classList.toggle("focus-lines"), true),
      F2: () => (field.setSelectionRange?.(field.value.length, field.value.length), true),
      F8: () => (this.above(field, row), true),
      d: () => chord && !event.shiftKey && (this.above(field, row), true),
      z: () => chord && this.undos.length && field.value === field.dataset.was && (this.undos.pop()(), true),
    };
    if (acts[event.key]?.()) event.preventDefault();
  }

  tidy(field) {
    const rule = "math" in field.dataset ? arithmetic : "date" in field.dataset ? shortDate : null;
    if (!rule || !field.value.trim() || (rule === arithmetic && !/[-+*/()]/.test(field.value))) return;
    const value = rule(field.value);
    if (value !== null && value !== field.value) { field.value = value; fire(field); }
  }

  /* On a change request what stands on the order now is struck beside the cell that differs. */
  mark(field) {
    const row = field.closest("[data-line]");
    if (!("marks" in this.words) || !row?.querySelector("[name$='-line']")?.value || !field.matches("td:not(.cell-product) > input[type=text]")) return;
    const old = field.parentElement.querySelector("del.was");
    const stood = field.dataset.stood ??= old ? old.textContent : field.defaultValue;
    old?.remove();
    if (field.value.trim() !== stood && stood) field.after(Object.assign(document.createElement("del"), { className: "was", textContent: stood }));
    row.classList.toggle("changed", Boolean(row.querySelector("del.was")));
  }

  /* Another unit: a price somebody typed goes with it, 8.60 a piece is 86.00 a box of ten; the quantity stays what was said. */
  convert(field, item, row) {
    const price = this.cell(row, "price"), before = +(field.dataset.factor || 1), now = +item.factor;
    field.dataset.factor = item.factor;
    if (price?.value.trim() && before > 0 && now > 0 && before !== now) price.value = String(+((price.value.replaceAll(",", "") * now) / before).toFixed(6));
  }

  fill(field, item) {
    const row = field.closest("[data-line]");
    if (item.factor) this.convert(field, item, row);
    else if (this.name(field) === "product") delete this.cell(row, "unit")?.dataset.factor;
    for (const [name, value] of Object.entries(item.fill || {})) {
      const target = this.cell(row, name.replace(/s$/, "")), word = row.querySelector(`[data-fill="${name}"]`);
      if (Array.isArray(value) && target?.matches("select")) target.replaceChildren(...value.map((o) => new Option(o.label, o.value)));
      else if (this.cell(row, name) && !this.cell(row, name).dataset.typed) this.cell(row, name).value = value ?? "";
      if (word) word.textContent = value ?? "";
    }
    this.grow();
    this.changed();
  }

  /* The product meant by a row nobody understood; its own words are what this customer calls it. */
  pick(button) {
    const row = button.closest("[data-line]"), field = this.cell(row, "product"), part = this.cell(row, "part");
    if (part && !part.value) part.value = field.value;
    field.value = button.dataset.pick;
    fire(field);
    this.cells(row, true).find((f) => !f.value)?.focus();
  }

  paste(event) {
    const text = event.clipboardData?.getData("text/plain") || "", field = event.target;
    if (this.paster && this.name(field) === "product" && this.paster.wants(text)) {
      event.preventDefault();
      this.paster.take(text, field.closest("[data-line]"));
      return;
    }
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const rows = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").slice(0, 500).map((line) => line.split("\t").map((c) => c.trim()));
    const start = field.closest("[data-line]"), names = this.cells(start).map((f) => this.name(f));
    const columns = names.slice(Math.max(names.indexOf(this.name(field)), 0));
    const old = [];
    let row = start;
    for (const values of rows) {
      values.forEach((value, n) => {
        const cell = columns[n] && this.cell(row, columns[n]);
        if (!cell || cell.matches("[type=checkbox]")) return;
        old.push([cell, cell.value, cell.dataset.typed]);
        cell.value = /^[\d,]+(\.\d+)?$/.test(value) && value.includes(",") ? value.replaceAll(",", "") : value;
        cell.dataset.typed = "1";
      });
      const list = this.lines();
      row = list[list.indexOf(row) + 1] || this.add();
    }
    const undo = () => { for (const [cell, value, typed] of old) { cell.value = value; typed ? (cell.dataset.typed = typed) : delete cell.dataset.typed; } this.changed(); };
    this.undos.push(undo);
    for (const f of this.body.querySelectorAll("input")) f.dataset.was = f.value;
    this.grow();
    this.changed();
    if (this.words.pastedText) say(this.words.pastedText.replace("%n", rows.length), undo, this.words.undoText);
  }

  changed() {
    this.draft?.changed();
    clearTimeout(this.checking);
    if (this.words.checkUrl) this.checking = setTimeout(() => this.check(), 300);
  }

  /* The cookie knows the token of this moment; the one in the form is an older one after signing in again. */
  post(url, body, keepalive = false, signal = undefined) {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || this.form.elements.csrfmiddlewaretoken?.value || "";
    return fetch(url, { method: "POST", body, keepalive, signal, headers: { "HX-Request": "true", "X-CSRFToken": token } });
  }

  async check() {
    this.call?.abort();
    const call = (this.call = new AbortController()), data = new URLSearchParams(new FormData(this.form));
    for (const name of ["once", "csrfmiddlewaretoken", "pasted"]) data.delete(name);
    const panel = document.getElementById("check-panel");
    try {
      const answer = await this.post(this.words.checkUrl, data, false, call.signal);
      if (!answer.ok || answer.redirected) throw new TypeError(String(answer.status));
      swap(await answer.text());
      document.getElementById("check-panel")?.removeAttribute("data-stale");
    } catch (error) { if (error.name !== "AbortError") panel?.setAttribute("data-stale", ""); }
  }
}

function swap(html) {
  const parts = document.createElement("template");
  parts.innerHTML = html;
  for (const part of [...parts.content.children]) {
    const place = part.id && document.getElementById(part.id);
    if (!place) continue;
    const news = place.textContent.trim() !== part.textContent.trim() && place.matches("output");
    place.replaceWith(part);
    if (news) part.classList.add("flash");
  }
}

document.querySelectorAll("form[data-grid]").forEach((form) => new Grid(form));
