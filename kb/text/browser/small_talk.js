// Small talk: a message that greets, thanks or agrees, and asks nothing: the twin of kb/text/small_talk.py, which says why.

import SHARED from "../shared/small_talk.json" with { type: "json" };
import { readWord } from "./folding.js";
import { findWords } from "./tokenizer.js";

/** Kinds of small talk, the most telling first; what says nothing at all; words that small talk has beside. */
export const TALK = SHARED.talk;
export const NOTHING = SHARED.nothing;
const REPEATED = new RegExp(SHARED.repeated, "gu");

/**
 * Phrases of some `kinds`, ready for looking them up. `table`: kind → phrases; `characters`: what compileCharacters gave.
 * Gives walk(words) → [kind, place, number of words] of one phrase after another; kind "" for a word that begins none.
 * @param {Record<string, string[]>} table
 * @param {string[]} kinds
 */
export function phraseFinder(table, kinds, characters) {
  const found = new Map();
  for (const kind of kinds) {
    for (const phrase of table[kind] ?? []) {
      const words = spokenWords(phrase, characters);
      if (words.length) found.set(words[0].folded, [...(found.get(words[0].folded) ?? []), [kind, words]]);
    }
  }
  for (const rows of found.values()) rows.sort((a, b) => b[1].length - a[1].length);
  return (words) => {
    const steps = [];
    for (let at = 0; at < words.length;) {
      const row = (found.get(words[at].folded) ?? []).find(([, phrase]) => phrase.length <= words.length - at && phrase.every((meant, i) => isSame(words[at + i], meant)));
      steps.push(row ? [row[0], at, row[1].length] : ["", at, 1]);
      at += steps.at(-1)[2];
    }
    return steps;
  };
}

/** The finder of small talk. */
export function talkFinder(table, characters) {
  return phraseFinder(table, [...TALK, SHARED.filler], characters);
}

/** The kind of small talk that all of `text` is; "" where a word of it is something else, or all are fillers. */
export function smallTalkIn(text, walk, characters) {
  const kinds = new Set(walk(spokenWords(text, characters)).map(([kind]) => kind));
  return kinds.has("") ? "" : TALK.find((kind) => kinds.has(kind)) ?? "";
}

/** The words of `text` as phrases are compared: “okkkk” is “ok”. */
export function spokenWords(text, characters) {
  const short = (word) => word.replace(REPEATED, "$1");
  return findWords(text, { characters }).map(([word, start, end]) => {
    const [folded, toned] = readWord(word, characters);
    return { folded: short(folded), toned: short(toned), start, end };
  });
}

const isSame = (said, meant) => said.folded === meant.folded && (said.toned === meant.toned || said.toned === said.folded);
