// The agent's own counts at the foot of the desk: what they are, and the ways to copy, save and clear them.

import { make } from "../../browser_code/elements.js";
import { copy } from "./copying.js";
import { button, fill } from "./elements.js";

/** Gives {node, show}; `counts` is what `openCounts` gives. */
export function makeCountsLine({ counts, settings, say }) {
  const { words } = settings;
  const node = make("p", { class: "kb-desk__counts", hidden: true });
  const small = { class: "kb-desk__small" };

  async function copyAll() {
    say((await copy(counts.asText())) ? words.counts_copied : words.counts_refused, false);
  }

  function save() {
    const url = URL.createObjectURL(new Blob([counts.asText()], { type: "application/json" }));
    make("a", { href: url, download: `kb-counts-${counts.totals().since}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url));
  }

  function clear() {
    counts.clear();
    say(words.counts_cleared, false);
  }

  return {
    node,
    show() {
      const { since, ...numbers } = counts.totals();
      node.hidden = !since;
      if (!since) return;
      const date = new Date(`${since}T00:00:00Z`).toLocaleDateString(settings.language, { dateStyle: "medium", timeZone: "UTC" });
      node.replaceChildren(fill(words.counts, { date, ...numbers }), " ", button(words.counts_copy, copyAll, small), " ",
        button(words.counts_save, save, small), " ", button(words.counts_clear, clear, small));
    },
  };
}
