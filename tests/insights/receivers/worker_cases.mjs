// Asks the Worker for every case of the vectors: node worker_cases.mjs WORKER EVENTS QUERIES → JSON.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [, , worker, events, queries] = process.argv;
const { default: whole, readEvent, looksPersonal } = await import(pathToFileURL(worker).href);
const cases = async (path) => JSON.parse(await readFile(path, "utf8"));
const kept = (body) => {
  try { return readEvent(new TextEncoder().encode(body)); } catch { return null; }
};
const status = async (method, body, origin) => {
  const headers = { Origin: origin, "Content-Type": "text/plain" };
  const request = new Request("https://events.example/", { method, headers, ...(body && { body }) });
  return (await whole.fetch(request, { ORIGINS: "https://help.shop.example" })).status;
};
console.log(JSON.stringify({
  events: (await cases(events)).map(({ body }) => kept(body)),
  refusals: [
    await status("GET", "", "https://help.shop.example"),
    await status("POST", "{}", "https://evil.example"),
    await status("POST", "{}", "https://help.shop.example"),
    await status("POST", " ".repeat(8193), "https://help.shop.example"),
  ],
  queries: (await cases(queries)).map(({ query }) => looksPersonal(query)),
}));
