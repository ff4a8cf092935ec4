// Phrases that say what kind of message this is: the twin of kb/desk/phrases.py, which says why.

import SHARED from "../shared/phrases.json" with { type: "json" };
import { NOTHING, TALK, phraseFinder, spokenWords, talkFinder } from "../../text/browser/small_talk.js";

const { review: REVIEW, stray_words: STRAY_WORDS } = SHARED;
const MOODS = ["legal", "review", "angry"];
export const CALM = "calm";

/**
 * `table`: kind → phrases; `characters`: what compileCharacters gave. Returns hear(text) → {smallTalk, isThanks, mood, text}.
 * @param {Record<string, string[]>} table
 */
export function phraseHearer(table, characters) {
  const talkIn = talkFinder(table, characters);
  const moodsIn = phraseFinder(table, MOODS, characters);

  return function (text) {
    const words = spokenWords(text, characters);
    const steps = talkIn(words);
    const kinds = new Set(steps.map(([kind]) => kind).filter(Boolean));
    const stray = steps.reduce((sum, [kind, , length]) => sum + (kind ? 0 : length), 0);
    const moods = moodsIn(words).filter(([kind]) => kind)
      .map(([kind, at, length]) => ({ kind, start: words[at].start, end: words[at + length - 1].end }));
    let rest = text;
    for (const { start, end } of moods.filter(({ kind }) => kind !== REVIEW)) rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
    const said = TALK.find((kind) => kinds.has(kind)) ?? (kinds.size ? "greeting" : NOTHING);
    const isTalk = Boolean(rest.trim()) && !stray && !moods.length;
    return {
      smallTalk: isTalk ? said : "",
      isThanks: kinds.has("thanks") && stray <= STRAY_WORDS,
      mood: MOODS.find((mood) => moods.some(({ kind }) => kind === mood)) ?? "",
      text: rest,
    };
  };
}
