// Reading a report: from mark to mark by key and button, copying a citation, citing a paragraph in its place.
//
// Which mark is the current one, the address alone says (#m3): so links, buttons and keys agree, and without
// this script the same addresses work.

import { singleKey } from "./shortcuts.js";

const walk = document.querySelector(".walk");
const article = document.querySelector("article.report");

if (walk) followMarks();
document.addEventListener("click", clicked);
showCopying(document);

function followMarks() {
  const marks = [...article.querySelectorAll("mark")];
  const status = walk.querySelector("[role=status]");
  const list = document.querySelector(".occurrences ol");
  const strip = document.querySelector(".strip");
  const seen = strip.querySelector(".seen");
  const lengths = measured();

  const current = () => marks.findIndex((mark) => `#${mark.id}` === location.hash);

  // From the current mark on or, where the reader has turned elsewhere, from what is in sight.
  function next(step) {
    const at = current();
    const inSight = (mark) => {
      const { top, bottom } = mark.getBoundingClientRect();
      return bottom > walk.offsetHeight && top < innerHeight;
    };
    if (at >= 0 && inSight(marks[at])) return (at + step + marks.length) % marks.length;
    const nearest =
      step > 0
        ? marks.findIndex((mark) => mark.getBoundingClientRect().bottom > walk.offsetHeight)
        : marks.findLastIndex((mark) => mark.getBoundingClientRect().top < innerHeight);
    return nearest >= 0 ? nearest : step > 0 ? 0 : marks.length - 1;
  }

  // The place is taken, not added to, in the history: one step back leads to the results.
  const go = (index) => location.replace(`#${marks[index].id}`);

  function tell() {
    const at = current();
    for (const one of document.querySelectorAll(".beside [aria-current], .strip .current")) {
      one.removeAttribute("aria-current");
      one.classList.remove("current");
    }
    if (at < 0) return;
    const listed = list.children[at]?.firstElementChild;
    status.firstElementChild.textContent = status.dataset.at.replace("{}", (at + 1).toLocaleString("en"));
    status.lastElementChild.textContent = listed ? ` ${listed.textContent}` : "";
    listed?.setAttribute("aria-current", "true");
    if (listed) list.scrollTop = listed.offsetTop - list.clientHeight / 2;
    tickOf(at)?.classList.add("current");
  }

  function tickOf(at) {
    const number = (tick) => Number(tick.getAttribute("href").slice(2)) - 1;
    return [...strip.querySelectorAll("a")].findLast((tick) => number(tick) <= at);
  }

  // Where in the text the window is: by characters, as the ticks are.
  function measured() {
    const blocks = [...article.querySelectorAll("h1, [id^=p]")];
    let total = 0;
    const ends = blocks.map((block) => (total += block.textContent.length));
    return blocks.map((block, i) => ({ block, from: (i ? ends[i - 1] : 0) / total, to: ends[i] / total }));
  }

  function shareAt(y) {
    let share = 0;
    for (const { block, from, to } of lengths) {
      const { top, height } = block.getBoundingClientRect();
      if (top > y) break;
      share = from + (to - from) * Math.min(1, (y - top) / height);
    }
    return share * 1000;
  }

  let waiting = false;
  function look() {
    waiting = false;
    const from = shareAt(walk.offsetHeight);
    seen.setAttribute("y", from);
    seen.setAttribute("height", Math.max(0, shareAt(innerHeight) - from));
  }
  function lookSoon() {
    if (!waiting) requestAnimationFrame(look);
    waiting = true;
  }

  for (const step of walk.querySelectorAll(".step")) {
    step.addEventListener("click", (event) => {
      if (!isPlain(event)) return;
      event.preventDefault();
      go(next(Number(step.dataset.step)));
      step.focus({ preventScroll: true });
    });
  }
  document.addEventListener("keydown", (event) => {
    const step = { n: 1, N: -1, p: -1 }[singleKey(event)];
    if (!step) return;
    event.preventDefault();
    go(next(step));
  });
  addEventListener("hashchange", tell);
  addEventListener("scroll", lookSoon, { passive: true });
  addEventListener("resize", lookSoon);
  tell();
  look();
}

function isPlain(event) {
  return event.button === 0 && !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
}

function clicked(event) {
  const button = event.target.closest("button.copy");
  if (button) copy(button);
  const link = event.target.closest("a.quote, .cited .close");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  if (link.matches(".quote")) quote(link);
  else fold(link);
}

async function copy(button) {
  const pre = button.closest(".citation").querySelector("pre");
  const label = (button.dataset.label ??= button.textContent);
  try {
    await navigator.clipboard.writeText(pre.textContent);
    button.textContent = button.dataset.done;
  } catch {
    // Pages that come neither from this machine nor by https have no clipboard: one key is left to the reader.
    getSelection().selectAllChildren(pre);
    button.textContent = button.dataset.selected;
  }
  say(button.textContent);
  setTimeout(() => (button.textContent = label), 2500);
}

// The page with the citation in it, of which that alone is taken.
async function quote(link) {
  try {
    const reply = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const cited = document.importNode(page.getElementById("cited"), true);
    document.getElementById("cited")?.remove();
    link.closest(".block").after(cited);
    showCopying(cited);
    history.replaceState(null, "", link.href);
    cited.focus({ preventScroll: true });
    cited.scrollIntoView({ block: "nearest" });
  } catch {
    location.href = link.href;
  }
}

function fold(link) {
  const cited = link.closest(".cited");
  const quoted = cited.previousElementSibling.querySelector(".quote");
  history.replaceState(null, "", link.href);
  cited.remove();
  quoted.focus({ preventScroll: true });
}

function showCopying(within) {
  for (const button of within.querySelectorAll("button.copy")) button.hidden = false;
}

function say(text) {
  const said = document.querySelector("#said") ?? document.createElement("p");
  Object.assign(said, { id: "said", className: "unseen", role: "status" });
  document.body.append(said);
  said.textContent = text;
}
