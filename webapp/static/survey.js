// A file of questions is read into the box, and goes nowhere else.

const form = document.querySelector(".listing");
const box = form.querySelector("textarea");
const file = form.querySelector("[type=file]");
file.parentElement.hidden = false;

function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes); // what Windows saves as a text
  }
}

file.addEventListener("change", async () => {
  if (!file.files.length) return;
  box.value = decoded(await file.files[0].slice(0, 1_000_000).arrayBuffer());
  box.focus();
});
