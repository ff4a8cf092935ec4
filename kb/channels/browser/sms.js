// How many SMS a text makes: the twin of kb/channels/sms.py, which says why and from where.

import SHARED from "../shared/sms.json" with { type: "json" };

const BASIC = new Set(SHARED.gsm7_basic);
const EXTENSION = new Set(SHARED.gsm7_extension);

/** Count the messages that `text` makes: {encoding, units, segments, room, costly}. */
export function countSegments(text) {
  const letters = [...text];
  const outside = [...new Set(letters.filter((letter) => !BASIC.has(letter) && !EXTENSION.has(letter)))];
  if (outside.length) return pack(letters.map((letter) => letter.length), "UCS-2", SHARED.ucs2_alone, SHARED.ucs2_joined, outside);
  const doubled = [...new Set(letters.filter((letter) => EXTENSION.has(letter)))];
  return pack(letters.map((letter) => (EXTENSION.has(letter) ? 2 : 1)), "GSM-7", SHARED.gsm7_alone, SHARED.gsm7_joined, doubled);
}

function pack(sizes, encoding, alone, joined, costly) {
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units <= alone) return { encoding, units, segments: units ? 1 : 0, room: alone - units, costly };
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > joined) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return { encoding, units, segments, room: joined - used, costly };
}
