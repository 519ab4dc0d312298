// The page without its server: kept after the first visit, one version at a time, and a newer one announces itself.
//
// The page is served from here, in a folder, so that the server can be stopped and can publish another version.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { serve } from "./site.mjs";

const dist = new URL("../../dist/", import.meta.url);

/** The heading of a version that is not the built one. */
const NEXT = "The next version";

/**
 * What the host has after a new version was published: another style sheet, and a worker that knows it. A page is of the
 * new version if its style sheet is.
 */
function nextVersion() {
  const style = `${readFileSync(new URL("style.css", dist), "utf8")}\n:root{--version:"${NEXT}"}`;
  const hash = (text) => createHash("sha256").update(text).digest("base64");
  const old = hash(readFileSync(new URL("style.css", dist)));
  const worker = readFileSync(new URL("sw.js", dist), "utf8");
  assert.ok(worker.includes(old), "the worker knows the style sheet's bytes: is dist/ a release?");
  return { "style.css": style, "sw.js": worker.replace(old, hash(style)).replace(/\b[0-9a-f]{16}\b/, "0123456789abcdef") };
}

/** Which version of the style sheet a page has: asked for anew, as a lazy part of the page would be. */
const version = (page) =>
  page.evaluate(async () => /--version:"([^"]*)"/.exec(await (await fetch("./style.css")).text())?.[1] ?? "built");

/** The page as at a first visit, with its worker installed. */
async function visit(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.updates = 0;
    addEventListener("portolan:update", () => (window.updates += 1));
  });
  await page.goto(url);
  await page.waitForSelector("#app [role=tab]");
  await page.evaluate(() => navigator.serviceWorker.ready);
  return { context, page };
}

/** Loads the page once more, so that its worker answers. */
async function again(page) {
  await page.reload();
  await page.waitForSelector("#app [role=tab]");
}

export default {
  async "after the first visit the page opens without its server, in any folder and with any query"({ browser }) {
    const site = await serve({ folder: "/some/folder/" });
    const { context, page } = await visit(browser, site.url);
    await site.stop();
    for (const query of ["", "?lang=ja", "index.html", "#1.abc"]) {
      await page.goto(site.url + query);
      await page.waitForSelector("#app [role=tab]");
      const json = await page.evaluate(() => wasmBindings.analyzeJson("kind: Service", "en"));
      assert.ok(JSON.parse(json).findings.length > 0, query);
    }
    await context.close();
  },

  async "a new version waits, says so, and comes when the reader asks for it"({ browser }) {
    const site = await serve();
    const { context, page } = await visit(browser, site.url);
    await again(page);
    assert.equal(await page.evaluate(() => updates), 0, "the same version is no news");

    site.publish({ replaced: nextVersion() });
    await again(page);
    await page.waitForFunction(() => updates > 0);
    assert.equal(await version(page), "built", "the open page goes on with its own files");
    await again(page);
    assert.equal(await version(page), "built", "and so does a page that is opened before the reader has asked");

    await page.waitForFunction(() => updates > 0);
    await Promise.all([page.waitForEvent("load"), page.evaluate(() => dispatchEvent(new CustomEvent("portolan:reload")))]);
    await page.waitForSelector("#app [role=tab]");
    assert.equal(await version(page), NEXT);
    await context.close();
    await site.stop();
  },

  async "a page that was open keeps its version when another one takes the new one"({ browser }) {
    const site = await serve();
    const { context, page } = await visit(browser, site.url);
    await again(page);
    const other = await context.newPage();
    await other.goto(site.url);
    await other.waitForSelector("#app [role=tab]");

    site.publish({ replaced: nextVersion() });
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await page.waitForFunction(() => updates > 0);
    await Promise.all([page.waitForEvent("load"), page.evaluate(() => dispatchEvent(new CustomEvent("portolan:reload")))]);
    await page.waitForSelector("#app [role=tab]");
    assert.equal(await version(page), NEXT);
    assert.equal(await version(other), "built");
    await again(other);
    assert.equal(await version(other), NEXT);
    await context.close();
    await site.stop();
  },

  async "half a version is never kept"({ browser }) {
    const site = await serve();
    const { context, page } = await visit(browser, site.url);
    await again(page);
    // The worker is the new one, the style sheet is still the old one: as in the middle of a publication.
    const { "sw.js": worker } = nextVersion();
    site.publish({ replaced: { "sw.js": worker } });
    const failed = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const installing = new Promise((found) => registration.addEventListener("updatefound", () => found(registration.installing)));
      registration.update().catch(() => {});
      const worker = await installing;
      return new Promise((done) => worker.addEventListener("statechange", () => done(worker.state)));
    });
    assert.equal(failed, "redundant");
    const kept = await page.evaluate(() => caches.keys());
    assert.equal(kept.length, 1, String(kept));
    await site.stop();
    await again(page);
    assert.equal(await version(page), "built");
    await context.close();
  },
};
