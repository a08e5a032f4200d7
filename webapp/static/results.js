/* The results: said aloud once the page stands, walked through by j and k, and the command that fetches them,
   copied. */

import { singleKey } from "./shortcuts.js";

const total = document.querySelector(".total");
// A reader of the screen says what changes in a region, not what it held from the start.
setTimeout(() => total.lastElementChild.append("\u200b"), 200);

const button = document.getElementById("copy-curl");
if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("curl").textContent);
    button.textContent = button.dataset.copied;
  });
}

const titles = [...document.querySelectorAll(".hits > li > article > h2 a")];

document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[singleKey(event)];
  if (step && titles.length) {
    const here = titles.findIndex((title) => title.closest("li").contains(document.activeElement));
    const next = Math.min(Math.max(here + step, 0), titles.length - 1);
    titles[next].focus();
  }
});
