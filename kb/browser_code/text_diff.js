// Which words of two texts differ: the longest common run of words, as editors do it, over whole words and signs.

const MOST_CELLS = 1 << 23; // beyond it what lies between the common beginning and end counts as another

/**
 * The stretches of both texts ([start, end]) that the other one does not have.
 * @param {string} before
 * @param {string} now
 * @returns {[number[][], number[][]]}
 */
export function differences(before, now) {
  const [old, young] = [wordsOf(before), wordsOf(now)];
  let start = 0;
  while (start < old.length && start < young.length && old[start].text === young[start].text) start += 1;
  let [oldEnd, youngEnd] = [old.length, young.length];
  while (oldEnd > start && youngEnd > start && old[oldEnd - 1].text === young[youngEnd - 1].text) {
    oldEnd -= 1;
    youngEnd -= 1;
  }
  const [left, right] = [old.slice(start, oldEnd), young.slice(start, youngEnd)];
  if (left.length * right.length > MOST_CELLS) return [stretches(left), stretches(right)];
  const isCommon = commonWords(left, right);
  return [stretches(left.filter((_, at) => !isCommon[0].has(at))), stretches(right.filter((_, at) => !isCommon[1].has(at)))];
}

/** Words, blanks and signs with their places. */
function wordsOf(text) {
  if ("Segmenter" in Intl) {
    return Array.from(new Intl.Segmenter(undefined, { granularity: "word" }).segment(text), ({ segment, index }) => ({ text: segment, at: index }));
  }
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]/gu), (match) => ({ text: match[0], at: match.index }));
}

/** The places of the words on both sides that one longest common subsequence has. */
function commonWords(left, right) {
  const width = right.length + 1;
  const best = new Uint32Array((left.length + 1) * width);
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const at = row * width + column;
      best[at] = left[row].text === right[column].text ? best[at + width + 1] + 1 : Math.max(best[at + width], best[at + 1]);
    }
  }
  const found = [new Set(), new Set()];
  for (let row = 0, column = 0; row < left.length && column < right.length;) {
    if (left[row].text === right[column].text) {
      found[0].add(row);
      found[1].add(column);
      row += 1;
      column += 1;
    } else if (best[(row + 1) * width + column] >= best[row * width + column + 1]) row += 1;
    else column += 1;
  }
  return found;
}

/** Neighbours as one stretch. */
function stretches(words) {
  const found = [];
  for (const { text, at } of words) {
    const last = found.at(-1);
    if (last && last[1] === at) last[1] = at + text.length;
    else found.push([at, at + text.length]);
  }
  return found;
}
