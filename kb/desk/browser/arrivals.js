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

/**
 * `value` with the line ends that a text field has, so that it is the same when it is read there again, and without long runs
 * of empty lines: browsers take minutes to show a hundred thousand of them.
 */
export const asLines = (value) => value.replace(/\r\n?/g, "\n").replace(/\n{20,}/g, "\n".repeat(20));

const text = (value) => (typeof value === "string" ? cut(asLines(value), LONGEST_MESSAGE) : "");
/** @type {(value: unknown) => any} */
const plain = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

/**
 * `#message=…&lang=…&channel=…&inbox=…&conversation=…` → {message, language, channel}, empty texts where nothing is said,
 * and {inbox, conversation, script} where the link names them; `script` is the id of a reply or article.
 * @returns {{message: string, language: string, channel: string, inbox?: string, conversation?: string, script?: string}}
 */
export function readFragment(hash) {
  const said = new URLSearchParams(String(hash).replace(/^#/, ""));
  const code = (name) => (/^[a-z][a-z0-9-]{0,40}$/i.test(said.get(name) ?? "") ? said.get(name) : "");
  const [inbox, conversation, script] = ["inbox", "conversation", "script"].map((name) => idText(said.get(name)?.trim()));
  return {
    message: text(said.get("message")), language: code("lang"), channel: code("channel"),
    ...(inbox && { inbox }), ...(conversation && { conversation }), ...(script && { script }),
  };
}

/**
 * The channel of the first of an inbox's `names` that `inboxes` (of mkdocs.yml: name → channel) has; "" for none.
 * Capitals and spaces make no difference.
 */
export function channelOfInbox(names, inboxes = {}) {
  const same = (name) => name.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase();
  const known = new Map(Object.entries(inboxes).map(([name, channel]) => [same(name), channel]));
  return names.filter(Boolean).map((name) => known.get(same(name))).find(Boolean) ?? "";
}

/** The fragment for a message: what a helpdesk's link or bookmark puts after `desk/`. */
export function writeFragment({ message, language = "", channel = "" }) {
  const said = new URLSearchParams({ message });
  if (language) said.set("lang", language);
  if (channel) said.set("channel", channel);
  return `#${said}`;
}

/**
 * A `message` event of Chatwoot's Dashboard App. `origins` are those the shop allows (`frame_ancestors`), `inboxes` says
 * which channel an inbox is, by its name, its number or its type.
 * Gives {turns, channel, values, ids}, `isOver` with a conversation that is resolved, or {refused}: `origin`, `unrelated` (some other message: say nothing),
 * `unreadable` or `empty`, these two with the `ids` of the conversation that is in view now. Unknown fields are
 * passed over; private notes are left out.
 * @returns {{turns?: object[], channel?: string, values?: object, ids?: any, isOver?: boolean, refused?: string}}
 */
export function readChatwoot({ data, origin }, origins, inboxes = {}) {
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
  const type = text(plain(meta).channel);
  return {
    turns: latestThatFit(turns),
    channel: channelOfInbox([...inboxNames(plain(told.data)), type], inboxes) || (Object.hasOwn(INBOXES, type) ? INBOXES[type] : ""),
    values: {
      customer_name: text(plain(contact).name) || text(plain(plain(meta).sender).name),
      agent_name: text(plain(currentAgent).name),
    },
    ids,
    ...(plain(conversation).status === "resolved" && { isOver: true }),
  };
}

/** The latest turns that make one message together; the last customer's, and what follows it, is always there. */
function latestThatFit(turns) {
  let room = LONGEST_MESSAGE;
  let first = turns.findLastIndex((turn) => turn.is_customer);
  while (first > 0 && (room -= turns[first - 1].text.length) >= 0) first -= 1;
  return turns.slice(first);
}

/**
 * What the inbox of a conversation is called, and its number: Chatwoot says the name in the contact's list of inboxes.
 * @param {any} told
 */
function inboxNames({ conversation, contact }) {
  const { inbox_id: id, inbox, meta } = plain(conversation);
  const number = idText(id);
  const listed = Array.isArray(plain(contact).contact_inboxes) ? contact.contact_inboxes : [];
  const of = listed.map((one) => plain(plain(one).inbox)).filter((one) => number && idText(one.id) === number);
  return [...[plain(inbox), plain(plain(meta).inbox), ...of].map(({ name }) => idText(name)), number];
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
