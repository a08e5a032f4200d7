/* The results: said aloud once the page stands, and the command that fetches them, copied. */

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
