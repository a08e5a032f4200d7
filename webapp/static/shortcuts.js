/* Keys that act by themselves: when they may, and how to switch them off (for those who speak to their
   computer, a letter in a word would act as well). */

const NAME = "jianbao.keys";

export function switchedOn() {
  try {
    return localStorage.getItem(NAME) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

export function switchTo(on) {
  try {
    localStorage.setItem(NAME, on ? "on" : "off");
  } catch {
    // It holds for this page then.
  }
}

/** True while a person writes in a field, or an input method takes the keys. */
export function isTyping(event) {
  return event.isComposing || event.keyCode === 229 || Boolean(event.target.closest?.(
    "input:not([type=checkbox]), textarea, select, [contenteditable]"));
}

/** The key of a shortcut of one key; "" where it is none, or must do nothing. */
export function singleKey(event) {
  const other = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
  const elsewhere = isTyping(event) || document.querySelector("dialog[open]");
  return other || elsewhere || !switchedOn() ? "" : event.key;
}
