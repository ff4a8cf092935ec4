// The table of characters as an index carries it: reads what kb/search/shards/characters.py writes.

import { unpackNumbers } from "./encoding.js";

/** The table that `compileCharacters` takes. */
export function unpackCharacters(packed) {
  const map = ([letters, values]) => [lettersOf(letters), values];
  const steps = (numbers) => unpackNumbers(numbers).map((step) => step.toString(36)).join(" ");
  return {
    ...packed,
    folded: map(packed.folded),
    tones: map(packed.tones),
    marks: lettersOf(packed.marks),
    words: steps(packed.words),
    joined: steps(packed.joined),
    cased: steps(packed.cased),
  };
}

function lettersOf(packed) {
  let code = 0;
  const bounds = unpackNumbers(packed).map((step) => (code += step));
  let letters = "";
  for (let i = 0; i < bounds.length; i += 2) {
    for (let one = bounds[i]; one <= bounds[i + 1]; one++) letters += String.fromCodePoint(one);
  }
  return letters;
}
