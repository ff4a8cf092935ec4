// At the end of every page that the worker serves: who is signed in, the way out, and what the worker has to say.

import { clearDevice, openChannel, setScope } from "./session.js";
import { chooseLanguage, words } from "./words.js";

const PATIENCE = 1000; // milliseconds
const base = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);
const own = words[chooseLanguage([document.documentElement.lang, ...navigator.languages])];
const controller = navigator.serviceWorker && navigator.serviceWorker.controller;
if (controller) start(controller);

/** Put the strip at the end of the page; `worker` serves it. */
function start(worker) {
  setScope(base.pathname);

  // Somebody followed a link of the form /#/path while signed in.
  if (location.pathname === base.pathname && location.hash.startsWith("#/")) {
    const wanted = new URL(location.hash.slice(2), base);
    if (wanted.href.startsWith(base.href)) location.replace(wanted.href);
  }

  const make = (tag, text = "", className = "") => Object.assign(document.createElement(tag), { textContent: text, className });
  const bar = make("aside", "", "kb-lock-bar");
  bar.setAttribute("aria-label", own.label);
  const alarm = make("p", "", "alarm");
  alarm.setAttribute("role", "alert");
  const news = make("p", own.newRelease);
  const load = make("button", own.reload);
  const who = make("p");
  const out = make("button", own.signOut);
  out.type = load.type = "button";
  news.hidden = load.hidden = alarm.hidden = true;
  bar.append(alarm, news, load, who, out);
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("bar.css", new URL("kb-lock/", base)).href });
  document.head.append(style);
  document.body.append(bar);

  const channel = openChannel();

  function ask(message) {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      worker.postMessage(message, [port2]);
    });
  }

  async function leave(why) {
    await clearDevice();
    const registration = await navigator.serviceWorker.getRegistration(base.href);
    // The browser may first finish asking the host for a newer worker; without keys, this one serves nothing meanwhile.
    if (registration) await Promise.race([registration.unregister(), new Promise((done) => setTimeout(done, PATIENCE))]);
    sessionStorage.setItem("kb-lock why", why);
    location.replace(base.href);
  }

  async function signOut() {
    out.disabled = true;
    await ask({ kind: "sign-out" });
    channel.postMessage({ kind: "signed-out", why: "signedOut" });
    leave("signedOut");
  }

  const show = {
    failure: ({ word }) => {
      alarm.textContent = Object.hasOwn(own, word) ? own[word] : own.changed;
      alarm.hidden = false;
    },
    release: () => { news.hidden = load.hidden = false; },
    kept: ({ kept, wanted }) => { document.documentElement.dataset.kbKept = kept < wanted ? `${kept}/${wanted}` : "all"; },
    "signed-out": ({ why }) => leave(why),
  };
  channel.onmessage = ({ data }) => { if (Object.hasOwn(show, data.kind)) show[data.kind](data); };

  // Other parts of the desk may offer the way out too: <button data-kb-sign-out hidden>.
  for (const button of [out, ...document.querySelectorAll("[data-kb-sign-out]")]) {
    button.hidden = false;
    button.addEventListener("click", signOut);
  }
  load.addEventListener("click", () => location.reload());

  const look = async () => {
    const state = await ask({ kind: "look" });
    who.textContent = state.agent ? `${own.signedInAs} ${state.agent}` : "";
    if (state.over) await show["signed-out"]({ why: state.over });
    if (state.failure) show.failure({ word: state.failure });
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
  look();
}

// The worker looks for it, and at the end: a file that was cut short lacks it.
self.kbLockStamp = "@kb-shell@";
