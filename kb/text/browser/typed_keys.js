// Vietnamese as its keys were typed: the twin of kb/text/typed_keys.py.

import SHARED from "../shared/typed_keys.json" with { type: "json" };
import { readWord } from "./folding.js";

const VOWEL = new RegExp(SHARED.vowel);
const STOPPED = new RegExp(SHARED.stopped);

function write(keys, method) {
  const tones = SHARED.tones[method];
  const vowel = keys.search(VOWEL);
  const typed = [];
  for (let at = vowel < 0 ? keys.length : vowel + 1; at < keys.length; at++) if (keys[at] in tones) typed.push(at);
  if (typed.length > 1) return "";
  let letters = typed.length ? keys.slice(0, typed[0]) + keys.slice(typed[0] + 1) : keys;
  for (const [pattern, instead] of SHARED.marks[method]) letters = letters.replace(new RegExp(pattern), instead);
  return letters + (typed.length ? tones[keys[typed[0]]] : "");
}

function isSyllable(written, language) {
  const [folded, toned] = readWord(written, language.characters);
  const tone = /[0-9]$/.exec(toned);
  return language.isWellFormed(folded) && (!tone || "15".includes(tone[0]) || !STOPPED.test(folded));
}

/** The words that the keys of a folded word write, by each input method of the language. */
export function typedWords(word, language) {
  if (word.length > SHARED.longest || !/^[a-z0-9]+$/.test(word)) return [];
  const written = language.typed.map((method) => write(word, method));
  return written.filter((made) => made && made !== word && isSyllable(made, language));
}
