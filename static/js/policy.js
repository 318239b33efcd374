/* Dragging sentences into another order: a comfort beside the buttons ↑ and ↓, which need no script.

   <ol data-sentences><li data-id="7">…</li></ol> and <form data-order> with the hidden field `order`. */

const list = document.querySelector("[data-sentences]");
const form = document.querySelector("form[data-order]");

if (list && form) {
  const ids = () => [...list.children].map((item) => item.dataset.id).join(",");
  const before = ids();
  let held = null;
  for (const item of list.children) item.draggable = true;
  list.addEventListener("dragstart", (event) => {
    held = event.target.closest("li[data-id]");
    held?.classList.add("held");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li[data-id]");
    if (!held) return;
    event.preventDefault();
    if (!over || over === held) return;
    const box = over.getBoundingClientRect();
    over[event.clientY > box.top + box.height / 2 ? "after" : "before"](held);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    held?.classList.remove("held");
    held = null;
    if (ids() === before) return;
    form.elements.order.value = ids();
    form.submit();
  });
}
