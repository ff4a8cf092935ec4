// Links at headings: a click goes there, as ever, and keeps the address for pasting, where the browser lets it.

import { all, make, one } from "./elements.js";

/** Copy the address of a heading whose link is clicked, and say so until the link is left. */
export function startHeadingLinks() {
  const words = one("[data-kb-copied]");
  if (!words || !navigator.clipboard) return;
  const said = make("span", { class: "kb-anchor__said", role: "status" });
  for (const link of all(".kb-anchor")) {
    link.addEventListener("click", async (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      try { await navigator.clipboard.writeText(link.href); } catch { return; } // the address bar has it
      link.after(said);
      said.textContent = words.dataset.kbCopied;
    });
    for (const leaving of ["blur", "pointerleave"]) link.addEventListener(leaving, () => { said.textContent = ""; });
  }
}
