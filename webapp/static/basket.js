/* Ticked reports: kept in this browser only, whatever page they were ticked on, and put into an address where
   they are looked at or taken away. */

const NAME = "jianbao.basket";
const form = document.querySelector("#basket");
const BOX = 'input[type=checkbox][name="id"]';
const told = form?.querySelector("output");
const most = Number(form?.dataset.most);

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME));
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return []; // a browser that keeps nothing, or something else under this name
  }
}

function keep(ids) {
  try {
    localStorage.setItem(NAME, JSON.stringify(ids));
    return true;
  } catch {
    return false; // what is ticked on the page itself still goes with its form
  }
}

function tell(ids) {
  if (!told) return;
  told.textContent = ids.length ? told.dataset.count.replace("{}", ids.length) : "";
  form.classList.toggle("held", ids.length > 0);
}

/** Every box as what is kept has it: a report may have several, as each of its lines has. */
function tick(ids) {
  const ticked = new Set(ids);
  for (const box of document.querySelectorAll(BOX)) box.checked = ticked.has(box.value);
}

function changed({ target }) {
  if (!target.matches(BOX)) return;
  const others = read().filter((id) => id !== target.value);
  if (target.checked && others.length >= most) {
    target.checked = false;
    if (told) told.textContent = told.dataset.full;
    return;
  }
  const ids = target.checked ? [...others, target.value] : others;
  if (!keep(ids)) return;
  tell(ids);
  if (!("kept" in form.dataset)) tick(ids);
}

const address = (ids) => `${form.getAttribute("action")}?${new URLSearchParams(ids.map((id) => ["id", id]))}`;

if (form) {
  const ids = read();
  const isKept = "kept" in form.dataset; // the page of what was ticked, which shows what its address says
  if (isKept && !location.search && ids.length) location.replace(address(ids));
  if (!isKept) tick(ids);
  document.addEventListener("change", changed);
  document.addEventListener("more", () => tick(read()));
  tell(ids);
  form.addEventListener("submit", (event) => {
    const all = read();
    if (isKept || !all.length) return;
    event.preventDefault();
    location.assign(address(all));
  });
  form.querySelector("[data-clear]")?.addEventListener("click", () => keep([]));
  // Back from another page the browser shows this one as it was left.
  window.addEventListener("pageshow", (event) => event.persisted && !isKept && location.reload());
}
