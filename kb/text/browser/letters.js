// Case, order and places to cut, said once for Python and the browser: the twin of kb/text/letters.py.

import SHARED from "../shared/letters.json" with { type: "json" };

const JOINER = SHARED.joiner;
const MOST_JOINED = SHARED.most_joined;
const FLAG_LETTER = new RegExp(`^${SHARED.flag_letter}`, "u");
const SURROGATE = /[\ud800-\udfff]/;
/** Where a line must end. */
export const LINE_END = new RegExp(SHARED.line_end);

/** Code points of a text. */
export function size(text) {
  return SURROGATE.test(text) ? [...text].length : text.length;
}

/** The first `length` code points of a text. */
export function cut(text, length) {
  return text.length <= length ? text : [...text.slice(0, 2 * length)].slice(0, length).join("");
}

/** Order by code points, as Python sorts: UTF-16 puts what lies beyond U+FFFF before U+E000. */
export function byCodePoints(a, b) {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (one !== other) return inOrder(one) - inOrder(other);
  }
  return a.length - b.length;
}

function inOrder(unit) {
  return unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** `lower` of kb/text/letters.py: letter by letter, and only in scripts whose small letters never change. */
export function lower(text, characters) {
  return text.replace(characters.cased, (letter) => letter.toLowerCase());
}

/** `safe_cut` of kb/text/letters.py, of a text as an array of code points. */
export function safeCut(letters, place, characters) {
  for (let back = place; back > Math.max(0, place - MOST_JOINED); back--) {
    if (!isInside(letters, back, characters)) return back;
  }
  return place > MOST_JOINED ? place : 0;
}

function isInside(letters, place, characters) {
  if (place <= 0 || place >= letters.length) return false;
  const [before, after] = [letters[place - 1], letters[place]];
  if (before === JOINER || characters.joined.test(after) || (before === "\r" && after === "\n")) return true;
  if (!FLAG_LETTER.test(before) || !FLAG_LETTER.test(after)) return false;
  let flags = 0;
  while (flags < place && FLAG_LETTER.test(letters[place - flags - 1])) flags++;
  return flags % 2 === 1;
}
