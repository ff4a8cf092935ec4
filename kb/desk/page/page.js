// The desk's page: the message on one side, the reply on the other. A message lives in this page and in its tab's own
// storage: not in an address, a request or anything that outlives the tab.

import { make } from "../../browser_code/elements.js";
import { makeAfterCopy } from "./after_copy.js";
import { makeArriving } from "./arriving.js";
import { makeBeside } from "./beside.js";
import { channelNamer } from "../browser/named_channel.js";
import { makeChannelRow } from "./channel_row.js";
import { makeClassFile } from "./class_file.js";
import { makeClasses } from "./classes.js";
import { makeComposer } from "./composer.js";
import { makeConversation } from "./conversation.js";
import { openCounts } from "./counts.js";
import { makeCountsLine } from "./counts_line.js";
import { makeDays } from "./days.js";
import { button } from "./elements.js";
import { makeFinder } from "./finder.js";
import { makeFirstAnswer } from "./first_answer.js";
import { startKeys } from "./keys.js";
import { loadDesk } from "./load.js";
import { openMemory } from "./memory.js";
import { forgetOffline, hearOther, keepOffline } from "./offline.js";
import { ownPieces } from "./own_pieces.js";
import { makePicks } from "./picks.js";
import { field, isFramed, part, place, settings } from "./place.js";
import { makePromises } from "./promises.js";
import { makeReading } from "./reading.js";
import { banner, say } from "./saying.js";
import { isLocked, sealOf } from "./sealing.js";
import { openSentCounts } from "./sent_counts.js";
import { makeSuggesting } from "./suggesting.js";
import { openTabStore } from "./tab_store.js";
import { makeTitles } from "./titles.js";
import { startWriting } from "./writing.js";

const WORKER = "worker.js";
const { words } = settings;

const scope = new URL(place.dataset.root, location.href).pathname;
const news = "BroadcastChannel" in window ? new BroadcastChannel(`kb.desk ${scope}`) : null;

/** With which key this tab keeps what it keeps; null in an open edition. */
const sealing = () => (isLocked(WORKER) ? sealOf(scope) : null);

/** What the parts of the page know of one another. */
function makePage({ desk, data, beside, isIn, whenIn, isWhole, whole }, tab) {
  /** @type {any} */
  const page = { desk, data, beside, isIn, whenIn, isWhole, whole, tab, settings, root: place.dataset.root, today: makeDays(data).today, memory: openMemory({ scope, onChange: () => page.suggesting.showKept() }) };
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
    if (name === "variant") page.classes.chosen();
    if (name === "channel" || name === "variant") page.composer.pick(page.picks.now);
    page.keep();
    page.suggesting.suggest();
  }, onShow: () => page.channelRow?.show() });
  page.reading = makeReading(part("read"), {
    settings,
    has: (id) => Object.hasOwn(data.channels, id),
    namedIn: channelNamer({ channels: data.channels, phrases: settings.channel_phrases, fold: desk.fold }),
    onChange: () => page.suggesting.suggest(),
    onUndoChannel: (channel) => page.conversation.pickForOne({ channel }),
  });
  page.classes = makeClasses(part("class"), page);
  page.conversation = makeConversation(page);
  page.suggesting = makeSuggesting(page);
  const context = {
    desk, data, settings, memory: page.memory, root: place.dataset.root, say,
    message: () => page.suggesting.message(),
    picked: () => page.picks.now,
    onKept: page.suggesting.showKept,
    onChange: () => {
      page.keep();
      page.panel.show();
      page.classes.look();
    },
    onTurned: () => page.suggesting.markChosen(),
    onBack: toMessage,
    onCopied(answer, how) {
      const noted = page.afterCopy.copied(answer, how);
      page.panel.show();
      page.suggesting.markChosen();
      field.focus({ preventScroll: !matchMedia("(min-width: 60em)").matches });
      field.select();
      return noted;
    },
  };
  page.composer = makeComposer(part("sheet"), context);
  page.firstAnswer = makeFirstAnswer(part("sheet"), { page, context });
  page.titles = makeTitles(page);
  page.finder = makeFinder(part("find"), {
    settings, titles: page.titles, language: () => page.suggesting.language(), onTake: page.conversation.take,
    // Where nothing fits, the cursor is in the message, as it was pasted.
    isFree: (target) => target === field && (!field.value || page.conversation.isUntouched()),
    kept: () => [...page.memory.favourites(), ...page.memory.recent().filter((id) => !page.memory.isFavourite(id))],
  });
  page.channelRow = makeChannelRow(part("channels"), { settings, page, onPicked: () => page.composer.isOpen() && page.composer.focus() });
  page.pieces = ownPieces({ memory: page.memory, settings, say, onChange: page.composer.again });
  page.panel = makeBeside(part("beside"), page);
  page.promises = makePromises(part("promises"), { ...page, say, scope });
  page.counts = openCounts({ scope, today: page.today, onChange: () => page.countsLine.show() });
  page.countsLine = makeCountsLine({ counts: page.counts, settings, say });
  page.sent = openSentCounts(settings.events);
  page.afterCopy = makeAfterCopy(page);
  page.classFile = makeClassFile({ settings, scope, seal: sealing(), folder: new URL(settings.manifest, new URL(place.dataset.root, location.href)), fold: desk.fold, say, onOpened: page.classes.use });
  return page;
}

