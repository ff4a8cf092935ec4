// A pasted conversation → turns: the twin of kb/desk/transcript.py, which says why. Only lines that say who speaks make
// one; anything else is one message.

const CUSTOMER = new Set(["customer", "buyer", "client", "guest", "khach hang", "khach", "nguoi mua", "pelanggan", "pembeli"]);
const AGENT = new Set(["agent", "shop", "seller", "support", "me", "us", "nhan vien", "nguoi ban", "cskh", "ejen", "penjual", "kedai"]);
const INVISIBLE = "\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069";
const DIGIT = "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]";
const GAP = `[\\s${INVISIBLE}]*`;
const LINE = new RegExp(`^${GAP}(?:\\[?${DIGIT}{1,2}[:：]${DIGIT}{2}(?:[:：]${DIGIT}{2})?\\]?${GAP})?([^:：]{1,40})[:：]${GAP}(.*)$`, "su");
const BLANK = new RegExp(`^${GAP}$`, "u");
const UNSEEN = new RegExp(`[\\u0300-\\u036f${INVISIBLE}]`, "gu");
const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/** The text itself, or [{text, is_customer}, …] where at least two lines name their speaker. */
export function readTurns(text) {
  const turns = [];
  for (const line of text.split(LINE_END)) {
    const said = LINE.exec(line);
    const name = said ? nameOf(said[1]) : "";
    if (CUSTOMER.has(name) || AGENT.has(name)) turns.push({ text: said[2], is_customer: CUSTOMER.has(name) });
    else if (turns.length) turns.at(-1).text += `\n${line}`;
    else if (!BLANK.test(line)) return text;
  }
  return turns.length > 1 && turns.some((turn) => turn.is_customer) ? turns : text;
}

/** A speaker's label as the lists above have it: without marks and unseen signs, in small letters. */
function nameOf(label) {
  const plain = label.normalize("NFD").replace(/[đĐðÐ]/g, "d").replace(UNSEEN, "");
  return plain.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).split(/\s+/).filter(Boolean).join(" ");
}

/** Turns as an agent reads them; `readTurns` reads them back. */
export function writeTurns(turns, words) {
  if (turns.length === 1) return turns[0].text;
  return turns.map((turn) => `${turn.is_customer ? words.customer : words.agent}: ${turn.text}`).join("\n");
}
