/* What every page does with script: looks, menus, one-time submits, messages, sign-in comforts.
   Everything here is a comfort; each page works without it.

   data-look="theme|density"  buttons whose value is remembered in a cookie and set on <html>
   data-fold                  folds the menu            data-open="id"   opens that <dialog>
   data-dismiss               removes its message       data-copy="text" copies it
   data-show="id"             shows that password       data-focus       takes the focus on load
   data-filters               a GET form: empty fields stay out of the address
   data-sign-out, data-signed-out   a form that leaves, a page after leaving: the scan pages go from the device
   event "toast" (also by HX-Trigger) {text, undo: url, undoText} shows a message for 8 seconds */

const root = document.documentElement;
root.classList.add("js");
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const remember = (name, value) => {
  document.cookie = `${name}=${value};path=/;max-age=${value ? 31536000 : 0};samesite=lax`;
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
};

const reveal = (within) =>
  all("[data-look][hidden], [data-fold][hidden], [data-open][hidden], [data-dismiss][hidden], [data-show][hidden], [data-copy][hidden], [data-unselect][hidden]", within).forEach((el) => { el.hidden = false; });

const press = {
  look(button, group) {
    remember(group.dataset.look, button.value);
    all(`[data-look="${group.dataset.look}"] button`).forEach((b) => b.setAttribute("aria-pressed", b.value === button.value));
  },
  fold() { remember("rail", root.dataset.rail === "thin" ? "wide" : "thin"); },
  open(button) { document.getElementById(button.dataset.open)?.showModal(); },
  dismiss(button) { button.closest(".message, .toast")?.remove(); },
  copy(button) { navigator.clipboard?.writeText(button.dataset.copy).then(() => toast({ text: button.dataset.copied || button.dataset.copy })); },
  show(button) {
    const field = document.getElementById(button.dataset.show);
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
    field.focus();
  },
};

document.addEventListener("click", (event) => {
  const group = event.target.closest("[data-look]");
  const button = event.target.closest("button, [data-open], [data-copy]");
  all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  if (group && button) return press.look(button, group);
  if (!button) return;
  for (const name of ["fold", "open", "dismiss", "copy", "show"]) if (name in button.dataset) press[name](button);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const open = all("details.menu[open], details.more[open]").pop();
  if (open) { open.open = false; open.querySelector("summary").focus(); event.stopPropagation(); }
});

/* The second half of a double click that began on the page before is not meant for what now lies under the hand. */
let begun = false;
addEventListener("click", (event) => {
  if (event.detail > 1 && !begun) { event.preventDefault(); event.stopImmediatePropagation(); }
  begun = true;
}, { capture: true });

/* A form is sent once. The one-time key inside it makes a second arrival harmless; this spares the wait. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("filters" in form.dataset) all("input, select", form).forEach((f) => { if (!f.value && f.name) { f.disabled = true; f.dataset.rested = ""; } });
  // What is saved as one's own setting wins over what this browser remembered.
  if (form.method === "post") ["theme", "density"].forEach((name) => { if (form.elements[name]?.tagName) remember(name, ""); });
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => { form.classList.add("busy"); root.classList.add("loading"); });
});
/* Of more tabs than fit, the one that is open stands in sight. */
document.querySelector(".tabs > [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
addEventListener("pageshow", () => {
  root.classList.remove("loading");
  all("form[data-sent]").forEach((form) => { delete form.dataset.sent; form.classList.remove("busy"); });
  all("[data-rested]").forEach((f) => { f.disabled = false; delete f.dataset.rested; });
});
document.addEventListener("htmx:beforeRequest", () => root.classList.add("loading"));
document.addEventListener("htmx:afterRequest", () => root.classList.remove("loading"));

export function toast({ text, undo, undoText }) {
  const box = document.getElementById("toasts");
  const line = document.createElement("div");
  line.className = "toast";
  line.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (undo) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn-link", textContent: undoText });
    button.addEventListener("click", () => { undo(); line.remove(); });
    line.append(button);
  }
  box?.append(line);
  setTimeout(() => line.remove(), 8000);
}
document.addEventListener("toast", (event) => toast(event.detail));

const caps = document.querySelector("[data-caps]");
if (caps) document.getElementById("id_password").addEventListener("keyup", (event) => { caps.hidden = !event.getModifierState?.("CapsLock"); });

/* A table that scrolls sideways must be reachable by the keyboard; a list too wide for its page scrolls by itself. */
const reach = () => all(".table-wrap, .board, .tabs").forEach((box) => { if (box.matches(".list")) box.classList.toggle("tight", box.querySelector("table").offsetWidth > box.clientWidth + 1); if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0; else box.removeAttribute("tabindex"); });
addEventListener("resize", reach);
document.addEventListener("htmx:afterSettle", reach);
reach();

/* What a page kept of its typing as a net is let go once the server says that it has it. */
const done = document.cookie.match(/(?:^|; )draft-done=([\w-]+)/)?.[1];
if (done) {
  for (const key of Object.keys(localStorage)) if (key.startsWith("gendan-draft:") && key.endsWith(`:${done}`)) localStorage.removeItem(key);
  document.cookie = "draft-done=;path=/;max-age=0;samesite=lax";
}

const online = () => root.classList.toggle("offline", !navigator.onLine);
addEventListener("online", online);
addEventListener("offline", online);
document.addEventListener("htmx:load", (event) => reveal(event.target));
reveal(document);
online();
document.querySelector("[data-focus]")?.focus();

/* Whoever leaves takes the scan pages off the device. Scans that wait stay: they are sent when their owner is back. */
async function leaveNothing() {
  for (const name of (await globalThis.caches?.keys()) || []) if (name.startsWith("gendan-scan-")) await caches.delete(name);
  for (const one of (await navigator.serviceWorker?.getRegistrations()) || []) await one.unregister();
}
document.addEventListener("submit", (event) => { if (event.target.matches("[data-sign-out]")) leaveNothing(); });
if (document.querySelector("[data-signed-out]")) leaveNothing();
