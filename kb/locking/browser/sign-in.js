"use strict";
// The sign-in page: passphrase → agent's key → the release's keys → the worker, which serves the desk from then on.
(() => {
  const { words, chooseLanguage, isRelease, normaliseName, openAgentKey, openRelease, setScope, openChannel,
    isTurnedAway, loadSession, saveSession } = self.kbLock;
  const base = new URL("..", document.currentScript.src);
  const find = (id) => document.getElementById(id);
  let language = chooseLanguage(navigator.languages || []);
  let said = null;

  function say(word, isAlarm = false) {
    said = word;
    find("status").textContent = word ? words[language][word] : "";
    find("status").classList.toggle("alarm", isAlarm);
  }

  function speak(chosen) {
    language = chosen;
    document.documentElement.lang = chosen;
    document.title = words[chosen].title;
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = words[chosen][element.dataset.word];
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
    }
    if (said) find("status").textContent = words[chosen][said];
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

  async function fetchRelease() {
    const response = await fetch(new URL("kb-lock/release.json", base), { cache: "no-store" });
    if (isTurnedAway(response)) throw new TypeError("turned away");
    const release = response.ok ? await response.json() : null;
    if (!isRelease(release)) throw new Error("changed");
    return release;
  }

  async function startWorker() {
    await navigator.serviceWorker.register(new URL("kb-worker.js", base), { scope: base.pathname, updateViaCache: "none" });
    await navigator.serviceWorker.ready;
  }

  /** The word for what went wrong, or null when the session is saved and the worker runs. */
  async function signIn(name, passphrase, keepsCopy) {
    let release;
    try {
      release = await fetchRelease();
    } catch (error) {
      return error instanceof TypeError ? "offline" : "changed";
    }
    const agentKey = await openAgentKey(release, name, passphrase);
    if (!agentKey) return "wrong";
    const keys = await openRelease(release, name, agentKey);
    if (!keys) return "changed";
    await saveSession({ agent: name, agentKey, keepsCopy, ...keys });
    try {
      await startWorker();
    } catch {
      await self.kbLock.clearDevice();
      return "refused";
    }
    return null;
  }

  async function submit(event) {
    event.preventDefault();
    find("submit").disabled = true;
    say("working");
    const word = await signIn(normaliseName(find("name").value), find("passphrase").value, find("keep").checked);
    find("submit").disabled = false;
    if (word === "refused") {
      refuse();
    } else if (word) {
      say(word, true);
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
    for (const button of document.querySelectorAll("[data-language]")) {
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
})();
