// The words of a message that ask something: the twin of kb/desk/wording.py, which says why.

import SHARED from "../shared/wording.json" with { type: "json" };

const LEFT_OUT = new RegExp(SHARED.left_out, "gi");

/** `text` with blanks in place of numbers, e-mail addresses and links; every word keeps its place. */
export const askingWords = (text) => text.replace(LEFT_OUT, (found) => " ".repeat(found.length));
