// A message from an address, or from a helpdesk around the page.

import { CHATWOOT_REQUEST, channelOfInbox, readChatwoot, readFragment } from "../browser/arrivals.js";
import { writeTurns } from "../browser/transcript.js";
import { fill, shorten } from "./elements.js";
import { originsFor } from "./origins.js";
import { isFramed, settings } from "./place.js";
import { banner } from "./saying.js";

/** `page`: {data, picks, conversation, suggesting, titles}. Gives {readAddress, listen}. */
export function makeArriving(page) {
  const { words } = settings;
  const known = (channel) => (Object.hasOwn(page.data.channels, channel) ? channel : "");

  /** Take what the address says after `#`; true where it was a message. */
  function readAddress() {
    const { message, language, channel: named, inbox, conversation, script } = readFragment(location.hash);
    if (!message && !language && !named && !inbox && !script) return false;
    const channel = known(named) || known(channelOfInbox([inbox], settings.inboxes));
    const isUnknown = Boolean(named || inbox) && !channel;
    // For this message alone: the next customer may write in another language.
    const given = { ...(Object.hasOwn(settings.languages, language) && { language }), ...((channel || isUnknown) && { channel }) };
    try {
      history.replaceState(history.state, "", location.pathname + location.search); // the message leaves the address bar
    } catch {
      /* a frame that may not */
    }
    const answered = message && !conversation ? page.conversation.replace(message, given) : null;
    if (message && conversation) open({ message, conversation, channel, given });
    else if (!message) page.picks.give(given);
    if (isUnknown && !page.picks.now.channel) banner(words.unknown_inbox);
    if (script) openById(script, language, answered);
    return Boolean(message);
  }

  /** The link names a reply or an article: take it for the customer who is here. */
  async function openById(id, wanted, answered) {
    await (answered ?? page.suggesting.suggest()); // then it is known in which language the customer writes
    const language = Object.hasOwn(settings.languages, wanted) ? wanted : page.suggesting.language();
    const answer = await page.titles.answer(id, language);
    if (answer) page.conversation.take(answer);
    else banner(fill(words.no_such_reply, { id: shorten(id, 80) }));
  }

  /** The link says which conversation its message is of: fields and text of the same one stay. */
  function open({ message, conversation, channel, given }) {
    const ids = { account: "link", conversation, contact: "" };
    page.conversation.enter({ ids, channel, isOver: false, isLink: true }, { ...page.picks.remembered(), ...given });
    page.conversation.show(message);
  }

  function hear(event) {
    const told = readChatwoot(event, originsFor(event.origin, settings.origins), settings.inboxes);
    if (told.refused === "unrelated") return;
    if (told.refused !== "origin") arrive(told);
    else if (typeof event.data === "string" && event.data.includes("appContext")) {
      banner(fill(words.refused_origin, { origin: event.origin }));
    }
  }

  /**
   * A conversation came into view, or the one in view went on. What is not surely the same one is another customer's.
   * @param {ReturnType<typeof readChatwoot>} told
   */
  function arrive({ refused, turns = [], channel: named = "", values = {}, ids, isOver = false }) {
    const channel = known(named);
    page.conversation.enter({ ids, channel, isOver, isLink: false }, { language: "", channel, variant: "", stage: "" });
    if (refused) banner(words[`refused_${refused}`]);
    else banner(channel || page.picks.now.channel ? "" : words.unknown_inbox);
    if (!refused) page.conversation.handOver({ turns, written: writeTurns(turns, words), values });
  }

  return {
    readAddress,
    /** Listen from now on, and ask the helpdesk which conversation is in view. */
    listen() {
      window.addEventListener("hashchange", () => readAddress() || page.suggesting.suggest());
      window.addEventListener("message", hear);
      if (!isFramed) return;
      document.documentElement.classList.add("kb-framed");
      window.parent.postMessage(CHATWOOT_REQUEST, "*"); // it says nothing but that a page is here
    },
  };
}
