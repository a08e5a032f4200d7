/* The bars are links by themselves. Dragging over some of them, or Shift with the arrows, takes their whole
   span; among the bars one moves by the arrows, so that they are one stop of the Tab key. */

const svg = document.querySelector(".histogram svg");
const output = document.querySelector(".histogram output");
const bars = [...svg.querySelectorAll("a")];
const plain = output.textContent;
const end = (bar, name) => new URL(bar.href.baseVal, location).searchParams.get(name);

let from = -1; // where the choice began; it goes on to `to`
let to = -1;
let answered = false; // a click that follows is

function choose(first, last) {
  [from, to] = [first, last];
  const [low, high] = first < last ? [first, last] : [last, first];
  bars.forEach((bar, i) => bar.classList.toggle("chosen", from !== to && i >= low && i <= high));
  output.textContent = from === to ? (bars[from]?.getAttribute("aria-label") ?? plain) : spoken(low, high);
  output.classList.toggle("spanned", from >= 0);
}

function spoken(low, high) {
  const labels = bars.slice(low, high + 1).map((bar) => bar.dataset);
  const count = labels.reduce((sum, { count }) => sum + Number(count), 0);
  return output.dataset.span.replace("{first}", labels[0].first).replace("{last}", labels.at(-1).last)
    .replace("{count}", new Intl.NumberFormat(document.documentElement.lang).format(count));
}

function go() {
  const [low, high] = from < to ? [from, to] : [to, from];
  const address = new URL(bars[low].href.baseVal, location);
  address.searchParams.set("to", end(bars[high], "to"));
  location.assign(address);
}

/** The bar that is nearest to the pointer: empty spans have none of their own. */
function under(event) {
  const away = bars.map((bar) => {
    const { left, right } = bar.querySelector(".reach").getBoundingClientRect();
    return Math.abs((left + right) / 2 - event.clientX);
  });
  return away.indexOf(Math.min(...away));
}

svg.addEventListener("pointerdown", (event) => {
  answered = false;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab or window
  choose(under(event), under(event));
  svg.setPointerCapture(event.pointerId);
});
svg.addEventListener("pointermove", (event) => {
  const place = under(event);
  if (!svg.hasPointerCapture(event.pointerId)) choose(place, place);
  else if (place !== to) choose(from, place);
});
svg.addEventListener("pointerup", (event) => {
  if (!svg.hasPointerCapture(event.pointerId)) return;
  answered = true;
  go();
});
for (const kind of ["pointercancel", "pointerleave"]) svg.addEventListener(kind, () => choose(-1, -1));
svg.addEventListener("dragstart", (event) => event.preventDefault()); // of a link
svg.addEventListener("click", (event) => answered && event.preventDefault());

function stop(place) {
  bars.forEach((bar, i) => bar.setAttribute("tabindex", i === place ? "0" : "-1"));
}

svg.addEventListener("keydown", (event) => {
  const here = bars.indexOf(event.target.closest("a"));
  const there = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: bars.length - 1 }[event.key];
  if (event.key === "Escape") choose(-1, -1);
  else if (event.key === "Enter" && from !== to) go();
  else if (bars[there]) {
    choose(event.shiftKey && from >= 0 ? from : event.shiftKey ? here : there, there);
    stop(there);
    bars[there].focus();
  } else return;
  event.preventDefault();
});
stop(0);
