// Blocks and values → the plain text that is sent: the twin of kb/replies/plain_text.py. Values are put in as text;
// nothing here reads markup from them.

import SHARED from "../shared/plain_text.json" with { type: "json" };
import { permitsHost } from "../../channels/browser/rule_matching.js";
import { GAP, closeGaps } from "./gaps.js";

const HOLE = /\{\{ ([a-z][a-z0-9_]*) \}\}/g;
const HOST = new RegExp(SHARED.host, "i");
const LINE_SIGN = new RegExp(`[${SHARED.line_signs}]`, "g");
const PLAIN_SIGNS = new Map(Object.entries(SHARED.plain_signs));
const ACCENTED = new RegExp(SHARED.accented, "g");
const MARK = new RegExp(SHARED.marks, "g");

/** A value as one line of text without control characters. */
export function cleanValue(value) {
  return [...value].slice(0, SHARED.longest_value).join("")
    .replace(LINE_SIGN, " ")
    .replace(/[\p{Cc}\p{Cs}\ufeff]/gu, "")
    .replace(/ +/g, " ")
    .trim();
}

/** The blocks with values in their holes; see fill_blocks there. `required` and `honorifics` are Sets. */
export function fillBlocks(blocks, values, required, written = {}, honorifics = new Set()) {
  const filling = { values, words: { ...values, ...written }, required, honorifics };
  return blocks
    .map((block) => (block[0] === "code" ? block : [...block.slice(0, -1), closeGaps(fill(block.at(-1), filling))]))
    .filter((block) => block[0] === "code" || inlinesLetters(block.at(-1)).trim());
}

function fill(inlines, filling, before = "") {
  const { words, required, honorifics } = filling;
  const filled = [];
  for (const inline of inlines) {
    const said = before + inlinesLetters(filled);
    if (inline[0] === "hole") {
      let value = cleanValue(Object.hasOwn(words, inline[1]) ? words[inline[1]] : "");
      if (honorifics.has(inline[1]) && beginsSentence(said)) value = capitalised(value);
      filled.push(value ? ["t", value] : required.has(inline[1]) ? inline : ["t", GAP]);
    } else if (inline[0] === "a") filled.push(...fillLink(inline, filling, said));
    else if (inline[0] === "b" || inline[0] === "i") filled.push([inline[0], fill(inline[1], filling, said)]);
    else filled.push([...inline]);
  }
  return filled;
}

function capitalised(value) {
  const [first = "", ...rest] = value;
  return first.toUpperCase() + rest.join("");
}

function beginsSentence(before) {
  const kept = before.replaceAll(GAP, " ").trim();
  if (!kept || before.endsWith("\n")) return true;
  const [last, lastButOne = " "] = [before.at(-1), before.at(-2)];
  if (SHARED.opening.includes(last)) return !lastButOne.trim();
  return !last.trim() && SHARED.ending.includes(kept.at(-1));
}

function fillLink([, address, inner], filling, before) {
  const { values, required } = filling;
  const words = fill(inner, filling, before);
  const names = holesInAddress(address);
  if (!names.length) return [["a", address, words]];
  const given = new Map(names.map((name) => [name, cleanValue(Object.hasOwn(values, name) ? values[name] : "")]));
  const isBare = inlinesLetters(inner) === address;
  if (names.some((name) => !given.get(name) && !required.has(name))) return isBare ? [["t", GAP]] : words;
  const isWhole = address === `{{ ${names[0]} }}`;
  const filled = address.replace(HOLE, (hole, name) => (given.get(name) ? (isWhole ? given.get(name) : encodeURIComponent(given.get(name))) : hole));
  return [["a", filled, isBare ? [["t", filled]] : words]];
}

/** The placeholders that an address names. */
export function holesInAddress(address) {
  return [...address.matchAll(HOLE)].map((match) => match[1]);
}

function inlinesLetters(inlines) {
  return inlines.map((inline) => {
    if (inline[0] === "t" || inline[0] === "c") return inline[1];
    if (inline[0] === "br") return "\n";
    return inline[0] === "hole" ? `{{ ${inline[1]} }}` : inlinesLetters(inline.at(-1));
  }).join("");
}

