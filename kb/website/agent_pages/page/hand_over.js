/* The hand-over: what was done, what is open, what comes and what was promised, as a text that the agent may change,
   copies and gives to whoever comes next. Nothing is sent. */

import { one } from "../../../browser_code/elements.js";
import { copy } from "../../../desk/page/copying.js";
import { dayWord, timeIn } from "./day_words.js";
import { promisedLines } from "./promised.js";

/**
 * Start the hand-over below `panel`, which holds its words.
 * @param {HTMLElement} panel
 * @param {{ day: () => any, isOpen: (id: string) => boolean, giveAway: (ids: string[]) => void }} page
 */
export function startHandOver(panel, { day, isOpen, giveAway }) {
  const box = one("[data-kb-handover]");
  const field = one("textarea", box);
  const said = one("[role=status]", box);
  const words = panel.dataset;
  let made = ""; /* what we wrote: an agent's own words are never overwritten */
  let isGiven = false;
  let titles = null; /* of replies, once the texts of “What changed” are here */

  /** What a shift leaves open: what is due, and what was. */
  const openOnes = () => {
    const { due, open } = day();
    return [...open.filter(({ found }) => isOpen(found.id)), ...due];
  };

  function write() {
    const { done, later } = day();
    const line = ({ found, link, row }) => {
      const when = [found.days ? dayWord(found.date, found.days) : "", timeIn(found, words.zone)].filter(Boolean).join(" ");
      const who = one(".kb-duty__who", row)?.textContent.trim();
      return `- ${when} ${link.textContent}${who ? ` (${who})` : ""}`;
    };
    const part = (title, lines) => `${title}:\n${lines.length ? lines.join("\n") : "–"}`;
    const promised = promisedLines((id) => titles?.[id]?.title ?? id);
    return [
      `${words.handover} · ${one("[data-kb-clock]").textContent}${words.zoneName ? ` · ${words.zoneName}` : ""}`,
      part(words.done, done.map(line)),
      part(words.open, openOnes().map(line)),
      part(words.later, later.map(line)),
      ...(promised.length ? [part(words.promised, promised)] : []),
    ].join("\n\n");
  }

  function refresh() {
    if (!box.open || isGiven || field.value !== made) return;
    const text = write();
    if (text === made) return;
    made = field.value = text;
  }

  async function fetchTitles() {
    try {
      titles = await (await fetch("../changes/texts.json")).json();
      refresh();
    } catch { /* without a network: their ids */ }
  }

  async function copyText() {
    const isCopied = await copy(field.value);
    if (!isCopied) field.select();
    said.textContent = isCopied ? words.copied : words.refused;
  }

  box.hidden = false;
  box.addEventListener("toggle", () => {
    if (isGiven && box.open) { /* another shift's */
      isGiven = false;
      made = field.value = said.textContent = "";
    }
    refresh();
    if (box.open && !titles && promisedLines(String).length) fetchTitles();
  });
  one("[data-kb-copy]", box).addEventListener("click", copyText);
  one("[data-kb-handed]", box).addEventListener("click", () => {
    const ids = openOnes().map(({ found }) => found.id);
    isGiven = true; /* the text still says what was open */
    giveAway(ids);
    said.textContent = `${words.handed}: ${ids.length}`;
  });
  return { refresh };
}
