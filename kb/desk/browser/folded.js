// Text folded for rules, in which every letter still knows where it came from: the twin of
// kb/channels/folded.py. Positions count UTF-16 units here, code points there.

const PLAIN = new Map([
  ["đ", "d"], ["Đ", "d"], ["ð", "d"], ["Ð", "d"], ["’", "'"], ["‘", "'"], ["“", '"'], ["”", '"'],
  ["–", "-"], ["—", "-"], ["−", "-"], ["\u2011", "-"],
]);

/** {text, starts, ends, isToned}: `text[i]` came from the original's units starts[i]..ends[i]. */
export function foldWithPositions(original) {
  let text = "";
  const starts = [];
  const ends = [];
  let isToned = false;
  let position = 0;
  for (const source of original) {
    for (const letter of PLAIN.get(source) ?? source.normalize("NFKD")) {
      if (/\p{M}/u.test(letter)) {
        if (letter >= "\u0300" && letter <= "\u036f") isToned = true;
        if (ends.length) ends[ends.length - 1] = position + source.length;
      } else if (!/\p{Cf}/u.test(letter)) {
        const plain = plainLetter(letter);
        text += plain;
        for (let unit = 0; unit < plain.length; unit += 1) {
          starts.push(position);
          ends.push(position + source.length);
        }
      }
    }
    if ("đĐÐ".includes(source)) isToned = true;
    position += source.length;
  }
  return { text, starts, ends, isToned };
}

function plainLetter(letter) {
  if ("\n\r\u2028\u2029".includes(letter)) return "\n";
  if ("\t\v\f".includes(letter) || /\p{Z}/u.test(letter)) return " ";
  // One unit for a letter of two, so that both twins count alike.
  return letter.length > 1 ? "\ufffd" : letter.toLowerCase();
}

/** The folded text with `words` blotted out where a toned text wrote them without marks. */
export function maskUntoned(folded, original, words) {
  if (!folded.isToned || !words.length) return folded.text;
  return folded.text.replace(new RegExp(`\\b(?:${words.join("|")})\\b`, "g"), (match, offset) => {
    const source = original.slice(folded.starts[offset], folded.ends[offset + match.length - 1]);
    return /^[\x00-\x7f]*$/.test(source) ? "_".repeat(match.length) : match;
  });
}
