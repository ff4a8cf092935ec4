// Phrases that say what kind of message this is: the twin of kb/desk/phrases.py, which says why.

import SHARED from "../shared/phrases.json" with { type: "json" };
import { readWord } from "../../text/browser/folding.js";
import { findWords } from "../../text/browser/tokenizer.js";

const { talk: TALK, filler: FILLER, review: REVIEW, stray_words: STRAY_WORDS } = SHARED;
const MOODS = ["legal", "review", "angry"];
export const CALM = "calm";
const REPEATED = new RegExp(SHARED.repeated, "gu");

/**
 * `table`: kind → phrases; `characters`: what compileCharacters gave. Returns hear(text) → {smallTalk, isThanks, mood, text}.
 * @param {Record<string, string[]>} table
 */
export function phraseHearer(table, characters) {
  const short = (word) => word.replace(REPEATED, "$1");
  const wordsOf = (text) => findWords(text, { characters }).map(([word, start, end]) => {
    const [folded, toned] = readWord(word, characters);
    return { folded: short(folded), toned: short(toned), start, end };
  });
  const talk = byFirstWord(table, [...TALK, FILLER], wordsOf);
  const moodPhrases = byFirstWord(table, MOODS, wordsOf);

  return function (text) {
    const words = wordsOf(text);
    const steps = walk(words, talk);
    const kinds = new Set(steps.map(([kind]) => kind).filter(Boolean));
    const stray = steps.reduce((sum, [kind, , length]) => sum + (kind ? 0 : length), 0);
    const moods = walk(words, moodPhrases).filter(([kind]) => kind)
      .map(([kind, at, length]) => ({ kind, start: words[at].start, end: words[at + length - 1].end }));
    let rest = text;
    for (const { start, end } of moods.filter(({ kind }) => kind !== REVIEW)) rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
    const said = TALK.find((kind) => kinds.has(kind)) ?? (kinds.size ? "greeting" : "nothing");
    const isTalk = Boolean(rest.trim()) && !stray && !moods.length;
    return {
      smallTalk: isTalk ? said : "",
      isThanks: kinds.has("thanks") && stray <= STRAY_WORDS,
      mood: MOODS.find((mood) => moods.some(({ kind }) => kind === mood)) ?? "",
      text: rest,
    };
  };
}

function byFirstWord(table, kinds, wordsOf) {
  const found = new Map();
  for (const kind of kinds) {
    for (const phrase of table[kind] ?? []) {
      const words = wordsOf(phrase);
      if (words.length) found.set(words[0].folded, [...(found.get(words[0].folded) ?? []), [kind, words]]);
    }
  }
  for (const rows of found.values()) rows.sort((a, b) => b[1].length - a[1].length);
  return found;
}

/** [kind, place, number of words] of one phrase after another; kind "" for a word that begins none. */
function walk(words, phrases) {
  const steps = [];
  for (let at = 0; at < words.length;) {
    const row = (phrases.get(words[at].folded) ?? []).find(([, phrase]) => phrase.length <= words.length - at && phrase.every((meant, i) => isSame(words[at + i], meant)));
    steps.push(row ? [row[0], at, row[1].length] : ["", at, 1]);
    at += steps.at(-1)[2];
  }
  return steps;
}

const isSame = (said, meant) => said.folded === meant.folded && (said.toned === meant.toned || said.toned === said.folded);
