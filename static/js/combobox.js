/* A field that finds things: product cell, customer picker, filters. Without script it stays what it is,
   a text field for the code, or a plain select.

   <input data-source="/catalog/find/">   asks GET source?q=…   (and data-with="customer=#id_customer …" adds values)
       answer: {"items": [{"value": "A-1043", "label": "Bearing 6204", "meta": "120 in stock", "id": 7, "fill": {"unit": "box"}}]}
       choosing puts `value` into the field, `id` into the element named by data-id="#id_…", and sends
       the event "combobox:chosen" with detail {item}; an empty q may answer with recent things.
   <select data-combobox>                 the same over its own options.
   Keys: ↓ or Alt+↓ opens, ↑↓ move, Enter or Tab takes, Esc closes. Enter before the answer is there takes the first when it comes. */

let made = 0;

class Combobox {
  constructor(field, find, chosen) {
    Object.assign(this, { field, find, chosen, items: [], active: -1, asked: 0, late: false });
    this.list = document.createElement("ul");
    this.list.className = "combo-list";
    this.list.id = `combo-${++made}`;
    this.list.role = "listbox";
    this.list.hidden = true;
    this.list.setAttribute("aria-label", field.getAttribute("aria-label") || field.labels?.[0]?.textContent.trim() || field.title || "");
    for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) field.setAttribute(name, value);
    field.addEventListener("input", (event) => { if (!event.isComposing) this.ask(); });
    field.addEventListener("compositionend", () => this.ask());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.left());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-n]");
      if (option) this.take(+option.dataset.n);
    });
  }

  get open() { return !this.list.hidden; }

  ask(delay = 120) {
    clearTimeout(this.timer);
    const turn = ++this.asked;
    this.waiting = true;
    this.timer = setTimeout(async () => {
      try {
        const items = await this.find(this.field.value.trim());
        if (turn !== this.asked) return;
        this.waiting = false;
        this.items = items;
        this.active = items.length && this.field.value.trim() ? 0 : -1;
        if (this.late) { this.late = false; this.take(Math.max(this.same(), 0)); }
        else if (document.activeElement === this.field) this.show();
      } catch (error) { if (turn === this.asked) { this.waiting = false; this.close(); } if (error.name !== "AbortError" && error.name !== "TypeError") throw error; }
    }, delay);
  }

  show() {
    this.list.replaceChildren(...this.items.map((item, n) => {
      const line = document.createElement("li");
      line.id = `${this.list.id}-${n}`;
      line.dataset.n = n;
      line.role = "option";
      line.setAttribute("aria-selected", n === this.active);
      if (item.value && item.value !== item.label) line.append(part("code", item.value));
      line.append(part("", item.label));
      if (item.meta) line.append(part("meta", item.meta));
      return line;
    }));
    if (!this.items.length) return this.close();
    (this.field.closest("dialog") || document.body).append(this.list);
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.place();
    this.mark(this.active);
  }

  place() {
    const box = this.field.getBoundingClientRect();
    const up = box.bottom + this.list.offsetHeight > innerHeight && box.top > innerHeight / 2;
    this.list.style.left = `${Math.max(0, Math.min(box.left, innerWidth - this.list.offsetWidth - 8))}px`;
    this.list.style.minWidth = `${box.width}px`;
    this.list.style.top = up ? "auto" : `${box.bottom + 1}px`;
    this.list.style.bottom = up ? `${innerHeight - box.top + 1}px` : "auto";
  }

  mark(n) {
    this.active = n;
    [...this.list.children].forEach((line, i) => line.setAttribute("aria-selected", i === n));
    const line = this.list.children[n];
    line?.scrollIntoView({ block: "nearest" });
    line ? this.field.setAttribute("aria-activedescendant", line.id) : this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.list.remove();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  same() { const typed = this.field.value.trim().toLowerCase(); return this.items.findIndex((item) => String(item.value).toLowerCase() === typed); }

  take(n) {
    const item = this.items[n];
    this.close();
    if (!item) return;
    this.taken = String(item.value).toLowerCase();
    this.chosen(item);
  }

  left() {
    this.close();
    const same = this.same();
    if (this.field.value.trim() && !this.waiting && same >= 0 && this.taken !== String(this.items[same].value).toLowerCase()) this.take(same);
    this.restore?.();
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    const down = event.key === "ArrowDown", up = event.key === "ArrowUp";
    if (down || up) {
      if (!this.open && down && (event.altKey || !this.field.closest("[data-lines]"))) { this.ask(0); event.preventDefault(); event.stopPropagation(); }
      else if (this.open) { this.mark((this.active + (down ? 1 : -1) + this.items.length) % this.items.length); event.preventDefault(); event.stopPropagation(); }
    } else if (event.key === "Enter" || event.key === "Tab") {
      if (this.waiting && this.field.value.trim()) this.late = true;
      else if (this.open && this.active >= 0) this.take(this.active);
      else return;
      if (event.key === "Enter") event.preventDefault();
    } else if (event.key === "Escape" && this.open) { this.close(); event.preventDefault(); event.stopPropagation(); }
  }
}

const part = (css, text) => Object.assign(document.createElement("span"), { className: css, textContent: text });

function remote(field) {
  let call;
  const withValues = () => (field.dataset.with || "").split(/\s+/).filter(Boolean).map((pair) => pair.split("=")).map(([name, selector]) => [name, document.querySelector(selector)?.value || ""]);
  const find = async (text) => {
    call?.abort();
    call = new AbortController();
    const query = new URLSearchParams([["q", text], ...withValues()]);
    const answer = await fetch(`${field.dataset.source}?${query}`, { signal: call.signal, headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).items : [];
  };
  const box = new Combobox(field, find, (item) => {
    field.value = item.value;
    const id = field.dataset.id && document.querySelector(field.dataset.id);
    if (id) id.value = item.id ?? "";
    field.dispatchEvent(new CustomEvent("combobox:chosen", { bubbles: true, detail: { item } }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  field.addEventListener("input", () => { box.taken = ""; });
}

function local(select) {
  const field = document.createElement("input");
  const options = [...select.options];
  const items = options.map((option) => ({ value: option.value, label: option.label }));
  field.type = "text";
  field.id = select.id;
  select.id += "-value";
  select.hidden = true;
  select.after(field);
  for (const name of ["aria-describedby", "aria-label", "aria-invalid"]) if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  if (select.required) { field.setAttribute("aria-required", "true"); select.required = false; }
  const word = () => (select.value ? select.selectedOptions[0]?.label : "") || "";
  field.placeholder = options.find((option) => !option.value)?.label || "";
  const find = async (text) => items.filter((item) => text === word() || text.toLowerCase().split(/\s+/).every((bit) => item.label.toLowerCase().includes(bit))).map((item) => ({ ...item, value: item.label, key: item.value }));
  const box = new Combobox(field, find, (item) => { select.value = item.key; field.value = word(); select.dispatchEvent(new Event("change", { bubbles: true })); });
  box.restore = () => { if (!field.value.trim() && items.some((item) => !item.value)) select.value = ""; field.value = word(); };
  field.addEventListener("focus", () => field.select());
  field.value = word();
}

export function enhance(within) {
  for (const field of within.querySelectorAll("input[data-source]:not([role=combobox])")) remote(field);
  for (const select of within.querySelectorAll("select[data-combobox]:not([hidden])")) local(select);
}

enhance(document);
document.addEventListener("gendan:added", (event) => enhance(event.target));
document.addEventListener("htmx:load", (event) => enhance(event.target));
