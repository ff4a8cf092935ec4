// How a message reaches the desk: from the address (in the fragment, which no server ever sees) or from
// a helpdesk around the page. Whatever arrives is text: nothing here runs, and odd things are refused
// with a word.

import { cut } from "../../text/browser/letters.js";
import { LONGEST_MESSAGE } from "./clauses.js";

const MOST_TURNS = 20;
const INBOXES = {
  "Channel::WebWidget": "livechat",
  "Channel::FacebookPage": "messenger",
  "Channel::Instagram": "instagram",
  "Channel::Whatsapp": "whatsapp",
  "Channel::Sms": "sms",
  "Channel::TwilioSms": "sms",
  "Channel::Email": "email",
};
/** What a page in a Chatwoot dashboard posts to its parent to be told the conversation. */
export const CHATWOOT_REQUEST = "chatwoot-dashboard-app:fetch-info";

const text = (value) => (typeof value === "string" ? cut(value, LONGEST_MESSAGE) : "");
/** @type {(value: unknown) => any} */
const plain = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

/** `#message=…&lang=…&channel=…` → {message, language, channel}; empty texts where nothing is said. */
export function readFragment(hash) {
  const said = new URLSearchParams(String(hash).replace(/^#/, ""));
  const code = (name) => (/^[a-z][a-z0-9-]{0,40}$/i.test(said.get(name) ?? "") ? said.get(name) : "");
  return { message: text(said.get("message")), language: code("lang"), channel: code("channel") };
}

/** The fragment for a message: what a helpdesk's link or bookmark puts after `desk/`. */
export function writeFragment({ message, language = "", channel = "" }) {
  const said = new URLSearchParams({ message });
  if (language) said.set("lang", language);
  if (channel) said.set("channel", channel);
  return `#${said}`;
}

/**
 * A `message` event of Chatwoot's Dashboard App. `origins` are those the shop allows (`frame_ancestors`).
 * Gives {turns, channel, values, ids} or {refused}: `origin`, `unrelated` (some other message: say nothing),
 * `unreadable` or `empty`, these two with the `ids` of the conversation that is in view now. Unknown fields are
 * passed over; private notes are left out.
 * @returns {{turns?: object[], channel?: string, values?: object, ids?: any, refused?: string}}
 */
export function readChatwoot({ data, origin }, origins) {
  if (!origins.includes(origin)) return { refused: "origin" };
  if (typeof data !== "string" || !data.includes("appContext")) return { refused: "unrelated" };
  let told;
  try {
    told = plain(JSON.parse(data));
  } catch {
    return { refused: "unreadable", ids: idsOf({}) };
  }
  if (told.event !== "appContext") return { refused: "unrelated" };
  const { conversation, contact, currentAgent } = plain(told.data);
  const { messages, meta } = plain(conversation);
  const ids = idsOf(plain(told.data));
  if (!Array.isArray(messages)) return { refused: "unreadable", ids };
  const turns = messages
    .map(plain)
    .filter((message) => text(message.content).trim() && message.private !== true && isSaid(message))
    .slice(-MOST_TURNS)
    .map((message) => ({ text: text(message.content), is_customer: isFromCustomer(message) }));
  if (!turns.some((turn) => turn.is_customer)) return { refused: "empty", ids };
  const inbox = text(plain(meta).channel);
  return {
    turns,
    channel: Object.hasOwn(INBOXES, inbox) ? INBOXES[inbox] : "",
    values: {
      customer_name: text(plain(contact).name) || text(plain(plain(meta).sender).name),
      agent_name: text(plain(currentAgent).name),
    },
    ids,
  };
}

/**
 * {account, conversation, contact}: each as text, empty where the helpdesk does not say.
 * @param {any} told
 */
function idsOf({ conversation, contact }) {
  const { id, account_id: account, meta } = plain(conversation);
  return { account: idText(account), conversation: idText(id), contact: idText(plain(contact).id) || idText(plain(plain(meta).sender).id) };
}

const idText = (value) => (["string", "number"].includes(typeof value) ? String(value).slice(0, 200) : "");

/**
 * Is it surely one conversation? By its own id; by the contact's where neither has one. What a name or a text
 * says proves nothing: two customers may be “Guest”, and get the same greeting.
 */
export function isSameConversation(one, other) {
  const isOther = (name) => one[name] && other[name] && one[name] !== other[name];
  if (isOther("account") || isOther("contact")) return false;
  if (one.conversation || other.conversation) return one.conversation === other.conversation;
  return Boolean(one.contact) && one.contact === other.contact;
}

/** Incoming is 0, outgoing 1; 2 and above are notices of the system. */
function isSaid({ message_type: type }) {
  return type === undefined || [0, 1, "incoming", "outgoing"].includes(type);
}

function isFromCustomer({ message_type: type, sender_type: sender }) {
  return type === undefined ? sender !== "User" : type === 0 || type === "incoming";
}
