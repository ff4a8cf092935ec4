// What is noted when a reply was copied: for this customer, on this machine as a promise, and as a number.

import { SHORT } from "../browser/replies.js";
import { inShownOrder } from "./answers.js";

/** What it takes to open an answer again: without the customer's words that led to it. */
const plain = ({ kind, id, language, title, url, indexLanguage }) => ({ kind, id, language, title, url, indexLanguage });

/** The answer that stood first for the question that `id` answers, where that was another one; "" where it was not. */
function passedOver(made, id) {
  if (!made?.answers.length) return "";
  const part = made.answers.find((one) => one.id === id)?.part ?? made.answers[0].part;
  const first = inShownOrder(made).find((one) => one.part === part);
  return first && first.id !== id ? first.id : "";
}

/** The words that may be learned of the question which the answer `id` answers; null where the shop does not learn, or nothing was asked. */
function learnable(made, id) {
  if (!made?.words?.length) return null;
  const part = [...made.answers, ...made.closest].find((one) => one.id === id)?.part ?? 0;
  return made.words[part] ?? null;
}

/** `page`: {conversation, suggesting, picks, counts, sent, promises, today()}. Gives {copied, left}. */
export function makeAfterCopy(page) {
  return {
    /** `answer` was copied, with those `added` to it: {channel, script, values, text, judged} say how. Gives what to say of it
     * beside “copied”. */
    copied(answer, { channel, added, script, values, text, judged }) {
      const { conversation, counts } = page;
      const before = conversation.copied();
      const isFirst = !before.some((row) => row.answer.id === answer.id);
      // Sent after all: then it was not passed over.
      for (const row of before.filter(({ over }) => over === answer.id)) counts.add("passed_over", answer.id, -1, row.day);
      const over = passedOver(page.suggesting.last(), answer.id);
      const isNew = isFirst && over && !before.some((row) => row.answer.id === over || row.over === over);
      conversation.noteCopied({ answer: plain(answer), channel, at: Date.now(), day: page.today(), over: isNew ? over : "" });
      if (isFirst) for (const one of [answer, ...added]) {
        const made = page.suggesting.last();
        const known = one.id.startsWith(SHORT) ? null : learnable(made, one.id);
        counts.add("taken", one.id);
        counts.addChosen(made?.language ?? "", one.id, known ?? []);
        page.sent.copied({ ...one, language: known ? made.language : one.language }, channel, known);
      }
      if (isNew) counts.add("passed_over", over);
      if (judged.findings.length) counts.add("overridden", answer.id);
      for (const rule of new Set(judged.findings.map((one) => one.rule))) counts.add("rules", rule);
      return page.promises.keep({ answer, script, values, text });
    },
    /** The agent turns to another customer: was nothing offered for this one? */
    left() {
      const made = page.suggesting.last();
      if (!made || made.answers.length || made.small_talk) return;
      page.sent.nothingFits(made.languages[0], page.picks.now.channel);
      page.counts.add("nothing", `${made.languages[0]} ${page.picks.now.channel || "-"}`);
    },
  };
}
