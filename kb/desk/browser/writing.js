// Blocks and values → the text and the HTML that are sent: the twin of kb/replies/plain_text.py and
// kb/replies/rich_text.py. Values are put in as text; nothing here reads markup from them.

import { closeGaps, GAP } from "./gaps.js";
import { permitsHost } from "./rules.js";

const ARTICLE = "kb:";
const HOLE = /\{\{ ([a-z][a-z0-9_]*) \}\}/g;
const STOP = "[.!…](?: *$|( +)(?=\\S)| *(?=\\n))";
const HOST = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i;
const LONGEST_VALUE = 500;
const PLAIN_SIGNS = new Map([
  ["đ", "d"], ["Đ", "D"], ["Ð", "D"], ["ð", "d"], ["₫", "d"], ["–", "-"], ["—", "-"], ["‘", "'"],
  ["’", "'"], ["“", '"'], ["”", '"'], ["…", "..."], ["•", "-"], ["→", "->"], ["×", "x"],
  ["\u00a0", " "], ["\u202f", " "],
]);

const ACCENTED = /[\u00c0-\u052f\u1e00-\u1fff]+/g;
const FIRST = /^[a-z\u00e0-\u017f\u01a1\u01b0\u0371-\u052f\u0561-\u0586\u1e01-\u1eff]/;

/** A value as one line of text without control characters. */
export function cleanValue(value) {
  return [...value].slice(0, LONGEST_VALUE).join("")
    .replace(/[\t\n\r\v\f\u2028\u2029]/g, " ")
    .replace(/[\p{Cc}\p{Cs}\ufeff]/gu, "")
    .replace(/ +/g, " ")
    .trim();
}

/** The blocks with values in their holes; see fill_blocks in plain_text.py. `required` is a Set. */
export function fillBlocks(blocks, values, required) {
  return blocks
    .map((block) => (block[0] === "code" ? block : [...block.slice(0, -1), closeGaps(fill(block.at(-1), values, required))]))
    .filter((block) => block[0] === "code" || inlinesLetters(block.at(-1)).trim());
}

function fill(inlines, values, required) {
  return inlines.flatMap((inline) => {
    if (inline[0] === "hole") {
      const value = cleanValue(Object.hasOwn(values, inline[1]) ? values[inline[1]] : "");
      return [value ? ["t", value] : required.has(inline[1]) ? inline : ["t", GAP]];
    }
    if (inline[0] === "a") return fillLink(inline, values, required);
    if (inline[0] === "b" || inline[0] === "i") return [[inline[0], fill(inline[1], values, required)]];
    return [[...inline]];
  });
}

function fillLink([, address, inner], values, required) {
  const words = fill(inner, values, required);
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
    return rest.replace(new RegExp(`(${escaped})${STOP}`, "g"), (_, link, goesOn) => link + (goesOn ? "\n" : ""));
  }, text);
}

function inlinesText(inlines, writing) {
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

function isLast(inlines, index) {
  return inlines.slice(index + 1).every((inline) => inline[0] === "t" && /^[ .!]*$/.test(inline[1]));
}

function linkText(link, before, endsText, writing) {
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

function resolveLink(address, writing) {
  let target;
  let url = address;
  if (address.startsWith(ARTICLE)) {
    const [id, ...anchor] = address.slice(ARTICLE.length).split("#");
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
  return plain.replace(ACCENTED, (letters) => letters.normalize("NFD").replace(/[\u0300-\u036f]/g, ""));
}

/** `text` for the inside of an element or a quoted attribute. */
export function escapeHtml(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => entities[sign]);
}

/** Filled blocks as HTML for an e-mail or a rich-text copy; no class, no style, no script. */
export function writeHtml(blocks, writing) {
  const pieces = [];
  const openLists = [];
  const close = (depth) => {
    while (openLists.length > depth) pieces.push(`</li></${openLists.pop()}>`);
  };
  for (const block of blocks) {
    if (block[0] === "li") {
      itemHtml(block, pieces, openLists, close, writing);
    } else {
      close(0);
      pieces.push(blockHtml(block, writing));
    }
    if (writing.answers.length) close(0);
    while (writing.answers.length) pieces.push(`<p>${escapeHtml(writing.answers.shift())}</p>`);
  }
  close(0);
  return pieces.join("");
}

function itemHtml(block, pieces, openLists, close, writing) {
  const tag = block[2] === "-" ? "ul" : "ol";
  const depth = Math.min(block[1], openLists.length) + 1;
  close(depth);
  if (openLists.length === depth && openLists.at(-1) === tag) {
    pieces.push("</li><li>");
  } else {
    close(depth - 1);
    openLists.push(tag);
    const start = block[2].replace(/\.+$/, "");
    pieces.push(tag === "ol" && start !== "1" ? `<ol start="${Number(start)}"><li>` : `<${tag}><li>`);
  }
  pieces.push(inlinesHtml(block[3], writing));
}

function blockHtml(block, writing) {
  if (block[0] === "code") return `<pre>${escapeHtml(block[1])}</pre>`;
  const tag = { h: "h3", quote: "blockquote" }[block[0]] ?? "p";
  return `<${tag}>${inlinesHtml(block.at(-1), writing)}</${tag}>`;
}

function inlinesHtml(inlines, writing) {
  return inlines.map((inline, index) => {
    const kind = inline[0];
    if (kind === "t") return escapeHtml(inline[1]);
    if (kind === "c") return `<code>${escapeHtml(inline[1])}</code>`;
    if (kind === "br") return "<br>";
    if (kind === "hole") return escapeHtml(`{{ ${inline[1]} }}`);
    if (kind === "a") {
      const before = inlinesText(inlines.slice(0, index), newWriting(writing.channel, writing.links));
      return linkHtml(inline, before, isLast(inlines, index), writing);
    }
    const tag = kind === "b" ? "strong" : "em";
    return `<${tag}>${inlinesHtml(inline.at(-1), writing)}</${tag}>`;
  }).join("");
}

function linkHtml(link, before, endsText, writing) {
  const [address] = resolveLink(link[1], writing);
  if (address) return `<a href="${escapeHtml(address)}">${inlinesHtml(link[2], writing)}</a>`;
  return escapeHtml(linkText(link, before, endsText, writing));
}
