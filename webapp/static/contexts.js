// The lines behind the page, all of them, put below it when one comes near its end; and a line copied is its text.
// They are an ordinary list, to be searched, read aloud and selected like any text; the style sheet has each
// twenty of them laid out only when they come into view.

const lines = document.querySelector(".lines");
const pages = document.querySelector(".pages");
const told = document.querySelector(".told");
const number = new Intl.NumberFormat("en");
const BLOCK = 20;
const AT_ONCE = 400; // lines put there before the browser may do other things
const LONG = 10; // characters of a keyword that a phone has room for

function listItem(pattern, line) {
  const item = pattern.cloneNode(true);
  const [left, keyword, right, link, pick] = item.children;
  left.textContent = line.left;
  keyword.textContent = line.keyword;
  keyword.classList.toggle("long", line.keyword.length > LONG);
  right.textContent = line.right;
  link.textContent = [line.date, line.source, line.title].filter(Boolean).join(" ");
  pick.value = line.id;
  pick.checked = false;
  pick.setAttribute("aria-label", line.title);
  link.href = line.url + lines.dataset.search + (line.paragraph ? `#p${line.paragraph}` : "");
  return item;
}

const aMoment = () => new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));

async function putBelow(rest, offset) {
  const pattern = lines.querySelector("li");
  for (let at = 0; at < rest.length; at += BLOCK) {
    const block = Object.assign(document.createElement("ol"), { start: offset + at + 1 });
    block.append(...rest.slice(at, at + BLOCK).map((line) => listItem(pattern, line)));
    lines.append(block);
    if (at % AT_ONCE === 0) await aMoment();
  }
}

class Refused extends Error {}

async function theRest() {
  const answer = await fetch(lines.dataset.rest);
  const told = await answer.json();
  if (!answer.ok) throw new Refused(told.detail);
  return told;
}

/** Nothing is lost: the link to the next page is still there, and the rest can be asked for once more. */
function tellFailure(why) {
  const note = Object.assign(document.createElement("p"), { className: "note", role: "alert" });
  const again = Object.assign(document.createElement("button"), { type: "button", textContent: told.dataset.again });
  again.addEventListener("click", () => {
    note.remove();
    load();
  });
  note.append(`${told.dataset.failed}${why} `, again);
  pages.before(note);
}

async function load() {
  const about = told.querySelector(".lines-told");
  const before = about.textContent;
  about.textContent = told.dataset.loading;
  try {
    const found = await theRest();
    pages.querySelector("[rel=next]").remove();
    pages.hidden = !pages.children.length;
    about.textContent = found.complete ? told.dataset.all.replace("{}", number.format(found.total)) : told.dataset.most;
    about.nextElementSibling?.remove();
    await putBelow(found.lines, found.offset);
    lines.dispatchEvent(new Event("more", { bubbles: true })); // whatever is kept of what was ticked is ticked here too
    lines.dataset.all = "";
  } catch (error) {
    about.textContent = before;
    tellFailure(error instanceof Refused ? error.message : "");
  }
}

if (lines.dataset.rest) {
  const near = new IntersectionObserver(
    ([end]) => {
      if (!end.isIntersecting) return;
      near.disconnect();
      load();
    },
    { rootMargin: "1200px" },
  );
  near.observe(pages);
}

const text = (item) => [...item.children].slice(0, 3).map((part) => part.textContent).join("");

/** Whether some of the part's text is selected. A selection may reach to where a line begins, and hold nothing of it. */
function isSelected(part, selection) {
  if (!selection.containsNode(part, true)) return false;
  const [whole, piece] = [selection.getRangeAt(0), document.createRange()];
  piece.selectNodeContents(part);
  if (whole.compareBoundaryPoints(Range.START_TO_START, piece) > 0) piece.setStart(whole.startContainer, whole.startOffset);
  if (whole.compareBoundaryPoints(Range.END_TO_END, piece) < 0) piece.setEnd(whole.endContainer, whole.endOffset);
  return piece.toString() !== "";
}

// What a line is from is cut where there is no room, and said in full to who points at it.
lines?.addEventListener("pointerover", ({ target }) => {
  if (target.matches("a")) target.title = target.textContent;
});

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed) return;
  const parts = [...lines.querySelectorAll("li > *")].filter((part) => isSelected(part, selection));
  if (parts.length < 2) return; // a piece of one part is copied as it is
  const items = new Set(parts.map((part) => part.parentElement));
  event.clipboardData.setData("text/plain", [...items].map(text).join("\n"));
  event.preventDefault();
});
