// A pasted conversation → turns. Only lines that say who speaks make one; anything else is one message.

const CUSTOMER = "customer|buyer|client|guest|khách hàng|khách|người mua|pelanggan|pembeli";
const AGENT = "agent|shop|seller|support|me|us|nhân viên|người bán|cskh|ejen|penjual|kedai";
const LINE = new RegExp(`^\\s*(?:\\[?\\d{1,2}:\\d{2}(?::\\d{2})?\\]?\\s*)?(?:(${CUSTOMER})|(?:${AGENT}))\\s*[:：]\\s*(.*)$`, "iu");

/** The text itself, or [{text, is_customer}, …] where at least two lines name their speaker. */
export function readTurns(text) {
  const turns = [];
  for (const line of text.split("\n")) {
    const said = LINE.exec(line);
    if (said) turns.push({ text: said[2], is_customer: Boolean(said[1]) });
    else if (turns.length) turns.at(-1).text += `\n${line}`;
    else if (line.trim()) return text;
  }
  return turns.length > 1 && turns.some((turn) => turn.is_customer) ? turns : text;
}

/** Turns as an agent reads them; `readTurns` reads them back. */
export function writeTurns(turns, words) {
  if (turns.length === 1) return turns[0].text;
  return turns.map((turn) => `${turn.is_customer ? words.customer : words.agent}: ${turn.text}`).join("\n");
}
