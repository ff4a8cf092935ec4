// Which words a text has, and how telling each is: the twin of kb/text/tokenizer.py.

import SHARED from "../shared/tokenizer.json" with { type: "json" };
import { readWord } from "./folding.js";

/** Weights are per cent. */
export const FULL = 100;
/** Code points of a query that are read. */
export const LONGEST_TEXT = SHARED.longest_text;
const NOISE = new RegExp(SHARED.noise, "g");
const NOISE_SIGN = new RegExp(SHARED.noise_sign);

/** The words of `text` as [word, start, end]; each character by itself in scripts without spaces. */
export function findWords(text, language) {
  const { word: pattern, spaceless } = language.characters;
  const found = [];
  if (NOISE_SIGN.test(text)) {
    text = text.replace(NOISE, (match) => " ".repeat(match.length));
  }
  for (const match of text.matchAll(pattern)) {
    const word = match[0];
    if (spaceless.test(word)) {
      let start = match.index;
      for (const char of word) {
        found.push([char, start, start + char.length]);
        start += char.length;
      }
    } else if ([...word].length <= SHARED.longest_word) {
      found.push([word, match.index, match.index + word.length]);
    }
  }
  return found;
}

function isNumber(folded) {
  const length = [...folded].length;
  const digits = folded.replace(/[^0-9]/g, "").length;
  return (length >= 6 && digits >= 4) || (length === 5 && digits === 5);
}

function weigh(folded, toned, stem, language) {
  const form = language.hasTones ? toned : folded;
  if (language.weak.has(form) || (!language.hasTones && language.weak.has(stem))) return SHARED.weak;
  if (language.fairlyWeak.has(form) || (!language.hasTones && language.fairlyWeak.has(stem))) return SHARED.fairly_weak;
  return FULL;
}

/** One word read in one language: {start, end, folded, toned, stem, weight}. */
export function readToken(word, start, end, language) {
  const [folded, toned] = readWord(word, language.characters);
  const stem = language.hasTones ? folded : language.stem(folded);
  return { start, end, folded, toned, stem, weight: weigh(folded, toned, stem, language) };
}

/** The words of `text`, read in `language`; numbers of orders left out. */
export function read(text, language) {
  return findWords(text, language)
    .map(([word, start, end]) => readToken(word, start, end, language))
    .filter((token) => token.folded && !isNumber(token.folded));
}

/** Concepts named in a text: [name, first token, number of tokens], longest phrase first. */
export function findConcepts(tokens, language) {
  const named = tokens.map((token) => (language.hasTones ? token.toned : token.stem));
  const found = [];
  for (let first = 0; first < named.length; first++) {
    for (let length = Math.min(language.longestPhrase, named.length - first); length > 0; length--) {
      for (const name of language.concepts.get(named.slice(first, first + length).join(" ")) ?? []) {
        found.push([name, first, length]);
      }
    }
  }
  return found;
}
