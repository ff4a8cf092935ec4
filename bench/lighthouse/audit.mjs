// Lighthouse over pages of several sites. Reads an order as JSON on standard input, writes one line of JSON for each visit.
//
// Order: {chromium, sites: {name: folder}, visits: [{site, page, path, categories}]}, in the order of the visits.
// A visit: scores (0 to 100), times in ms, layout shift, bytes on the wire and requests by kind, what each audit that is
// not passed says, the marks of Lighthouse for this machine.

import { text } from "node:stream/consumers";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

import { serve } from "./host.mjs";

const TIMES = {
  fcp: "first-contentful-paint", lcp: "largest-contentful-paint", tbt: "total-blocking-time", speed: "speed-index",
};
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];

/** What one report comes to; `address` is the site's, which is cut from what is told. */
function summary(report, address) {
  const value = (id) => report.audits[id]?.numericValue ?? null;
  const scores = Object.fromEntries(Object.values(report.categories).map(({ id, score }) => [id, score === null ? null : Math.round(score * 100)]));
  const times = Object.fromEntries(Object.entries(TIMES).map(([name, id]) => [name, value(id) === null ? null : Math.round(value(id))]));
  return {
    scores, ...times, cls: value("cumulative-layout-shift"),
    bytes: byKind(report), findings: findings(report, address), machine: report.environment.benchmarkIndex,
    error: report.runtimeError?.message ?? "",
  };
}

/** Kind of resource → bytes on the wire and requests; `total` is of all. Addresses that hold their data count nothing. */
function byKind(report) {
  const kinds = { total: { bytes: 0, requests: 0 } };
  for (const item of report.audits["network-requests"]?.details?.items ?? []) {
    if (/^(?:data|blob):/.test(item.url)) continue;
    for (const kind of [(item.resourceType ?? "Other").toLowerCase(), "total"]) {
      kinds[kind] ??= { bytes: 0, requests: 0 };
      kinds[kind].bytes += item.transferSize ?? 0;
      kinds[kind].requests += 1;
    }
  }
  return kinds;
}

/** What Lighthouse names: audit → what it says in short, and the first elements or files. */
function findings(report, address) {
  const weighed = new Set(Object.values(report.categories).flatMap((one) => one.auditRefs.filter(({ weight }) => weight).map(({ id }) => id)));
  const found = {};
  for (const audit of Object.values(report.audits)) {
    if (audit.score === null || audit.score >= 0.9) continue;
    const places = (audit.details?.items ?? []).flat().map((item) =>
      item.node?.selector ?? item.url ?? item.source?.url ?? item.description ?? item.text ?? "").filter((place) => typeof place === "string" && place);
    found[audit.id] = {
      title: audit.title, score: audit.score, counts: weighed.has(audit.id), value: audit.displayValue ?? "",
      places: [...new Set(places)].slice(0, 6).map((place) => place.replace(address, "")),
    };
  }
  return found;
}

const order = JSON.parse(await text(process.stdin));
const hosts = {};
for (const [name, folder] of Object.entries(order.sites)) hosts[name] = await serve(folder);
for (const { site, page, path, categories } of order.visits) {
  const chrome = await launch({ chromePath: order.chromium, chromeFlags: FLAGS, logLevel: "silent" });
  const { address } = hosts[site];
  try { // Lighthouse's own defaults are the mobile preset: slow 4G simulated, processor four times slower
    const { lhr } = await lighthouse(`${address}/${path}`, { port: chrome.port, output: "json", logLevel: "silent", onlyCategories: categories });
    console.log(JSON.stringify({ site, page, version: lhr.lighthouseVersion, ...summary(lhr, address) }));
  } finally {
    chrome.kill();
  }
}
for (const host of Object.values(hosts)) host.close();
