/* What is typed becomes suggestions. While an input method composes nothing is sent and nothing submitted,
   and the Enter that confirms a candidate is not the Enter that searches. */

const DELAY = 80; // milliseconds: a fast typist's next key comes sooner, nobody sees it as waiting

const form = document.querySelector("form.search");
const box = form.querySelector("input[name=q]");
const list = form.querySelector("[role=listbox]");
const said = form.querySelector("[aria-live]");
const number = new Intl.NumberFormat(document.documentElement.lang);

let composing = false;
let timer = 0;
let asking = null; // the request that is under way
let asked = box.value; // what was asked for last
let suggestions = [];
let active = -1;

box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
box.setAttribute("aria-expanded", "false");

function close() {
  clearTimeout(timer);
  asking?.abort();
  list.hidden = true;
  list.replaceChildren();
  suggestions = [];
  said.textContent = "";
  choose(-1);
  box.setAttribute("aria-expanded", "false");
}

function choose(place) {
  active = place;
  [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
  if (active < 0) {
    box.removeAttribute("aria-activedescendant");
  } else {
    box.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  }
}

function typed() {
  if (composing || box.value === asked) return;
  asked = box.value;
  clearTimeout(timer);
  asking?.abort();
  if (asked.trim()) timer = setTimeout(ask, DELAY, asked);
  else close();
}

async function ask(text) {
  asking = new AbortController();
  try {
    const address = `${form.dataset.suggest}?${new URLSearchParams({ q: text })}`;
    const response = await fetch(address, { signal: asking.signal });
    if (!response.ok) throw new Error(response.status);
    const answer = await response.json();
    if (text === box.value && !composing && document.activeElement === box) show(answer.suggestions);
  } catch (error) {
    if (error.name !== "AbortError") close(); // one can search without suggestions
  }
}

function show(found) {
  if (!found.length) return close();
  suggestions = found;
  list.replaceChildren(...found.map(option));
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  choose(-1);
  said.textContent = form.dataset.found.replace("{}", number.format(found.length));
}

function option({ text, kind, reports }, place) {
  const item = document.createElement("li");
  item.id = `suggestion-${place}`;
  item.setAttribute("role", "option");
  const counted = form.dataset[reports === 1 ? "report" : "reports"].replace("{}", number.format(reports));
  item.append(piece("span", text, "zh"), " ", piece("small", form.dataset[kind] ?? kind), " ", piece("small", counted));
  item.addEventListener("click", () => search(place));
  return item;
}

function piece(name, text, language) {
  const element = document.createElement(name);
  element.textContent = text;
  if (language) element.lang = language;
  return element;
}

function search(place) {
  const { query, url } = suggestions[place];
  close();
  if (url) return location.assign(url); // a title is a report's
  asked = box.value = query;
  form.requestSubmit();
}

box.addEventListener("compositionstart", () => {
  composing = true;
  close();
});
box.addEventListener("compositionend", () => {
  composing = false;
  typed(); // Chromium sends its last input event before this one
});
box.addEventListener("input", typed);

box.addEventListener("keydown", (event) => {
  // 229 is a key that the input method takes. Safari says so of the confirming Enter only by this number:
  // it sends compositionend before the key.
  if (composing || event.isComposing || event.keyCode === 229) {
    if (event.key === "Enter") event.preventDefault();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && suggestions.length) {
    // One place more than there are suggestions: that of the text itself.
    const places = suggestions.length + 1;
    choose(((active + 1 + step + places) % places) - 1);
    event.preventDefault();
  } else if (event.key === "ArrowDown" && box.value.trim()) {
    asked = box.value;
    ask(asked);
    event.preventDefault();
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    search(active);
  } else if (event.key === "Escape" && suggestions.length) {
    event.preventDefault();
    close();
  }
});

form.addEventListener("submit", (event) => {
  if (composing) event.preventDefault();
  else close();
});
list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
box.addEventListener("blur", close);
