// A paste → the turns of a conversation, read by the shape of its lines: the twin of ../transcript.py, which says why.

import SHARED from "../shared/transcript.json" with { type: "json" };
import { readBlocks } from "./transcript_blocks.js";
import { channelOfNumbers, readCard } from "./transcript_cards.js";
import { namedPatterns, readLines } from "./transcript_lines.js";
import { readMail } from "./transcript_mail.js";
import { makeTranscript, transcriptOf } from "./transcript_parts.js";
import { ShopNames } from "./transcript_speakers.js";
import { readNamed, readStamped } from "./transcript_stamped.js";

const CHANNELS = namedPatterns(SHARED.channels);

/** How a paste is read: {form, turns, channel, customer, is_guess}; `form` is "" for one message as it stands. */
export function readTranscript(text, shopNames = []) {
  const lines = readLines(text);
  const shop = new ShopNames(shopNames);
  for (const reader of [readStamped, readMail, readBlocks, readNamed, readCard]) {
    const made = finished(reader(lines, shop), lines, shop);
    if (made) return made;
  }
  return asMessage(text);
}

/** One message as it stands. */
export const asMessage = (text) => makeTranscript({ turns: [{ text, is_customer: true, is_later: false }] });

function finished(read, lines, shop) {
  if (!read) return null;
  read.channel ||= channelOf(lines);
  if (read.form === "order" && !read.parts.some((part) => part.lines.some((line) => line.trim()))) {
    return makeTranscript({ form: "order", channel: read.channel });
  }
  return transcriptOf(read, shop);
}

/** The channel that titles, marks and numbers of the paste show; "" where they show none. */
function channelOf(lines) {
  for (const [channel, one] of CHANNELS) if (lines.some((line) => one.test(line.plain))) return channel;
  return channelOfNumbers(lines);
}

/** Turns as an agent reads them; `readTranscript` reads them back. */
export function writeTurns(turns, words) {
  if (turns.length === 1) return turns[0].text;
  return turns.map((turn) => `${turn.is_customer ? words.customer : words.agent}: ${turn.text}`).join("\n");
}
