// E-mails with what they quote, signatures and all: the twin of ../transcript_mail.py.

import SHARED from "../shared/transcript.json" with { type: "json" };
import { size } from "../../text/browser/letters.js";
import { Line, anywhere, plain, whole } from "./transcript_lines.js";
import { makePart, makeRead } from "./transcript_parts.js";
import { CUSTOMER, OWN, isShop, withoutAddress } from "./transcript_speakers.js";

const FROM = whole(SHARED.mail_from);
const DATED = whole(SHARED.mail_dated);
const OTHER = whole(SHARED.mail_other);
const RULE = whole(SHARED.mail_rule);
const FORWARD = whole(SHARED.mail_forward);
const ATTRIBUTION = whole(SHARED.attribution);
const ATTRIBUTION_START = whole(SHARED.attribution_start);
const SHOP_BOX = anywhere(SHARED.shop_box);
const CLOSING = whole(SHARED.closing);
const DEVICE = whole(SHARED.device);
const DISCLAIMER = whole(SHARED.disclaimer);
const CLOCK_WORDS = new Set(SHARED.clock_words);

const isQuoted = (line) => line.plain.startsWith(">");

/** An e-mail and what it quotes, the oldest first; null where nothing shows an e-mail. */
export function readMail(lines, shop) {
  const thread = threadOf(lines);
  if (!thread) return readInline(lines);
  const { mails, isForward } = thread;
  const sides = sidesOf(mails, shop, isForward);
  const names = { [CUSTOMER]: mails.find((mail, place) => sides[place] === CUSTOMER && mail.name)?.name ?? "", [OWN]: "" };
  const parts = [];
  for (let place = mails.length - 1; place >= 0; place--) {
    const mail = mails[place];
    const name = names[sides[place]];
    const quoted = place ? mail.lines.filter(isQuoted) : [];
    parts.push(makePart(sides[place], clean(quoted.length ? quoted : mail.lines, mail.name || name), { name }));
    const answers = quoted.length ? mail.lines.filter((line) => !isQuoted(line)) : [];
    if (answers.length) parts.push(makePart(sides[0], clean(answers, names[sides[0]]), { name: names[sides[0]] }));
  }
  return makeRead("email", parts, { channel: "email", agents: [OWN] });
}

/** The messages, the newest first, and whether one was forwarded; null where there is only one without a sender. */
function threadOf(lines) {
  let mails = [{ sender: "", name: "", lines: [] }];
  let isForward = false;
  let place = 0;
  while (place < lines.length) {
    const held = unquoted(lines[place]);
    if (RULE.test(held.plain)) {
      isForward ||= FORWARD.test(held.plain);
      place += 1;
      continue;
    }
    let [sender, end] = attribution(lines, place);
    if (end === place) [sender, end] = headers(lines, place);
    if (end > place) {
      mails.push({ sender: plain(sender), name: nameOf(sender), lines: [] });
      place = end;
      continue;
    }
    mails.at(-1).lines.push(lines[place]);
    place += 1;
  }
  if (mails[0].lines.every((line) => line.isBlank)) mails = mails.slice(1);
  return mails.some((mail) => mail.sender) ? { mails, isForward } : null;
}

/** The line without the signs of a quotation. */
function unquoted(line) {
  const text = line.text.replace(/^[>\s]+/u, "");
  return text === line.text ? line : new Line(text);
}

/** Sender and end of “On …, Lan <…> wrote:”, on one line or two. */
function attribution(lines, place) {
  const first = unquoted(lines[place]);
  if (ATTRIBUTION.test(first.plain)) return [ofAttribution(first.text), place + 1];
  if (place + 1 < lines.length && ATTRIBUTION_START.test(first.plain)) {
    const text = `${first.text} ${unquoted(lines[place + 1]).text}`;
    if (ATTRIBUTION.test(plain(text))) return [ofAttribution(text), place + 2];
  }
  return ["", place];
}

/** The sender: what stands before the verb, behind the last comma, number or “PM”. */
function ofAttribution(text) {
  const address = text.lastIndexOf("<");
  const before = address > 0 ? text.slice(0, address) : text.split(" ").slice(0, -1).join(" ");
  const words = before.replaceAll(",", " , ").replaceAll(":", " : ").split(" ").filter(Boolean);
  const name = [];
  for (const word of words.reverse()) {
    if (word === "," || word === ":" || /[0-9]/.test(word) || CLOCK_WORDS.has(plain(word))) break;
    name.unshift(word);
  }
  const end = address > 0 ? text.indexOf(">", address) : -1;
  return name.join(" ") + (address > 0 && address < end ? ` ${text.slice(address, end + 1)}` : "");
}

