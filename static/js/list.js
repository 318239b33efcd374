/* Lists: selecting rows shows the bulk bar; the row you come back from is marked.

   <form data-list> around the table (or any box around both, where rows hold forms of their own and the boxes name
   theirs): <td class="cell-check"><input type="checkbox" name="selected" value="pk">
   <input type="checkbox" data-all> in the head selects the page; shift-click selects a range.
   <tr data-href="…"> opens on a click anywhere that is not a control. */

const PLACE = `gendan-visited:${location.pathname}`;

function bulk(form) {
  const boxes = () => [...form.querySelectorAll('input[name="selected"]')];
  const bar = form.querySelector(".bulkbar");
  let last;
  const paint = () => {
    const chosen = boxes().filter((box) => box.checked);
    for (const box of boxes()) box.closest("tr")?.classList.toggle("selected", box.checked);
    bar?.classList.toggle("on", chosen.length > 0);
    const count = bar?.querySelector("[data-selected]");
    if (count) count.textContent = chosen.length;
    const head = form.querySelector("[data-all]");
    if (head) { head.checked = chosen.length > 0 && chosen.length === boxes().length; head.indeterminate = chosen.length > 0 && !head.checked; }
  };
  form.addEventListener("click", (event) => {
    const box = event.target.closest('input[name="selected"]');
    if (box && event.shiftKey && last) {
      const list = boxes();
      const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
      list.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
    }
    if (box) last = box;
    if (event.target.closest("[data-unselect]")) boxes().forEach((other) => { other.checked = false; });
    paint();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
    paint();
  });
  paint();
}

document.querySelectorAll("[data-list]").forEach(bulk);

/* The keys [ and ] of a document walk the list it was opened from. */
const walk = () => sessionStorage.setItem("gendan-list", JSON.stringify([...document.querySelectorAll(".table tbody tr")].map((row) => row.dataset.href || row.querySelector(".cell-title a[href]")?.getAttribute("href")).filter(Boolean)));

document.addEventListener("click", (event) => {
  const row = event.target.closest(".table tbody tr");
  if (!row) return;
  const anchor = event.target.closest("a[href]");
  walk();
  if (anchor) sessionStorage.setItem(PLACE, anchor.getAttribute("href"));
  else if (row.dataset.href && !event.target.closest("button, input, select, label, summary") && !String(getSelection())) {
    sessionStorage.setItem(PLACE, row.dataset.href);
    event.metaKey || event.ctrlKey ? open(row.dataset.href) : location.assign(row.dataset.href);
  }
});

function visited() {
  const href = sessionStorage.getItem(PLACE);
  if (!href) return;
  document.querySelectorAll(".table tr.visited").forEach((row) => row.classList.remove("visited"));
  document.querySelector(`.table tbody a[href="${CSS.escape(href)}"]`)?.closest("tr").classList.add("visited");
}
addEventListener("pageshow", visited);
visited();
