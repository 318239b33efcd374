/* Enter in the header of an order leads on, never sends: customer, customer PO, delivery date, then the first line.

   <form data-entry>   fields outside the grid with data-enter are visited in their order; then the first [data-lines] cell.
   Choosing a customer in the finding field leads on as well; its own Enter has already been used then. */

const form = document.querySelector("form[data-entry]");

const path = () => [...form.querySelectorAll("[data-enter]")].filter((field) => field.offsetParent !== null);

form?.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!field.matches("input, select") || field.closest("[data-lines]")) return;
  event.preventDefault();
  const cells = path(), next = cells[cells.indexOf(field) + 1];
  if (cells.includes(field)) next?.focus();
  else cells.find((cell) => cell.closest("[data-lines]"))?.focus();
});
