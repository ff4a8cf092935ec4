// An article as a reply: its answer, a link where the channel permits one, or both.

import { permitsHost } from "../../channels/browser/rule_matching.js";

/** May the link of `target` stand on `channel`? */
export function permitsLink(target, channel) {
  if (!target?.url) return false;
  try {
    return permitsHost(channel, new URL(target.url).hostname);
  } catch {
    return false;
  }
}

/** The parts that this article can send there: `both`, `answer`, `link`; empty where there is neither. */
export function formsOf(target, channel) {
  const forms = [];
  if (target?.answer) forms.push("answer");
  if (permitsLink(target, channel)) forms.push("link");
  return forms.length === 2 ? ["both", ...forms] : forms;
}

/** What `desk.reply` takes for a script. */
export function articleScript(answer, target, form) {
  const blocks = [];
  if (form !== "link" && target?.answer) blocks.push(["p", [["t", target.answer]]]);
  if (form !== "answer" && target?.url) blocks.push(["p", [["a", `kb:${answer.id}`, [["t", target.title]]]]]);
  return {
    id: answer.id, language: answer.indexLanguage, title: answer.title, summary: "", channels: [], placeholders: [],
    images: [], url: answer.url, parts: [{ variant: "", channel: "", short: false, blocks }],
  };
}
