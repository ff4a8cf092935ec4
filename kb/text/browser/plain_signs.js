// Signs that look like plain letters or like nothing: the twin of kb/text/plain_signs.py.

import SHARED from "../shared/tokenizer.json" with { type: "json" };

/** Takes the place of an invisible sign. */
export const FILLER = SHARED.filler;
const UNUSUAL = new RegExp(SHARED.unusual);
const WIDE = new RegExp(SHARED.wide, "g");
const WIDE_OFFSET = SHARED.wide_offset;
const INVISIBLE = new RegExp(SHARED.invisible, "g");
const MIXED = new RegExp(SHARED.mixed);
const MIXED_WORD = new RegExp(SHARED.mixed_word, "g");
const FOREIGN = new RegExp(SHARED.foreign);
const [ALIKE, LATIN] = SHARED.look_alikes;
const LOOK_ALIKES = new Map([...ALIKE].map((letter, place) => [letter, LATIN[place]]));

function inLatin(word) {
  if (!MIXED.test(word) || FOREIGN.test(word)) return word;
  return [...word].map((letter) => LOOK_ALIKES.get(letter) ?? letter).join("");
}

/** `text` in plain signs, sign for sign. */
export function plainSigns(text) {
  if (!UNUSUAL.test(text)) return text;
  const plain = text
    .replace(WIDE, (sign) => String.fromCharCode(sign.charCodeAt(0) - WIDE_OFFSET))
    .replace(INVISIBLE, FILLER);
  return MIXED.test(plain) ? plain.replace(MIXED_WORD, inLatin) : plain;
}
