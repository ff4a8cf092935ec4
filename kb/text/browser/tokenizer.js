// Which words a text has, and how telling each is: the twin of kb/text/tokenizer.py.

import SHARED from "../shared/tokenizer.json" with { type: "json" };
import { ADDRESS_SIGN, APOSTROPHES, fold, readWord } from "./folding.js";
import { FILLER, plainSigns } from "./plain_signs.js";

/** Weights are per cent. */
export const FULL = 100;
/** Code points of a query that are read. */
export const LONGEST_TEXT = SHARED.longest_text;
const NOISE = new RegExp(SHARED.noise, "g");
const NOISE_SIGN = new RegExp(SHARED.noise_sign);
const JOINED = new RegExp(SHARED.joined, "gu");
const JOINED_SIGN = new RegExp(SHARED.joined_sign);
const SEPARATORS = new RegExp(SHARED.separators, "gu");
const TIMES = new RegExp(SHARED.times, "gu");
const LONG_NUMBER = new RegExp(`^[0-9]{${SHARED.longest_number + 1},}$`);
const JOINT = APOSTROPHES[0];

function join(match, before) {
  const signs = match.slice(before.length).replace(TIMES, "x");
  const joined = signs.replace(SEPARATORS, (separators) => JOINT + FILLER.repeat(separators.length - 1));
  return before + (joined.startsWith(JOINT) ? " " + joined.slice(1) : joined);
}

function withoutNoise(written) {
  let text = plainSigns(written);
  if (NOISE_SIGN.test(text)) text = text.replace(NOISE, (match) => " ".repeat(match.length));
  if (!JOINED_SIGN.test(text)) return text;
  return text.replace(JOINED, join);
}

function isShort(word) {
  return [...word].length <= SHARED.longest_word;
}

/** The form that a word is indexed by. */
export function stemOf(folded, language) {
  if (LONG_NUMBER.test(folded)) return folded.slice(-SHARED.longest_number);
  return language.hasTones ? folded : language.stem(folded);
}

/** The words of `text` as [word, start, end]; each character by itself in scripts without spaces. */
export function findWords(text, language) {
  const { word: pattern, spaceless } = language.characters;
  const found = [];
  for (const match of withoutNoise(text).matchAll(pattern)) {
    const word = match[0];
    if (spaceless.test(word)) {
      let start = match.index;
      for (const char of word) {
        found.push([char, start, start + char.length]);
        start += char.length;
      }
    } else if (isShort(word) || isShort(fold(word, language.characters))) {
      found.push([word, match.index, match.index + word.length]);
    }
  }
  return found;
}

/** Whether a word is a number, a code or an e-mail address: without meaning where no document has it. */
export function isCode(folded) {
  return folded.includes(ADDRESS_SIGN) || /[0-9]/.test(folded);
}

/** The weight of a word, per cent: stop words have less than `FULL`. */
export function weigh(folded, toned, stem, language) {
  const form = language.hasTones ? toned : folded;
  if (language.weak.has(form) || (!language.hasTones && language.weak.has(stem))) return SHARED.weak;
  if (language.fairlyWeak.has(form) || (!language.hasTones && language.fairlyWeak.has(stem))) return SHARED.fairly_weak;
  return FULL;
}

/** One word read in one language: {start, end, folded, toned, stem, weight}. */
export function readToken(word, start, end, language) {
  const [folded, toned] = readWord(word, language.characters);
  const stem = stemOf(folded, language);
  return { start, end, folded, toned, stem, weight: weigh(folded, toned, stem, language) };
}

/** The words of `text`, read in `language`; addresses of pages left out. */
export function read(text, language) {
  return findWords(text, language)
    .map(([word, start, end]) => readToken(word, start, end, language))
    .filter((token) => token.folded);
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
