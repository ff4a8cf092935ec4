// The desk's page: the message on one side, the reply on the other. A message lives in this page's memory alone: not in
// an address, a request or a store.

import { make } from "../../browser_code/elements.js";
import { makeArriving } from "./arriving.js";
import { makeComposer } from "./composer.js";
import { makeConversation } from "./conversation.js";
import { button } from "./elements.js";
import { startKeys } from "./keys.js";
import { loadDesk } from "./load.js";
import { openMemory } from "./memory.js";
import { forgetOffline, keepOffline } from "./offline.js";
import { makePicks } from "./picks.js";
import { field, isFramed, part, place, settings } from "./place.js";
import { banner, say } from "./saying.js";
import { makeSuggesting } from "./suggesting.js";
import { startWriting } from "./writing.js";

const WORKER = "worker.js";
const { words } = settings;

/** What the parts of the page know of one another. */
function makePage({ desk, data, isTelling }) {
  /** @type {any} */
  const page = { desk, data, isTelling, memory: openMemory() };
  page.picks = makePicks({ data, memory: page.memory, onPick: (name) => {
    if (name === "channel") banner("");
    if (name === "channel" || name === "variant") page.composer.pick(page.picks.now);
    page.suggesting.suggest();
  } });
  page.conversation = makeConversation(page);
  page.suggesting = makeSuggesting(page);
  page.composer = makeComposer(part("sheet"), {
    desk, data, settings, memory: page.memory, root: place.dataset.root, say,
    message: () => field.value,
    onKept: page.suggesting.showKept,
    onCopied: () => { field.focus({ preventScroll: !matchMedia("(min-width: 60em)").matches }); field.select(); },
  });
  return page;
}

function showFoot({ memory, picks, conversation, suggesting }) {
  const forget = button(words.forget, () => {
    memory.forget();
    forgetOffline(WORKER);
    conversation.forgetReplaced();
    picks.give({ language: "", channel: "", variant: "", stage: "" });
    suggesting.suggest();
    say(words.forgotten, true);
  }, { class: "kb-desk__small" });
  part("foot").replaceChildren(make("p", { class: "kb-desk__keys" }, words.keys), make("p", {}, words.private, " ", forget));
}

async function start() {
  const loaded = await loadDesk(place.dataset.root, settings.manifest);
  const page = makePage(loaded);
  const { conversation, suggesting, composer, picks } = page;
  const arriving = makeArriving(page);
  composer.clear();
  await loaded.warm(settings.language);
  showFoot(page);
  field.disabled = false;
  startKeys({
    place, field, take: conversation.take, answer: suggesting.answer, send: composer.send,
    undo: conversation.undo, canUndo: conversation.canUndo, isUntouched: conversation.isUntouched,
  });
  startWriting(page);
  const isAsked = arriving.readAddress();
  picks.show();
  if (!isAsked) suggesting.suggest();
  if (!isFramed) field.focus();
  arriving.listen();
  place.dataset.ready = "true";
  for (const code of Object.keys(settings.languages)) await loaded.warm(code);
  keepOffline(WORKER, () => (place.dataset.kept = "true"));
}

start().catch((error) => {
  part("summary").textContent = words.failed;
  console.error(error);
});
