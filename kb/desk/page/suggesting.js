// From the message to the numbered answers; without a message the favourite and recent replies.

import { all, make } from "../../browser_code/elements.js";
import { cut } from "../../text/browser/letters.js";
import { LONGEST_MESSAGE } from "../browser/clauses.js";
import { answerNodes, inShownOrder, keptNodes, summaryOf } from "./answers.js";
import { glossTitles } from "./own_language.js";
import { field, part, place, settings } from "./place.js";

/**
 * `page`: {desk, memory, picks, conversation, reading, isIn(language), isWhole()}, read when a message is answered.
 * Gives {suggest, message, showKept, know, language, enter, answer, markChosen, last}.
 */
export function makeSuggesting(page) {
  const { words } = settings;
  const glossOf = glossTitles({ desk: page.desk, data: page.data, settings });
  let shown = []; // what the number keys take
  let last = null; // what was suggested for the message as it stands
  let isRunning = false;
  let isWanted = false;

  async function suggest() {
    last = null;
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      try {
        await suggestOnce();
      } catch (error) { // of this message alone: one that was typed meanwhile is answered
        part("summary").textContent = words.failed;
        console.error(error);
      }
    }
    isRunning = false;
  }

  async function suggestOnce() {
    const handedOver = page.conversation.turns();
    const text = cut(field.value, LONGEST_MESSAGE);
    page.reading.show(handedOver ? "" : text);
    if (!text.trim()) {
      page.firstAnswer.clear();
      page.classes.look();
      return showKept();
    }
    const started = performance.now();
    const { language, channel, stage } = page.picks.now;
    const message = handedOver ?? page.reading.turns(text);
    if (!page.isWhole()) part("summary").textContent = words.loading; // its index may be on its way
    const made = await page.desk.suggest(message, { language: language || undefined, channel: channel || undefined, stage: stage || undefined });
    if (isWanted) return undefined;
    last = made;
    settings.shownLanguage = made.language;
    shown = inShownOrder(made).map((answer) => ({ ...answer, indexLanguage: made.language }));
    const onTake = (answer) => page.conversation.take({ ...answer, indexLanguage: made.language });
    const onAdd = (answer) => page.conversation.add({ ...answer, indexLanguage: made.language });
    const nodes = summaryOf(made, { settings, root: place.dataset.root, onLanguage: chooseLanguage });
    if (text !== field.value) nodes.push(make("span", { class: "kb-desk__team" }, words.cut));
    if (made.isEarly) nodes.push(" ", words.loading);
    part("summary").replaceChildren(...nodes);
    const hasCursor = part("answers").contains(document.activeElement);
    part("answers").replaceChildren(...answerNodes(made, { settings, onTake, onAdd, glossOf }));
    if (hasCursor) enter();
    markChosen();
    showFirst();
    page.classes.look();
    performance.measure("kb-desk", { start: started, detail: made.answers.length });
    return made;
  }

  /** The first answer as a reply, where what it is written of is here. */
  function showFirst() {
    const first = last && !last.isEarly && shown[0];
    page.firstAnswer.show(last, first && page.isIn(first.indexLanguage) ? first : null);
  }

  /** More has come: `answers` or `replies` is its language. */
  function know({ answers, replies }) {
    if (!field.value.trim()) {
      if (replies) showKept();
    } else if (last?.isEarly && answers === last.language) suggest();
    else if (last && replies) showFirst();
  }

  /** The agent says which of two languages it is: for this customer alone. */
  async function chooseLanguage(language) {
    page.picks.give({ language });
    page.keep();
    await suggest();
    (part("answers").querySelector("button") ?? field).focus();
  }

  function showKept() {
    const { memory } = page;
    const language = page.picks.now.language || settings.language;
    const rows = (ids, isFavourite) => ids.map((id) => page.desk.script(id, language)).filter(Boolean)
      .map((script) => ({ kind: "script", id: script.id, language: script.language, title: script.title, url: script.url, indexLanguage: script.language, isFavourite }));
    const favourites = rows(memory.favourites(), true);
    const recent = rows(memory.recent().filter((id) => !memory.isFavourite(id)), false);
    shown = [...favourites, ...recent];
    part("summary").textContent = words.paste;
    part("answers").replaceChildren(...keptNodes(shown, { settings, onTake: page.conversation.take }));
  }

  /** The cursor goes to the first answer; false where there is none. */
  function enter() {
    const first = part("answers").querySelector(".kb-desk__pick");
    first?.focus();
    return Boolean(first);
  }

  function markChosen() {
    for (const answer of all(".kb-desk__pick", place)) {
      if (answer.dataset.id === page.conversation.taken() || page.composer.holds(answer.dataset.id)) answer.setAttribute("aria-current", "true");
      else answer.removeAttribute("aria-current");
      const isCopied = page.conversation.copied().some((row) => row.answer.id === answer.dataset.id);
      if (isCopied && !answer.querySelector(".kb-desk__copied")) answer.append(make("span", { class: "kb-mark kb-mark--class kb-desk__copied" }, words.copied_already));
    }
  }

  return {
    suggest,
    know,
    /** {prefixes, all, said, customer, name}: how the shop's order numbers begin, the whole message, what is said in it, what the customer says of that, and the customer's name. */
    message() {
      const text = cut(field.value, LONGEST_MESSAGE);
      const read = page.reading.turns(text);
      const turns = page.conversation.turns() ?? read;
      const customer = turns.filter((turn) => turn.is_customer).map((turn) => turn.text).join("\n");
      const said = turns.map((turn) => turn.text).join("\n");
      return { prefixes: Object.keys(page.data.markets.signs.prefixes), all: field.value, said: said || text, customer, name: turns === read ? page.reading.customerOf(text) : "" };
    },
    /** Show the kept replies anew, where no message is there. */
    showKept: () => { if (!field.value.trim()) showKept(); },
    /** The language in which the customer is answered. */
    language: () => (field.value.trim() && settings.shownLanguage) || page.picks.now.language || settings.language,
    enter,
    /** What the key `number` takes. */
    answer: (number) => shown[number - 1],
    markChosen,
    /** What was suggested for the message as it stands; null while that is being found out, or without a message. */
    last: () => last,
  };
}
