// The sign-in page: passphrase → agent's key → the release's keys → the worker, which serves the desk from then on.

import { findFault, normaliseName, openAgentKey, openRelease } from "./keys.js";
import { clearDevice, isTurnedAway, loadSession, makeTabKey, openChannel, saveSession, setScope } from "./session.js";
import { chooseLanguage, words } from "./words.js";

self.kbLock = { ...self.kbLock, stamps: { "sign-in.js": "@kb-shell@" }, signIn: begin };

/** Begin, once `whole.js` has found every file of this page; `base` is the desk's address, `stamp` that of this version. */
function begin(base, stamp) {
  const PATIENCE = 30_000; // milliseconds for the host to send one small file
  const WORKER_FILES = ["kb-worker.js", "kb-lock/bar.js", "kb-lock/bar.css"];
  /** @type {(id: string) => any} */
  const find = (id) => document.getElementById(id);
  /** @type {(selector: string) => HTMLElement[]} */
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  let language = chooseLanguage(navigator.languages || []);
  let said = { word: null, path: "" };

  const sentence = ({ word, path }) => (word ? `${words[language][word]}${path ? ` (${path})` : ""}` : "");

  /** `word` is a key of words.js, `path` the file at fault if it is known. */
  function say(word, isAlarm = false, path = "") {
    said = { word, path };
    find("status").textContent = sentence(said);
    find("status").classList.toggle("alarm", isAlarm);
  }

  function speak(chosen) {
    language = chosen;
    document.documentElement.lang = chosen;
    document.documentElement.dir = chosen === "ar" ? "rtl" : "ltr";
    document.title = words[chosen].title;
    for (const element of all("[data-word]")) element.textContent = words[chosen][element.dataset.word];
    for (const button of all("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
    }
    find("status").textContent = sentence(said);
  }

  /** Where to go after sign-in: what stands behind `#/`, if it lies in the desk. */
  function target() {
    if (!location.hash.startsWith("#/")) return base;
    try {
      const wanted = new URL(location.hash.slice(2), base);
      return wanted.href.startsWith(base.href) ? wanted : base;
    } catch {
      return base;
    }
  }

  function enter() {
    say("opening");
    const wanted = target();
    if (wanted.pathname === location.pathname && wanted.search === location.search) {
      history.replaceState(null, "", wanted.href); // a mere change of fragment would load nothing
      location.reload();
    } else {
      location.replace(wanted.href);
    }
  }

  function canWork() {
    try {
      return isSecureContext && Boolean(navigator.serviceWorker && indexedDB && caches && crypto.subtle);
    } catch {
      return false; // a sandboxed frame throws at the mere question
    }
  }

  function refuse() {
    const isFramed = self.top !== self;
    find("form").hidden = true;
    find("open-tab").href = location.href;
    find("tab").hidden = !isFramed;
    say(isFramed ? "refusedFrame" : "refused", true);
  }

  /** Why nobody gets in; `word` is a key of words.js, `path` the file at fault. */
  class Failure extends Error {
    constructor(word, path = "") {
      super(word);
      this.word = word;
      this.path = path;
    }
  }

  /** The answer and its text; fails with "offline" where there is none, or the host's own doorkeeper speaks. */
  async function ask(path) {
    try {
      const response = await fetch(new URL(path, base), { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (isTurnedAway(response)) throw new Failure("offline");
      return { response, text: await response.text() };
    } catch {
      throw new Failure("offline");
    }
  }

  async function fetchRelease() {
    const { response, text } = await ask("kb-lock/release.json");
    if (!response.ok) throw new Failure("noRelease");
    let release;
    try {
      release = JSON.parse(text);
    } catch {
      throw new Failure(/^\s*\{/.test(text) ? "damaged" : "noRelease");
    }
    const fault = findFault(release);
    if (fault) throw new Failure(fault);
    return release;
  }

  /** Wait for a worker that runs. One that cannot be set up ends as redundant, and `ready` would wait for ever. */
  async function startWorker() {
    const registration = await navigator.serviceWorker.register(new URL("kb-worker.js", base), { scope: base.pathname, updateViaCache: "none" });
    const worker = registration.installing || registration.waiting || registration.active;
    /** @type {Promise<void>} */
    const started = new Promise((resolve, reject) => {
      const look = () => {
        if (registration.active) resolve();
        else if (worker.state === "redundant") reject(new Error("redundant"));
      };
      worker.addEventListener("statechange", look);
      look();
    });
    await started;
  }

  /** Why the worker does not run: the host lacks one of its files or has that of another version, or the browser will
      not have it. */
  async function findWorkersFault() {
    for (const path of WORKER_FILES) {
      const { response, text } = await ask(path);
      const isOurs = /javascript|css/.test(response.headers.get("content-type") || "") && (path.endsWith(".css") || text.includes(stamp));
      if (!response.ok || !isOurs) return new Failure("changed", path);
    }
    return new Failure("refused");
  }

  /** Save the session and start the worker; rejects with a Failure. */
  async function signIn(name, passphrase, keepsCopy) {
    const release = await fetchRelease();
    const agentKey = await openAgentKey(release, name, passphrase);
    if (!agentKey) throw new Failure("wrong");
    const keys = await openRelease(release, name, agentKey);
    if (!keys) throw new Failure("damaged");
    await saveSession({ agent: name, agentKey, keepsCopy, tabKey: await makeTabKey(), ...keys });
    try {
      await startWorker();
    } catch {
      await clearDevice();
      throw await findWorkersFault();
    }
  }

  async function submit(event) {
    event.preventDefault();
    find("submit").disabled = true;
    say("working");
    let failure = null;
    try {
      await signIn(normaliseName(find("name").value), find("passphrase").value, find("keep").checked);
    } catch (error) {
      failure = error instanceof Failure ? error : new Failure("fault");
    } finally {
      find("submit").disabled = false; // whatever happened: another try must be possible
    }
    if (failure && failure.word === "refused") {
      refuse();
    } else if (failure) {
      say(failure.word, true, failure.path);
      find("passphrase").select();
    } else {
      find("passphrase").value = "";
      openChannel().postMessage({ kind: "signed-in" });
      enter();
    }
  }

  /** Somebody is signed in already (a forced reload, a second tab): straight on, if the worker still runs. */
  async function isSignedIn() {
    const registration = await navigator.serviceWorker.getRegistration(base.href);
    return Boolean(registration && registration.active && await loadSession());
  }

  async function start() {
    setScope(base.pathname);
    for (const button of all("[data-language]")) {
      button.addEventListener("click", () => speak(button.dataset.language));
    }
    speak(language);
    if (!canWork()) return refuse();
    const why = sessionStorage.getItem("kb-lock why");
    sessionStorage.removeItem("kb-lock why");
    if (!why && await isSignedIn().catch(() => false)) return enter();
    openChannel().onmessage = ({ data }) => { if (data.kind === "signed-in") enter(); };
    find("show").addEventListener("change", () => { find("passphrase").type = find("show").checked ? "text" : "password"; });
    find("form").addEventListener("submit", submit);
    find("form").hidden = false;
    find("tab").hidden = self.top === self;
    find("open-tab").href = location.href;
    if (why && Object.hasOwn(words.en, why)) say(why, why === "removed");
  }

  start();
}

// Without its guard this page says so itself: both are seldom missing at once.
document.addEventListener("DOMContentLoaded", () => {
  if (self.kbLock.isGuarded) return;
  document.getElementById("broken").classList.remove("late");
  document.getElementById("broken-files").textContent = "kb-lock/whole.js";
});