/** Sender and end of the lines “From: … Sent: … To: … Subject: …”, in any order. */
function headers(lines, place) {
  let [sender, dated, others, end] = ["", 0, 0, place];
  while (end < lines.length && end - place < SHARED.mail_headers) {
    const held = unquoted(lines[end]);
    const bare = held.plain.replaceAll("*", "");
    if (FROM.test(bare) && !sender) {
      sender = held.text.slice(held.text.search(/[:：]/u) + 1).replace(/^[*\s]+|[*\s]+$/gu, "");
    } else if (DATED.test(bare)) dated += 1;
    else if (OTHER.test(bare)) others += 1;
    else break;
    end += 1;
  }
  const isMail = (dated && others) || (sender.includes("@") && dated + others);
  return sender && isMail ? [sender, end] : ["", place];
}

/** A sender's name as written: without its address, and "" where there is nothing else. */
function nameOf(sender) {
  const name = sender.split("<")[0].replace(/^["'\s]+|["'\s]+$/gu, "");
  return name.includes("@") ? "" : name;
}

/** Whose each message is. Without any sign, an answer quotes the other side. */
function sidesOf(mails, shop, isForward) {
  const sides = mails.map((mail) => sideOf(mail, shop));
  if (!sides[0]) sides[0] = CUSTOMER;
  if (isForward && !mails[0].sender && mails.length > 1 && !sides[1]) [sides[0], sides[1]] = [OWN, CUSTOMER];
  const customers = new Set(mails.filter((mail, place) => sides[place] === CUSTOMER && mail.name).map((mail) => mail.name));
  for (let place = 1; place < mails.length; place++) {
    sides[place] ||= customers.has(mails[place].name) || sides[place - 1] === OWN ? CUSTOMER : OWN;
  }
  return sides;
}

function sideOf({ sender }, shop) {
  if (!sender) return "";
  return isShop(withoutAddress(sender), shop) || SHOP_BOX.test(sender) ? OWN : "";
}

/** Answers below each quoted line, without a word about whose these are. */
function readInline(lines) {
  const quotes = lines.filter((line) => !line.isBlank).map(isQuoted);
  const begins = quotes.filter((now, place) => now && !quotes[place - 1]).length;
  if (begins < 2 || !quotes[0] || quotes.at(-1)) return null;
  const kept = lines.slice(0, withoutSignature(lines.map((line) => line.text)).length);
  const parts = [];
  for (const line of kept) {
    if (line.isBlank) continue;
    const label = isQuoted(line) ? OWN : CUSTOMER;
    if (parts.at(-1)?.label !== label) parts.push(makePart(label, []));
    parts.at(-1).lines.push(unquoted(line).text);
  }
  const of = (side) => parts.filter((part) => part.label === side);
  return makeRead("email", [...of(OWN), ...of(CUSTOMER)], { channel: "email", agents: [OWN] });
}

const clean = (lines, name) => withoutSignature(lines.map((line) => unquoted(line).text), plain(name));

/** The lines up to where somebody signs: “Regards”, “-- ”, “Sent from my phone”, `name` on a line of its own. */
export function withoutSignature(lines, name = "") {
  const held = lines.map(plain);
  let hasWords = false;
  for (const [place, line] of held.entries()) {
    if (hasWords && (isFoot(line) || ((CLOSING.test(line) || signs(line, name)) && isSignature(held, place)))) {
      return lines.slice(0, place);
    }
    hasWords ||= Boolean(line);
  }
  return lines;
}

/** “Sent from my phone”, “This e-mail is confidential …”. */
const isFoot = (line) => DEVICE.test(line) || DISCLAIMER.test(line);

/** Is `line` the name, or a part of it? */
function signs(line, name) {
  const names = name.split(" ");
  return Boolean(name) && Boolean(line) && line.replace(/\.+$/, "").split(" ").every((word) => names.includes(word));
}

/** Do only a few short lines follow, none of them a question? */
function isSignature(held, place) {
  let count = 0;
  for (let next = place + 1; next < held.length; next++) {
    const line = held[next];
    if (isFoot(line)) return true;
    if (size(line) > SHARED.closing_letters || line.includes("?") || count > SHARED.closing_most) return false;
    count += line ? 1 : 0;
  }
  return count <= SHARED.closing_most;
}
