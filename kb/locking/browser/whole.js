// The first script of the sign-in page: it lets the page begin once every file of it is there and of one version,
// and says which is not. It needs none of the others, and its words stand in the page.

self.kbLock = self.kbLock || {};

const STAMP = "@kb-shell@"; // the same in all files of one version; written when the folder is locked
const NEEDED = ["sign-in.js"];
const base = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);

const ofAnotherVersion = () => NEEDED.filter((name) => (self.kbLock.stamps || {})[name] !== STAMP);

/** Hide what `section` says in other languages than the browser's; English where it lacks that one. */
function keepOwnLanguage(section) {
  /** @type {HTMLElement[]} */
  const said = Array.from(section.querySelectorAll("p[lang]"));
  const wanted = (navigator.languages || []).map((one) => one.toLowerCase().split("-")[0]);
  const own = wanted.find((code) => said.some((line) => line.lang === code)) || "en";
  for (const line of said) line.hidden = line.lang !== own;
}

/** Say which files are missing or of another version. */
function tell(names) {
  const told = document.getElementById("broken");
  if (!told) return;
  keepOwnLanguage(told);
  told.classList.remove("late");
  told.setAttribute("role", "alert");
  document.getElementById("broken-files").textContent = names.map((name) => `kb-lock/${name}`).join(", ");
}

function begin() {
  const page = document.documentElement.dataset.shell === STAMP ? [] : ["whole.js"];
  const names = [...page, ...ofAnotherVersion()];
  if (names.length) return tell(names);
  self.kbLock.signIn(base, STAMP);
  // The style comes last: without it the page works, and only looks odd.
  const hasStyle = () => getComputedStyle(document.documentElement).getPropertyValue("--paper") !== "";
  const judge = () => (hasStyle() ? document.getElementById("broken").remove() : tell(["style.css"]));
  if (document.readyState === "complete") judge();
  else addEventListener("load", judge);
}

self.kbLock.isGuarded = true;
if (document.readyState === "complete") begin();
else document.addEventListener("DOMContentLoaded", begin);
