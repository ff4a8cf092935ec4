/* “Since you were here”: what changed since this machine's last visit, the old text beside the new one, ticks for what
   was read. */

import { all, make, marked, one } from "../../../browser_code/elements.js";
import { differences } from "../../../browser_code/text_diff.js";
import { fetchHashes, openSeen } from "./seen_texts.js";

const language = () => [document.documentElement.lang, "en"];

/** Fill the section of this page; it stays hidden where the data cannot be had. */
export async function startChanges() {
  const section = one("[data-kb-since]");
  if (!section) return;
  const address = new URL(section.dataset.first, location.href);
  const hashes = await fetchHashes(address);
  if (!hashes) return;
  const seen = openSeen(address, hashes);
  const changed = seen.changed();
  const gone = seen.gone();
  const texts = changed.size ? await fetchTexts(address) : {};
  if (!texts) return;
  const page = { section, words: section.dataset, hashes, seen, texts, root: section.dataset.root };
  say(page);
  showRows(page, changed);
  showGone(page, gone);
  showCount(page);
  seen.visit();
  section.hidden = false;
}

async function fetchTexts(address) {
  try {
    const answer = await fetch(new URL("texts.json", address), { cache: "no-cache" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Since when, what is compared, and what this build cannot know. */
function say({ section, words, hashes, seen }) {
  const last = seen.last();
  const since = last ? words.sinceLast.replace("{date}", dayText(new Date(last), undefined)) : words.sinceFirst.replace("{date}", dateText(seen.since()));
  const lines = [since, words.covers];
  if (!hashes.git) lines.push(words.noGit);
  else if (!hashes.whole && hashes.begins) lines.push(words.shallow.replace("{date}", dateText(hashes.begins)));
  one("[data-kb-since-text]", section).textContent = lines.join(" ");
}

function showRows(page, changed) {
  const rows = [...changed].map(([id, hash]) => rowOf(page, id, hash)).filter(Boolean)
    .sort((first, second) => (first.on === second.on ? 0 : first.on === "" || (second.on && first.on > second.on) ? -1 : 1));
  one("[data-kb-since-list]", page.section).replaceChildren(...rows.map(({ row }) => row));
  const readAll = one("[data-kb-read-all]", page.section);
  readAll.addEventListener("click", () => {
    const boxes = all("[data-kb-read]", page.section);
    for (const box of boxes) box.checked = true;
    page.seen.mark([...boxes.map((box) => [box.dataset.id, page.hashes.texts[box.dataset.id][0]]), ...page.seen.gone().map((id) => [id, null])]);
    one("[data-kb-gone]", page.section).hidden = true;
    showCount(page);
  });
}

/** One text that changed; `hash` is what was seen of it. */
function rowOf(page, id, hash) {
  const { words, hashes, texts } = page;
  const text = texts[id];
  if (!text) return null;
  const [now, ...changes] = hashes.texts[id];
  const place = changes.findIndex(([, before]) => before === hash);
  const on = changes.length ? changes[0][0] : "";
  const from = place >= 0 ? changes[place][0] : on; /* the oldest change since */
  const box = make("input", { type: "checkbox", "data-kb-read": true, "data-id": id, "aria-label": `${words.read}: ${text.title}` });
  box.addEventListener("change", () => {
    page.seen.mark([[id, box.checked ? now : hash]]);
    showCount(page);
  });
  const row = make("li", { class: "kb-row kb-news" },
    make("div", { class: "kb-news__what" },
      make("p", { class: "kb-row__small" }, [on && dateText(on), JSON.parse(words.kinds)[text.kind] ?? text.kind].filter(Boolean).join(" · "), " ",
        hash ? null : make("span", { class: "kb-mark kb-mark--next" }, words.new)),
      make("p", { class: "kb-row__title" }, make("a", { href: page.root + text.url }, text.title)),
      ...toldOf(text, from, words),
      hash ? besides(page, text, hash) : null),
    make("label", { class: "kb-duty__done" }, box, " " + words.read));
  return { on, row };
}

/** What the page's own history says of it. */
function toldOf(text, from, words) {
  return (text.told ?? []).filter(([on]) => from && on >= from).flatMap(([, what, why]) =>
    [what, why && words.why.replace("{why}", () => why)].filter(Boolean).map((line) => make("p", { class: "kb-row__text" }, line)));
}

/** The old text beside the new one, made when it is opened. */
function besides({ words }, text, hash) {
  const old = text.before?.[hash];
  if (old === undefined || text.now === undefined) return make("p", { class: "kb-row__text" }, words.noOld);
  const details = make("details", { class: "kb-besides" }, make("summary", {}, words.compare));
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    const [inOld, inNow] = differences(old, text.now);
    const side = (title, whole, places, kind) => make("div", {}, make("h3", {}, title),
      make("div", { class: "kb-besides__text", dir: "auto" }, marked(whole, places.map((each) => [...each, kind]))));
    details.append(make("div", { class: "kb-besides__sides" },
      side(words.before, old, inOld, "kb-besides__old"), side(words.now, text.now, inNow, "kb-besides__new")));
  });
  return details;
}

function showGone(page, gone) {
  const place = one("[data-kb-gone]", page.section);
  place.hidden = !gone.length;
  place.textContent = page.words.gone.replace("{names}", () => gone.join(", "));
}

function showCount({ section, words, seen }) {
  const left = seen.changed().size + seen.gone().length;
  one("[data-kb-since-count]", section).textContent = left ? `${words.unread}: ${left}` : words.none;
  one("[data-kb-read-all]", section).hidden = !left;
  document.dispatchEvent(new Event("kb-read"));
}

const dateText = (iso) => dayText(new Date(`${iso}T00:00:00Z`), "UTC");

function dayText(date, timeZone) {
  return new Intl.DateTimeFormat(language(), { day: "numeric", month: "long", year: "numeric", timeZone }).format(date);
}
