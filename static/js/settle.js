/* Matching money to invoices: what is left counts down while one types.

   <form data-settle data-available="113.00"> or with an <input data-amount>; <output data-left>;
   each invoice has <input data-owed="113.00">. In such a field Space settles the whole invoice,
   = puts the rest there, o settles the oldest first. The server decides; this only counts. */

const cents = (text) => Math.round(Number(String(text ?? "").replace(/,/g, "")) * 100) || 0;
const typed = (number) => (number > 0 ? (number / 100).toFixed(2) : "");
const shown = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

document.querySelectorAll("form[data-settle]").forEach((form) => {
  const amount = form.querySelector("[data-amount]");
  const left = form.querySelector("[data-left]");
  const fields = [...form.querySelectorAll("[data-owed]")];
  const available = () => cents(amount ? amount.value : form.dataset.available);
  const rest = (besides) => available() - fields.reduce((sum, field) => sum + (field === besides ? 0 : cents(field.value)), 0);

  const count = () => {
    const now = rest();
    left.textContent = available() ? shown.format(now / 100) : "--";
    left.classList.toggle("danger", now < 0);
  };
  const put = (field, number) => { field.value = typed(number); count(); };

  form.addEventListener("input", count);
  form.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-owed]");
    if (!field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code === "Space") put(field, cents(field.dataset.owed));
    else if (event.key === "=") put(field, Math.max(0, Math.min(rest(field), cents(field.dataset.owed))));
    else if (event.key === "o") form.querySelector("[data-oldest]")?.click();
    else return;
    event.preventDefault();
  });
  count();
});
