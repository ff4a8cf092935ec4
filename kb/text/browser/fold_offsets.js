// Text folded for rules, in which every letter still knows where it came from: the twin of
// kb/text/fold_offsets.py. Positions count UTF-16 units here, code points there.

import LETTERS from "../data/letters.json" with { type: "json" };
import SHARED from "../shared/fold_offsets.json" with { type: "json" };
import { charClass } from "./folding.js";

const PLAIN = new Map(Object.entries(SHARED.plain));
const TONE = new RegExp(`^${SHARED.tones}`);
/** One character of a class of letters.json. */
const classOf = (steps) => new RegExp(`^[${charClass(steps)}]`, "u");
const DECOMPOSING = classOf(LETTERS.decomposing);
const MARK = classOf(LETTERS.marks);
const FORMAT = classOf(LETTERS.formats);
const CASED = classOf(LETTERS.cased);

/** {text, starts, ends, isToned}: `text[i]` came from the original's units starts[i]..ends[i]. */
export function foldWithPositions(original) {
  let text = "";
  const starts = [];
  const ends = [];
  let isToned = false;
  let position = 0;
  for (const source of original) {
    const parts = [...(PLAIN.get(source) ?? (DECOMPOSING.test(source) ? source.normalize("NFKD") : source))];
    // What is nothing but marks belongs to the letter before it; marks of a sign that holds a letter too do not.
    if (ends.length && parts.every((part) => MARK.test(part))) ends[ends.length - 1] = position + source.length;
    for (const letter of parts) {
      if (MARK.test(letter)) {
        if (TONE.test(letter)) isToned = true;
      } else if (!FORMAT.test(letter)) {
        const plain = plainLetter(letter);
        text += plain;
        for (let unit = 0; unit < plain.length; unit += 1) {
          starts.push(position);
          ends.push(position + source.length);
        }
      }
    }
    if (SHARED.stroked.includes(source)) isToned = true;
    position += source.length;
  }
  return { text, starts, ends, isToned };
}

function plainLetter(letter) {
  if (SHARED.line_ends.includes(letter)) return "\n";
  if (/\s/.test(letter)) return " ";
  // One unit for a letter of two, so that both twins count alike.
  if (letter.length > 1) return "\ufffd";
  return CASED.test(letter) ? letter.toLowerCase() : letter;
}

/** The folded text with `words` blotted out where a toned text wrote them without marks. */
export function maskUntoned(folded, original, words) {
  if (!folded.isToned || !words.length) return folded.text;
  return folded.text.replace(new RegExp(`\\b(?:${words.join("|")})\\b`, "g"), (match, offset) => {
    const source = original.slice(folded.starts[offset], folded.ends[offset + match.length - 1]);
    return !/[^\p{ASCII}]/u.test(source) ? "_".repeat(match.length) : match;
  });
}
