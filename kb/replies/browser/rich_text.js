// Blocks → the HTML of an e-mail or a rich-text copy: the twin of kb/replies/rich_text.py.

import { inlinesText, isLast, linkText, newWriting, resolveLink } from "./plain_text.js";

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