/** Back to the message, where the reply stands below it. */
function toMessage() {
  part("message").scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
}

/** Nothing of what was written here, or is remembered, stays: on this page, in the tab, on this machine. */
function forget({ memory, tab, conversation, suggesting, pieces, promises, counts, classFile }) {
  memory.forget();
  promises.forget();
  counts.clear();
  classFile.forget();
  tab.forget();
  conversation.forget();
  pieces.reset();
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
  part("foot").replaceChildren(page.pieces.node, make("p", { class: "kb-desk__keys" }, words.keys), page.countsLine.node, page.classFile.node, make("p", {}, words.private, settings.events ? ` ${words.sent}` : "", settings.learns ? ` ${words.learns}` : "", " ", forgetting));
  page.countsLine.show();
  page.promises.show();
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

/** Something more has come: say what it changes, of the message that stands here and of the reply. */
function hearMore({ suggesting, panel, countsLine, promises, channelRow }, { answers, replies, beside }) {
  suggesting.know({ answers, replies });
  if (beside) panel.show();
  if (replies) {
    channelRow.show();
    countsLine.show();
    promises.show();
  }
}

/** Keys and painting come first: of what a page is made, no piece may take long. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

async function start() {
  const opening = openTabStore(scope, { seal: sealing(), onRefused: sayNotKept });
  const [loaded, tab] = await Promise.all([loadDesk(place.dataset.root, { ...settings, first: settings.language }), opening]);
  await pause();
  const page = makePage(loaded, tab);
  const { conversation, suggesting, composer, picks } = page;
  const arriving = makeArriving(page);
  await pause();
  composer.clear();
  loaded.listen((more) => hearMore(page, more));
  if (tab.held.now || tab.held.others?.length) await loaded.whole(); // replies that were kept may be in any language
  showFoot(page);
  await pause();
  field.disabled = false;
  startKeys({
    place, field, take: conversation.take, add: conversation.add, answer: suggesting.answer, send: page.firstAnswer.send,
    pickChannel: page.channelRow.key, enterAnswers: suggesting.enter, undo: conversation.undo, canUndo: conversation.canUndo, isUntouched: conversation.isUntouched,
  });
  startWriting(page);
  restore(page);
  const isAsked = arriving.readAddress();
  picks.show();
  if (!isAsked) suggesting.suggest();
  if (!isFramed) field.focus();
  arriving.listen();
  page.classFile.begin().catch((error) => console.error(error));
  place.dataset.ready = "true";
  await loaded.whole();
  place.dataset.whole = "true";
  keepOffline(WORKER, [new URL(place.dataset.root + settings.answering, location.href).href], () => (place.dataset.kept = "true"));
}

// What is written here comes back with the tab; where the browser keeps nothing, it is not given up for newer texts.
hearOther(() => (!place.dataset.unkept || !field.value.trim()) && location.reload());
start().catch((error) => {
  part("summary").textContent = words.failed;
  console.error(error);
});
