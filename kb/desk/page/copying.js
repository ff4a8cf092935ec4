// Into the clipboard, as text or as text with its formatting. In a frame of another site the browser
// refuses the newer interface; there the older one works: something is selected and copied.

const KEPT = new Set(["P", "H3", "BLOCKQUOTE", "UL", "OL", "LI", "STRONG", "EM", "CODE", "PRE", "BR", "A"]);

/** HTML as nodes of ours: only tags that replies are made of, only http links, everything else as text. */
export function richNodes(html) {
  const copyOf = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) return document.createTextNode("");
    const isKept = KEPT.has(node.tagName);
    const made = isKept ? document.createElement(node.tagName) : document.createDocumentFragment();
    if (node.tagName === "A" && /^https?:\/\//i.test(node.getAttribute("href") ?? "")) {
      made.setAttribute("href", node.getAttribute("href"));
      made.setAttribute("rel", "noreferrer");
      made.setAttribute("target", "_blank");
    }
    if (node.tagName === "OL" && /^\d+$/.test(node.getAttribute("start") ?? "")) made.start = Number(node.getAttribute("start"));
    made.append(...[...node.childNodes].map(copyOf));
    return made;
  };
  const fragment = document.createDocumentFragment();
  fragment.append(...[...new DOMParser().parseFromString(html, "text/html").body.childNodes].map(copyOf));
  return fragment;
}

/** Text that an agent wrote, as the HTML of an e-mail: paragraphs, line ends, links. */
export function htmlFromText(text) {
  const escaped = text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const linked = escaped.replace(/https?:\/\/[^\s<>]+[^\s<>.,;:!?)]/g, (url) => `<a href="${url}">${url}</a>`);
  return linked.split(/\n{2,}/).filter((part) => part.trim())
    .map((part) => `<p>${part.trim().replace(/\n/g, "<br>")}</p>`).join("");
}

/** Copy `text`, and `html` beside it where given. Gives a promise of whether it worked. */
export async function copy(text, html = "") {
  if (isFramed() && copyBySelecting(text, html)) return true;
  try {
    if (!html) await navigator.clipboard.writeText(text);
    else {
      await navigator.clipboard.write([new ClipboardItem({
        "text/plain": new Blob([text], { type: "text/plain" }),
        "text/html": new Blob([html], { type: "text/html" }),
      })]);
    }
    return true;
  } catch {
    return copyBySelecting(text, html);
  }
}

const isFramed = () => window.parent !== window;

function copyBySelecting(text, html) {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.className = "kb-visually-hidden";
  field.value = text;
  field.setAttribute("aria-hidden", "true");
  document.body.append(field);
  field.select();
  let isSet = false;
  const put = (event) => {
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
    event.preventDefault();
    isSet = true;
  };
  document.addEventListener("copy", put, { capture: true, once: true });
  let isCopied = false;
  try {
    isCopied = document.execCommand("copy");
  } catch {
    /* refused: the caller selects the text for the agent to copy */
  }
  document.removeEventListener("copy", put, { capture: true });
  field.remove();
  /** @type {HTMLElement} */ (before)?.focus?.({ preventScroll: true });
  return isCopied && isSet;
}
