// The page for frames, in a frame of another origin: it shows what its address says, tells its height, keeps nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import { EDITOR, LANGUAGES, VIEWS, drawn, eventually, open, origin, rested, root } from "./harness.mjs";

const ECHO = readFileSync(new URL("examples/echo.yaml", root), "utf8");

/** A page of another origin with a frame; it gives the frame the height that it asks for. */
async function host(source, attributes) {
  const page = `<!doctype html><title>An article</title><iframe width="700" height="50" ${attributes} src="${source}"></iframe>
    <script>
      window.heights = [];
      addEventListener("message", ({ data }) => {
        if (data?.type !== "portolan:height") return;
        heights.push(data.height);
        document.querySelector("iframe").height = data.height;
      });
    </script>`;
  const server = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(page));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  // The page is at 127.0.0.1: another name is another origin and another site.
  const { port } = server.address();
  return { url: `http://localhost:${port}/`, stop: () => server.close() };
}

/** The page for frames, inside a page of another origin. */
async function framed(browser, address, { attributes = "", ...options } = {}) {
  const article = await host(`${origin}embed/${address}`, attributes);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(article.url);
  const frame = page.frames()[1] ?? (await page.waitForEvent("frameattached"));
  await frame.waitForSelector("#embed .view");
  const end = async () => {
    await context.close();
    article.stop();
    assert.deepEqual(complaints, []);
  };
  return { page, frame, end };
}

export default {
  async "each view is shown alone, in both languages, as high as it is"({ browser }) {
    for (const lang of LANGUAGES) {
      for (const view of VIEWS) {
        const { page, frame, end } = await framed(browser, `?view=${view}&lang=${lang}`);
        assert.equal(await frame.$eval("html", (root) => root.lang), lang);
        assert.equal(await frame.$$eval(".view", (found) => found.map((one) => one.className).join()), `view ${view}`);
        assert.equal(await frame.locator(".panel, .heading").count(), 0, "nothing but the view");
        assert.equal(await frame.locator(EDITOR).count(), 0, "it is not to be edited");
        await drawn(frame);
        await page.waitForFunction(() => heights.length > 0);
        // The host takes a message to make the frame higher, and a view may grow into the room it gets.
        await eventually(async () => {
          const over = await frame.evaluate(() => document.documentElement.scrollHeight - innerHeight);
          assert.ok(over <= 1, `${view}: ${over} pixels are not to be seen`);
        });
        await end();
      }
    }
  },

  async "what may be edited is edited in a text area, and everything follows"({ browser }) {
    const { page, frame, end } = await framed(browser, "?view=problems&edit=1&lang=en");
    assert.equal(await frame.locator(".cm-editor").count(), 0);
    const before = await page.evaluate(() => heights.length);
    await frame.fill(EDITOR, "apiVersion: v1\nkind: Service\nmetadata:\n  name: UPPER\n");
    await drawn(frame);
    assert.match(await frame.textContent(".view"), /UPPER/);
    await page.waitForFunction((before) => heights.length > before, before);
    await end();
  },

  async "it hands its state on by a link, which it shows itself and which the whole page opens"({ page, browser }) {
    const first = await framed(browser, "?view=kubectl&edit=1&lang=en");
    await first.frame.fill(EDITOR, ECHO);
    await drawn(first.frame);
    const link = await first.frame.$eval(".embed-foot a", (link) => link.href);
    await first.end();
    assert.ok(link.startsWith(`${origin}#`), link);

    const fragment = link.slice(origin.length);
    const { frame, end } = await framed(browser, `?edit=1&lang=ja${fragment}`);
    assert.equal(await frame.inputValue(EDITOR), ECHO);
    assert.equal(await frame.locator(".view.kubectl").count(), 1, "the view of the link");
    assert.equal(await frame.$eval("html", (root) => root.lang), "ja");
    await end();

    await open(page, { hash: fragment });
    assert.equal(await page.inputValue(EDITOR), ECHO);
  },

  async "it shows an example by its id, as it is and mended, and tells when there is none"({ browser }) {
    const text = async (address) => {
      const { frame, end } = await framed(browser, `?edit=1&view=problems&lang=en&${address}`);
      const shown = await frame.inputValue(EDITOR);
      await end();
      return shown;
    };
    const printed = await text("example=echo-as-printed");
    assert.match(printed, /simple-replicaset|echo/);
    assert.notEqual(await text("example=echo-as-printed&mended=1"), printed);
    const article = await host(`${origin}embed/?example=there-is-none&lang=ja`, "");
    const page = await browser.newPage();
    await page.goto(article.url);
    await page.frameLocator("iframe").getByRole("alert").waitFor();
    await page.close();
    article.stop();
  },

  async "a broken link is told, and something is shown all the same"({ browser }) {
    const { frame, end } = await framed(browser, "?lang=en#1AAAAAAAAAAAA");
    assert.match(await frame.textContent(".notice"), /link/);
    await end();
  },

  async "nothing is kept, nothing runs beside it, and its address stays"({ browser }) {
    const { frame, end } = await framed(browser, "?view=problems&edit=1&lang=en");
    const address = frame.url();
    await frame.fill(EDITOR, "kind: Pod\n");
    await rested(frame);
    const kept = await frame.evaluate(async () => {
      // Browsers refuse all of it to frames of other sites, or give them stores of their own.
      const count = async (ask) => {
        try {
          return await ask();
        } catch {
          return 0;
        }
      };
      return {
        local: await count(() => localStorage.length),
        session: await count(() => sessionStorage.length),
        cookies: await count(() => document.cookie.length),
        databases: await count(async () => (await indexedDB.databases()).length),
        caches: await count(async () => (await caches.keys()).length),
        workers: await count(async () => (await navigator.serviceWorker.getRegistrations()).length),
        address: location.href,
      };
    });
    assert.deepEqual(kept, { local: 0, session: 0, cookies: 0, databases: 0, caches: 0, workers: 0, address });
    await end();
  },

  async "it works in a sandbox that has no origin and no storage at all"({ browser }) {
    const { frame, end } = await framed(browser, "?view=problems&lang=ja", { attributes: 'sandbox="allow-scripts"' });
    assert.equal(await frame.evaluate(() => self.origin), "null");
    assert.equal(await frame.$eval("html", (root) => root.lang), "ja");
    await end();
  },

  async "colours are as asked, or the reader's own"({ browser }) {
    const paper = (frame) => frame.$eval("#embed", (embed) => getComputedStyle(embed).backgroundColor);
    const shades = [];
    for (const [address, colorScheme] of [["?theme=dark", "light"], ["", "dark"], ["", "light"]]) {
      const { frame, end } = await framed(browser, address, { colorScheme });
      shades.push(await paper(frame));
      await end();
    }
    assert.equal(shades[0], shades[1]);
    assert.notEqual(shades[1], shades[2]);
  },

  async "the core runs in a page that has neither the editor nor a frame"({ page }) {
    await page.goto(`${origin}embed/`);
    const json = await page.evaluate(async () => {
      document.body.replaceChildren();
      const core = await import(`${new URL("../portolan-web.js", location.href)}?bare`);
      await core.default({ module_or_path: new URL("../portolan-web_bg.wasm", location.href) });
      return [core.analyzeJson("kind: Service\napiVersion: v1\n", "en"), document.body.childElementCount];
    });
    assert.ok(JSON.parse(json[0]).findings.length > 0);
    assert.equal(json[1], 0);
  },
};
