// The chart answers pointer and arrow keys with the figures of a period, out of the table below; and is saved as PNG.

const picture = document.querySelector(".picture");
const scroll = picture.querySelector(".scroll");
const charts = [...picture.querySelectorAll("svg")];
const chart = charts.find((one) => one.checkVisibility()) ?? charts[0]; // one for pages, one for phones
const wide = charts[0].viewBox.baseVal;
const spoken = picture.querySelector("[role=status]");
const table = document.querySelector(".figures");
const rows = [...table.tBodies[0].rows];
const heads = [...table.tHead.rows[0].cells].slice(1);
const box = chart.viewBox.baseVal;
const [from, to, top, bottom] = chart.dataset.plot.split(" ").map(Number);

const ruler = document.createElementNS(chart.namespaceURI, "path");
ruler.setAttribute("class", "here");
const tip = document.createElement("div");
tip.className = "tip";
tip.setAttribute("aria-hidden", "true"); // what it shows is said by the status beside it
let shown = -1;

const element = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

function show(period) {
  if (period === shown) return;
  shown = period;
  const [name, ...figures] = [...rows[period].cells].map((cell) => cell.textContent);
  const list = document.createElement("dl");
  heads.forEach((head, at) => list.append(element("dt", head.textContent, head.className), element("dd", figures[at])));
  tip.replaceChildren(element("strong", name), list);
  const x = from + ((period + 0.5) * (to - from)) / rows.length;
  ruler.setAttribute("d", `M${x} ${top}V${bottom}`);
  chart.append(ruler);
  picture.append(tip);
  const at = (x / box.width) * chart.clientWidth - scroll.scrollLeft;
  const left = at > scroll.clientWidth / 2 ? at - tip.offsetWidth - 12 : at + 12;
  tip.style.left = `${Math.max(0, Math.min(left, scroll.clientWidth - tip.offsetWidth))}px`;
  return `${name} ${heads.map((head, i) => `${head.textContent} ${figures[i]}`).join(", ")}`;
}

function hide() {
  shown = -1;
  ruler.remove();
  tip.remove();
}

chart.addEventListener("pointermove", (event) => {
  const bounds = chart.getBoundingClientRect();
  const x = ((event.clientX - bounds.left) / bounds.width) * box.width;
  const period = Math.floor(((x - from) / (to - from)) * rows.length);
  if (period >= 0 && period < rows.length) show(period);
  else hide();
});
chart.addEventListener("pointerleave", hide);

const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
scroll.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return hide();
  if (!(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const next = shown < 0 ? (event.key === "ArrowRight" || event.key === "Home" ? 0 : rows.length - 1) : shown + STEPS[event.key];
  const period = Math.max(0, Math.min(next, rows.length - 1));
  const x = ((from + ((period + 0.5) * (to - from)) / rows.length) / box.width) * chart.clientWidth;
  if (x < scroll.scrollLeft + 40 || x > scroll.scrollLeft + scroll.clientWidth - 40) scroll.scrollLeft = x - scroll.clientWidth / 2;
  spoken.textContent = show(period) ?? spoken.textContent;
});
scroll.addEventListener("blur", hide);

const button = picture.querySelector("[data-png]");
button.hidden = false;
button.addEventListener("click", async () => {
  const drawing = await (await fetch(button.dataset.png)).blob();
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: wide.width * 2, height: wide.height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((picture) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(picture), download: button.dataset.name });
    link.click();
    URL.revokeObjectURL(link.href);
  });
});
