// Words that are written so that no filter reads them (“h.u.y d0n”), read as they are meant: the twin of kb/channels/disguises.py.

import SHARED from "../shared/disguises.json" with { type: "json" };

const SPLIT = new RegExp(SHARED.split, "g");
const SHAPES = [SPLIT, new RegExp(SHARED.digits, "g"), new RegExp(SHARED.joined, "g")];
const WORDS = new Set(SHARED.words);
const LONGEST_FIRST = new RegExp([...WORDS].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|"), "g");

/**
 * {text, span(start, end)}: `folded` with its disguised words as they are meant; `span` gives the place of a stretch of
 * `text` in `folded`, null where nothing there is disguised. Null where nothing is.
 */
export function undisguised(folded) {
  const changed = candidates(folded).map((one) => ({ ...one, said: meant(one) })).filter(({ said }) => said);
  if (!changed.length) return null;
  let text = "";
  const starts = [];
  const ends = [];
  const keep = (from, to) => {
    text += folded.slice(from, to);
    for (let place = from; place < to; place += 1) {
      starts.push(place);
      ends.push(place + 1);
    }
  };
  let last = 0;
  for (const { start, end, said } of changed) {
    keep(last, start);
    text += said;
    for (let place = 0; place < said.length; place += 1) {
      starts.push(start);
      ends.push(end);
    }
    last = end;
  }
  keep(last, folded.length);
  const span = (start, end) => {
    const [first, until] = [starts[start], ends[end - 1]];
    return changed.some((one) => one.start < until && first < one.end) ? [first, until] : null;
  };
  return { text, span };
}

/** What may be disguised, without overlaps: split words first. */
function candidates(folded) {
  const taken = [];
  const covered = new Uint8Array(folded.length); // 1 where a letter belongs to one of `taken`
  for (const shape of SHAPES) {
    for (const match of folded.matchAll(shape)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (covered.subarray(start, end).includes(1)) continue;
      covered.fill(1, start, end);
      taken.push({ start, end, written: match[0], isSplit: shape === SPLIT });
    }
  }
  return taken.sort((a, b) => a.start - b.start);
}

function meant({ written, isSplit }) {
  if (isSplit) return parted(asLetters(written.replace(/[^a-z0-9]/g, ""))).join(" ");
  if (/[0-9@$]/.test(written)) return asLetters(written);
  const joined = written.replace(/[^a-z]/g, "");
  return WORDS.has(joined) ? joined : "";
}

function parted(letters) {
  const found = letters.match(LONGEST_FIRST) ?? [];
  return found.join("") === letters ? found : [letters];
}

function asLetters(word) {
  const plain = [...word].map((sign) => SHARED.letters[sign] ?? sign).join("");
  const readings = SHARED.one.map((letter) => plain.replaceAll("1", letter));
  return readings.find((one) => WORDS.has(one)) ?? readings[0];
}
