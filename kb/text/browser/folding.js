// Letters, and what is left of one without its marks: the twin of kb/text/folding.py. A place in a text counts UTF-16 units
// here and code points there; lengths that decide anything count code points on both sides.

import SHARED from "../shared/folding.json" with { type: "json" };

/** Signs that belong to the word that they stand in, and are not read. */
export const APOSTROPHES = SHARED.apostrophes;
/** The sign of an e-mail address, which belongs to the word that it stands in. */
export const ADDRESS_SIGN = SHARED.address_sign;
const STYLED = new RegExp(SHARED.styled, "gu");
const MOST_KEPT = 50000;

function pairs([keys, values]) {
  const read = values.includes(" ") ? values.split(" ") : [...values];
  return new Map([...keys].map((key, place) => [key, read[place]]));
}

function escapeCode(code) {
  return "\\u{" + code.toString(16) + "}";
}

/** The inside of a character class, from the ends of its ranges: each as its distance from the one before, in base 36. */
export function charClass(steps) {
  let code = 0;
  const codes = steps.split(" ").map((step) => (code += parseInt(step, 36)));
  let inside = "";
  for (let i = 0; i < codes.length; i += 2) inside += escapeCode(codes[i]) + "-" + escapeCode(codes[i + 1]);
  return inside;
}

/** `table` is data/characters.json: the maps and classes that reading a character needs. */
export function compileCharacters(table) {
  const inside = charClass(table.words);
  const spaceless = table.spaceless.map(([a, b]) => escapeCode(a) + "-" + escapeCode(b)).join("");
  return {
    folded: pairs(table.folded),
    qualities: pairs(table.qualities),
    tones: pairs(table.tones),
    toneMarks: pairs(table.tone_marks),
    marks: new Set(table.marks),
    stacked: new RegExp(`(?:(?!${SHARED.filler})[${table.marks}]){3}`, "u"),
    compose: new Map(Object.entries(table.compose)),
    word: new RegExp(`[${inside}]+(?:[${APOSTROPHES}${ADDRESS_SIGN}][${inside}]+)*`, "gu"),
    spaceless: new RegExp(`[${spaceless}]`, "u"),
    joined: new RegExp(`^[${charClass(table.joined)}]`, "u"),
    cased: new RegExp(`[${charClass(table.cased)}]`, "gu"),
    read: new Map(),
  };
}

/** `text` in small letters without accents, tones or strokes. */
export function fold(text, characters) {
  let folded = "";
  for (const char of text) {
    if (!characters.marks.has(char)) folded += characters.folded.get(char) ?? char;
  }
  return folded;
}

/** The twin of fold_slug in kb/text/folding.py. */
export function slug(text, characters) {
  const bare = [...text].filter((char) => !APOSTROPHES.includes(char)).join("");
  return fold(bare, characters).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
}

/** [folded, toned]: a word without marks, and with its quality marks and its tones as digits at its end. */
export function readWord(word, characters) {
  const known = characters.read.get(word);
  if (known) return known;
  const letters = [];
  let tones = "";
  let plain = word.replace(STYLED, (letter) => letter.normalize("NFKC"));
  if (characters.stacked.test(plain)) plain = [...plain].filter((char) => !characters.marks.has(char)).join("");
  for (const char of plain) {
    const together = letters.length ? characters.compose.get(letters[letters.length - 1] + char) : undefined;
    if (characters.toneMarks.has(char)) {
      tones += characters.toneMarks.get(char);
    } else if (together !== undefined) {
      letters[letters.length - 1] = together;
    } else if (!characters.marks.has(char) && !APOSTROPHES.includes(char)) {
      letters.push(characters.qualities.get(char) ?? characters.folded.get(char) ?? char);
      tones += characters.tones.get(char) ?? "";
    }
  }
  const quality = letters.join("");
  const read = [fold(quality, characters), quality + tones];
  if (characters.read.size > MOST_KEPT) characters.read.clear();
  characters.read.set(word, read);
  return read;
}
