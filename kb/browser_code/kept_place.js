/* What a person left on a page of search, kept in the history: a browser short of memory loads the page anew when one comes
   back to it. */

const KEY = "kbSearch";

/** Keep `value` under `name` with the page that one is on. */
export function keepPlace(name, value) {
  try {
    history.replaceState({ ...history.state, [KEY]: { ...history.state?.[KEY], [name]: value } }, "");
  } catch { /* a frame that may not, or too often: the page is then as new */ }
}

/** What was kept under `name` when one was here before; undefined on a first visit. */
export function keptPlace(name) {
  return history.state?.[KEY]?.[name];
}

/** Call `keep` when a link is followed, which is how a page is left. */
export function whenLeft(keep) {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest?.("a[href]")) keep();
  }, true);
}
