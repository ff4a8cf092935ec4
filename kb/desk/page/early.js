// Asks for what the desk needs first while the page is still being read: on a slow line each request that waits for the page's script costs
// its whole way. What is asked for is the same for every message.

const { dataset, src } = /** @type {HTMLScriptElement} */ (document.currentScript);
const home = new URL(dataset.manifest, src);
const get = (name) => fetch(new URL(name, home), { credentials: "same-origin", cache: name ? "default" : "no-cache" });

/** {names: a promise of the manifest, files: name → promise of an answer, thread: the worker}: load.js takes them. */
async function ask() {
  const files = new Map();
  const names = await get("").then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))));
  for (const name of [names.data, names.suggestions, names.index[dataset.first]]) {
    files.set(new URL(name, home).href, get(name));
    files.get(new URL(name, home).href).catch(() => undefined); // load.js asks again
  }
  return { names, files };
}

const asked = ask();
asked.catch(() => undefined);
Object.assign(globalThis, { kbDeskEarly: { asked, thread: new Worker(new URL("answering.js", src)) } });
