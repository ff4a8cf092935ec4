// The desk's page: the message on one side, the reply on the other. A message lives in this page and in its tab's own
// storage: not in an address, a request or anything that outlives the tab.

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
import { makeReading } from "./reading.js";
import { banner, say } from "./saying.js";
import { isLocked, sealOf } from "./sealing.js";
import { makeSuggesting } from "./suggesting.js";
import { openTabStore } from "./tab_store.js";
import { startWriting } from "./writing.js";

const WORKER = "worker.js";
const { words } = settings;

const scope = new URL(place.dataset.root, location.href).pathname;
const news = "BroadcastChannel" in window ? new BroadcastChannel(`kb.desk ${scope}`) : null;

/** What the parts of the page know of one another. */
function makePage({ desk, data, isTelling }, tab) {
  /** @type {any} */
  const page = { desk, data, isTelling, tab, memory: openMemory({ onChange: () => page.suggesting.showKept() }) };
  let isKeeping = false;
  page.isRestored = false; // until then what the tab kept is not to be overwritten
  page.keep = () => { // once, when all that belongs together has changed
    if (isKeeping || !page.isRestored) return;
    isKeeping = true;
    queueMicrotask(() => {
      isKeeping = false;
      tab.writeNow(page.conversation.snapshot());
    });
  };
  page.keepOthers = tab.writeOthers;
  page.picks = makePicks({ data, memory: page.memory, onPick: (name) => {
    if (name === "channel") {
      banner("");
      page.reading.channelChosen();
    }
    if (name === "channel" || name === "variant") page.composer.pick(page.picks.now);
    page.keep();
    page.suggesting.suggest();
  } });
  page.reading = makeReading(part("read"), {
    settings,
    onChange: () => page.suggesting.suggest(),
    onUndoChannel: (channel) => page.conversation.pickForOne({ channel }),
  });
  page.conversation = makeConversation(page);
  page.suggesting = makeSuggesting(page);
  page.composer = makeComposer(part("sheet"), {
    desk, data, settings, memory: page.memory, root: place.dataset.root, say,
    message: () => page.suggesting.message(),
    onKept: page.suggesting.showKept,
    onChange: page.keep,
    onBack: toMessage,
    onCopied: () => { field.focus({ preventScroll: !matchMedia("(min-width: 60em)").matches }); field.select(); },
  });
  return page;
}

/** Back to the message, where the reply stands below it. */
function toMessage() {
  part("message").scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
}

/** Nothing of what was written here, or is remembered, stays: on this page, in the tab, on this machine. */
function forget({ memory, tab, conversation, suggesting }) {
  memory.forget();
  tab.forget();
  conversation.forget();
  suggesting.suggest();
  say(words.forgotten, true);
  return forgetOffline(WORKER);
}

function showFoot(page) {
  const forgetting = button(words.forget, () => {
    news?.postMessage("forget"); // the other tabs of this desk
    forget(page);
  }, { class: "kb-desk__small" });
  news?.addEventListener("message", ({ data }) => data === "forget" && forget(page));
  part("foot").replaceChildren(make("p", { class: "kb-desk__keys" }, words.keys), make("p", {}, words.private, " ", forgetting));
}

/** Go on with what this tab kept; what cannot be read any more must not keep the desk from opening. */
function restore(page) {
  const { conversation, tab } = page;
  page.isRestored = true;
  try {
    conversation.restore(tab.held, isFramed);
  } catch (error) {
    console.warn(error);
    conversation.forget();
    tab.forget();
  }
}

/** Say once that this browser keeps nothing: storage is full, or not permitted in a frame. */
function sayNotKept() {
  if (place.dataset.unkept) return;
  place.dataset.unkept = "true";
  say(words.not_kept);
  part("foot").append(make("p", {}, words.not_kept));
}

async function start() {
  const opening = openTabStore(scope, { seal: isLocked(WORKER) ? sealOf(scope) : null, onRefused: sayNotKept });
  const [loaded, tab] = await Promise.all([loadDesk(place.dataset.root, settings.manifest), opening]);
  const page = makePage(loaded, tab);
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
  restore(page);
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