/** What is known while one reply is written: {channel, links, answers, leftOut, sent}. */
export function newWriting(channel, links) {
  return { channel, links, answers: [], leftOut: [], sent: [] };
}

/** Filled blocks as plain text. */
export function writeText(blocks, writing) {
  const gap = writing.channel.counting === "segments" ? "\n" : "\n\n";
  let written = "";
  let wasItem = false;
  for (const block of blocks) {
    const text = blockText(block, writing);
    if (!text) continue;
    const isItem = block[0] === "li";
    if (written) written += isItem && wasItem ? "\n" : gap;
    written += text;
    wasItem = isItem;
    while (writing.answers.length) {
      written += gap + writing.answers.shift();
      wasItem = false;
    }
  }
  return written.trim();
}

/** One filled block as text. */
export function blockText(block, writing) {
  if (block[0] === "code") return block[1];
  const text = withoutStops(inlinesText(block.at(-1), writing), writing).trim();
  return block[0] === "li" ? `${"  ".repeat(block[1])}${block[2]} ${text}` : text;
}

/** Without full stops at the end of an address: many programs take them into the link. */
function withoutStops(text, writing) {
  if (writing.channel.form === "call") return text;
  return writing.sent.reduce((rest, address) => {
    const escaped = address.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    return rest.replace(new RegExp(`(${escaped})${SHARED.stop}`, "g"), (_, link, goesOn) => link + (goesOn ? "\n" : ""));
  }, text);
}

/** Inlines as the text that is sent; `writing` learns what was left out. */
export function inlinesText(inlines, writing) {
  let text = "";
  inlines.forEach((inline, index) => {
    const kind = inline[0];
    if (kind === "t" || kind === "c") text += inline[1];
    else if (kind === "br") text += "\n";
    else if (kind === "hole") text += `{{ ${inline[1]} }}`;
    else if (kind === "a") text += linkText(inline, text, isLast(inlines, index), writing);
    else text += inlinesText(inline.at(-1), writing);
  });
  return text;
}

/** Does nothing but an end of a sentence follow? */
export function isLast(inlines, index) {
  return inlines.slice(index + 1).every((inline) => inline[0] === "t" && /^[ .!]*$/.test(inline[1]));
}

/** A link as text: its words and its address, or what takes their place where the channel permits none. */
export function linkText(link, before, endsText, writing) {
  const [address, target] = resolveLink(link[1], writing);
  const words = inlinesText(link[2], writing);
  if (address) {
    if (!writing.sent.includes(address)) writing.sent.push(address);
    if (words === address || words === link[1]) return address;
    return words + (/[?!.:]$/.test(words) ? " " : ": ") + address;
  }
  if (!target?.answer) return words === link[1] ? "" : words;
  if (endsText && (!before.trim() || before.trimEnd().endsWith(":"))) return target.answer.replace(/\.+$/, "");
  if (!writing.answers.includes(target.answer)) writing.answers.push(target.answer);
  return words;
}

/** [the address that may be sent or "", the article that it names]. */
export function resolveLink(address, writing) {
  let target;
  let url = address;
  if (address.startsWith(SHARED.article)) {
    const [id, ...anchor] = address.slice(SHARED.article.length).split("#");
    target = Object.hasOwn(writing.links, id) ? writing.links[id] : undefined;
    url = target?.url ? target.url + (anchor.join("#") ? `#${anchor.join("#")}` : "") : "";
  }
  const host = HOST.exec(url);
  if (host && permitsHost(writing.channel, host[1].toLowerCase())) return [url, target];
  if (!writing.leftOut.includes(address)) writing.leftOut.push(address);
  return ["", target];
}

/** `text` without marks, case kept; dear signs become plain ones. */
export function dropAccents(text) {
  const plain = [...text].map((letter) => PLAIN_SIGNS.get(letter) ?? letter).join("");
  return plain.replace(ACCENTED, (letters) => letters.normalize("NFD").replace(MARK, ""));
}
