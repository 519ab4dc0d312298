// The page in headless Chromium, driven as a person would: `cargo xtask browser [NAME…]` runs the files of CHECKS, or
// those that are named. Each exports checks by name; all run; one failure fails. In every check the browser must not
// complain, and must talk to nobody but the page's own host.

import assert from "node:assert/strict";

import { DESK, launch, origin } from "./harness.mjs";
import { SLOW } from "./slow.mjs";

/** The files of checks, in the order in which they run. */
const CHECKS = [
  "page", "editor", "access", "parity", "offline", "boundary", "embed", "hostile", "share", "what_if", "verdict", "map", "ports",
  "endpoints", "dns", "rules", "walk", "kubectl", "outside", "gallery", "lessons", "glossary",
];

/** What Playwright itself says, because only the checks of offline use let a service worker in. */
const OWN_WORDS = "Service Worker registration blocked by Playwright";

/** Listens to everything that the browser complains of. */
function listen(page, complaints) {
  page.on("console", (message) => {
    // After a download Chromium asks for an icon that no page has named.
    const isOwn = message.text() === OWN_WORDS || message.location().url === new URL("favicon.ico", origin).href;
    if (["error", "warning"].includes(message.type()) && !isOwn) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(about|blob|data):/.test(url)) complaints.push(`a request to ${url}`);
  });
}

/** A check that takes longer than this is stuck, in milliseconds. */
const PATIENCE = 120_000 * SLOW;

/** Fails when a check is stuck. */
function patience() {
  return new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`stuck for ${PATIENCE / 1000} s`)), PATIENCE).unref();
  });
}

/** Runs one check in a browser context of its own. */
async function run(browser, name, check) {
  const before = Date.now();
  const context = await browser.newContext({ viewport: DESK, serviceWorkers: "block" });
  const page = await context.newPage();
  const complaints = [];
  listen(page, complaints);
  try {
    await Promise.race([check({ page, context, browser, complaints }), patience()]);
    assert.deepEqual(complaints, [], "the browser's console and the network");
    console.log(`ok    ${name} (${Date.now() - before} ms)`);
    return true;
  } catch (error) {
    console.log(`FAIL  ${name}\n${error.stack ?? error.message}`);
    return false;
  } finally {
    await context.close();
  }
}

const named = process.argv.slice(2);
const browser = await launch();
let [passed, failed] = [0, 0];
for (const file of CHECKS.filter((file) => !named.length || named.includes(file))) {
  const { default: checks } = await import(`./${file}.mjs`);
  for (const [name, check] of Object.entries(checks)) {
    if (await run(browser, `${file}: ${name}`, check)) passed += 1;
    else failed += 1;
  }
}
await browser.close();
console.log(failed ? `${failed} of ${passed + failed} failed` : `all ${passed} passed`);
process.exitCode = failed || !passed ? 1 : 0;
