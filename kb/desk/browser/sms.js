// How many SMS a text makes: the twin of kb/channels/sms.py, which says why and from where.

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");

/** Count the messages that `text` makes: {encoding, units, segments, room, costly}. */
export function countSegments(text) {
  const letters = [...text];
  const outside = [...new Set(letters.filter((letter) => !BASIC.has(letter) && !EXTENSION.has(letter)))];
  if (outside.length) return pack(letters.map((letter) => letter.length), "UCS-2", 70, 67, outside);
  const doubled = [...new Set(letters.filter((letter) => EXTENSION.has(letter)))];
  return pack(letters.map((letter) => (EXTENSION.has(letter) ? 2 : 1)), "GSM-7", 160, 153, doubled);
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
