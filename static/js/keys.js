/* The keys of a page. Single keys rest inside inputs, while an input method composes, and when
   <html data-keys="off">. Letters and signs are read by event.code, so they also work under a Chinese
   input method (where "/" arrives as "、").

   data-key="a"          on a link or button: that key clicks it; on an input: it takes the focus
   data-go="order"       on menu links: g then h o a s c
   data-confirm-key      the button that Ctrl+Enter presses when the focus stands in no form
   rows                  <tr> of .table, .todo-row, .inbox-list li with a link: j k move, x selects, Enter or o opens */

const GO = { KeyH: "home", KeyO: "order", KeyA: "todo", KeyS: "stock", KeyC: "customer" };
const SIGNS = { Slash: "/", BracketLeft: "[", BracketRight: "]", Equal: "=", Minus: "-" };
const ROWS = "[data-row], .table tbody tr, .todo-row, .inbox-list > li";

const seen = (el) => el && el.offsetParent !== null && !el.disabled;
const typing = (el) => el?.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => seen(row) && row.querySelector("a[href]"));
const link = (row) => row.querySelector(".cell-title a[href], a.open[href], th a[href], a[href]");
const letter = (event) => event.code.startsWith("Key") ? event.code[3].toLowerCase() : SIGNS[event.code];
const keyed = (key) => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(seen);

let gone = 0;

function step(by) {
  const list = rows();
  if (!list.length) return false;
  const now = list.findIndex((row) => row.classList.contains("cursor"));
  const next = list[Math.min(Math.max(now < 0 ? (by > 0 ? 0 : list.length - 1) : now + by, 0), list.length - 1)];
  list[now]?.classList.remove("cursor");
  next.classList.add("cursor");
  link(next).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function act(key) {
  const target = keyed(key);
  if (!target) return false;
  if (typing(target)) { target.focus(); target.select?.(); }
  else target.click();
  return true;
}

/* The neighbour: a page's own link, or the next one of the list this document was opened from (list.js). */
function beside(by) {
  const link = document.querySelector(by < 0 ? "a[rel=prev]" : "a[rel=next]");
  const list = JSON.parse(sessionStorage.getItem("gendan-list") || "[]"), now = list.indexOf(location.pathname);
  if (link) link.click();
  else if (now >= 0 && list[now + by]) location.assign(list[now + by]);
  return link || now >= 0;
}

const own = {
  "/": () => act("/"),
  j: () => step(1),
  k: () => step(-1),
  x: () => { const box = document.querySelector(".cursor input[type=checkbox]"); box?.click(); return box; },
  o: () => { const row = document.querySelector(".cursor"); if (row) link(row).click(); return row; },
  "[": () => beside(-1),
  "]": () => beside(1),
};

function confirm() {
  const near = document.activeElement?.closest?.("form");
  const button = ["[data-confirm-key]", ".btn-primary[type=submit]", "button[type=submit]"].map((kind) => near?.querySelector(kind)).find(Boolean) || document.querySelector("[data-confirm-key]");
  if (button) button.form ? button.form.requestSubmit(button) : button.click();
  return button;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.altKey) return;
  const chord = event.ctrlKey || event.metaKey;
  if (chord && event.key === "Enter") { if (confirm()) event.preventDefault(); return; }
  if (chord && event.code === "KeyK") { if (act("/")) event.preventDefault(); return; }
  if (chord || document.documentElement.dataset.keys === "off" || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.code === "Slash" && event.shiftKey) { document.getElementById("keys")?.showModal(); return event.preventDefault(); }
  if (event.shiftKey) return;
  if (Date.now() - gone < 1200 && GO[event.code]) {
    gone = 0;
    const place = document.querySelector(`[data-go="${GO[event.code]}"]`);
    if (place) { place.click(); event.preventDefault(); }
    return;
  }
  if (event.code === "KeyG") { gone = Date.now(); return; }
  const key = letter(event);
  if (key && (act(key) || own[key]?.())) event.preventDefault();
});

for (const el of document.querySelectorAll("[data-key]")) {
  el.setAttribute("aria-keyshortcuts", el.dataset.key);
  if (!el.title && !typing(el)) el.title = `${el.textContent.trim().replace(/\s+/g, " ")}`.slice(0, 60);
}
