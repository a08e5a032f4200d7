/* / and Ctrl+K lead to the search box, ? shows the keys. */

import { isTyping, singleKey, switchTo, switchedOn } from "./shortcuts.js";

const dialog = document.getElementById("keys-dialog");
const single = document.getElementById("single-keys");

function toTheBox() {
  const box = document.getElementById("q");
  box.focus();
  box.select();
}

function show() {
  single.checked = switchedOn();
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  const withK = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const key = singleKey(event);
  const action = key === "?" || key === "？" ? show
    : key === "/" || (withK && event.key.toLowerCase() === "k" && !isTyping(event) && !dialog.open) ? toTheBox
    : null;
  if (action) {
    event.preventDefault();
    action();
  }
});

single.addEventListener("change", () => switchTo(single.checked));
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
document.getElementById("show-keys").addEventListener("click", (event) => {
  event.preventDefault();
  show();
});
