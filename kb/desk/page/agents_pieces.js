// What an agent sets once for all replies: how customers are called, and the signature, each in a language.

import { dropAccents } from "../../replies/browser/plain_text.js";
import { htmlFromText } from "./copying.js";

/** `shared`, below, are the values of one customer that all replies know; a form of address stands there by its language. */
export function agentsPieces(memory) {
  const keyOf = (script) => `address ${script.language}`;

  /** The signature for a reply in `language`; "" on a call, where nothing is sent. */
  const signature = (language, channel) => (channel.form === "call" ? "" : memory.get(`signature.${language}`).trim());
  /** E-mails are signed; anything else where the agent `isWanted` it. */
  const isSigned = (language, channel, isWanted) => Boolean(signature(language, channel)) && (isWanted ?? channel.form === "rich");

  return {
    signature,
    isSigned,
    /** Placeholder → form of address, as chosen for this customer, else as the agent set it for the language. */
    address(script, shared) {
      const names = (script?.placeholders ?? []).filter(({ type }) => type === "honorific").map(({ name }) => name);
      const form = names.length ? shared[keyOf(script)] ?? memory.get(`address.${script.language}`) : "";
      return Object.fromEntries(names.map((name) => [name, form]));
    },
    /** A value was chosen: a form of address holds for all of this customer's replies in the language. */
    note(placeholder, script, value, shared) {
      if (placeholder?.type === "honorific") shared[keyOf(script)] = value;
    },
    /** The reply with the signature below it. */
    sign(reply, { channel, isWanted }) {
      if (!reply.text || !isSigned(reply.language, channel, isWanted)) return reply;
      const own = signature(reply.language, channel);
      const written = channel.accents === "drop" ? dropAccents(own) : own;
      return { ...reply, text: reply.text + (channel.counting === "segments" ? "\n" : "\n\n") + written, html: reply.html + htmlFromText(written), isSigned: true };
    },
  };
}
