/* Recent searches: kept in this browser only, never sent anywhere, shown when the empty box has the focus. */

const NAME = "jianbao.recent";
const MOST = 20;

const form = document.querySelector("form.search");
const box = form.querySelector("input[name=q]");
const panel = form.querySelector(".recent");
const list = panel.querySelector("ul");

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME));
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch {
    return []; // a browser that keeps nothing, or something else under this name
  }
}

function keep(searches) {
  try {
    if (searches.length) localStorage.setItem(NAME, JSON.stringify(searches.slice(0, MOST)));
    else localStorage.removeItem(NAME);
  } catch {
    // Searching goes on without.
  }
}

function show() {
  const searches = box.value ? [] : read();
  list.replaceChildren(...searches.map(item));
  panel.hidden = !searches.length;
}

function item(q) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${form.getAttribute("action")}?${new URLSearchParams({ q })}`;
  link.lang = "zh";
  link.textContent = q;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "×";
  remove.setAttribute("aria-label", panel.dataset.remove.replace("{}", q));
  remove.addEventListener("click", () => forget(row, q));
  row.append(link, remove);
  return row;
}

function forget(row, q) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  keep(read().filter((one) => one !== q));
  row.remove();
  panel.hidden = !list.children.length;
  (next?.querySelector("a") ?? box).focus();
}

function step(event) {
  const links = [...list.querySelectorAll("a")];
  const here = links.indexOf(document.activeElement.closest("li")?.querySelector("a"));
  const there = here + (event.key === "ArrowDown" ? 1 : -1);
  if (there >= links.length) return;
  event.preventDefault();
  (links[there] ?? box).focus();
}

form.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (panel.hidden) {
    if (event.key === "ArrowDown" && event.target === box) show();
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event);
  else if (event.key === "Escape") {
    event.preventDefault();
    box.focus(); // before it is hidden: what has the focus must not vanish
    panel.hidden = true;
  } else if (event.key === "Delete") event.target.closest("li")?.querySelector("button").click();
});
panel.querySelector("p button").addEventListener("click", () => {
  keep([]);
  box.focus();
  show();
});
form.addEventListener("submit", (event) => {
  const q = box.value.trim();
  if (!event.defaultPrevented && q) keep([q, ...read().filter((one) => one !== q)]);
});
for (const kind of ["focus", "input", "click"]) box.addEventListener(kind, show);
form.addEventListener("focusout", (event) => {
  if (!form.contains(event.relatedTarget)) panel.hidden = true;
});
panel.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
if (document.activeElement === box) show();
