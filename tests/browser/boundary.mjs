// When the page's program ends in a panic or a trap, or cannot start: the text is kept, and there is a way on.

import assert from "node:assert/strict";

import { EDITOR, LANGUAGES, origin } from "./harness.mjs";

const TEXT = "# kept\napiVersion: v1\nkind: Service\nmetadata:\n  name: kept\n";

const WORDS = {
  en: { again: "Restart with this text", example: "Restart with the example", failed: "Portolan could not start" },
  ja: { again: "この内容で再開", example: "例に戻して再開", failed: "Portolanを起動できませんでした" },
};

/** A page of its own, because what it does is complained about. */
async function fresh(browser, options = {}) {
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  const page = await context.newPage();
  await page.addInitScript(() => {
    addEventListener("TrunkApplicationStarted", (event) => (window.exports = event.detail.wasm));
  });
  return { context, page, open: (query) => page.goto(`${origin}?editor=plain&${query}`) };
}

/** Makes the program read where there is no memory: a trap like any other, from a task of its own. */
const trap = (page) => page.evaluate(() => void setTimeout(() => exports.analyzeJson(0x7ffffff0, 100, 0, 0)));

/** What the reader sees in the dialog. */
const rescued = (page) => page.$eval("dialog.rescue textarea", (area) => area.value);

/** The text that the page has. */
const text = (page) => page.evaluate(() => document.querySelector("#manifests").value);

async function write(page, text) {
  await page.waitForSelector(EDITOR);
  await page.fill(EDITOR, text);
}

export default {
  async "after a trap the text is there, and the page restarts with it, changed or not"({ browser }) {
    for (const lang of LANGUAGES) {
      const { context, page, open } = await fresh(browser);
      await open(`lang=${lang}`);
      await write(page, TEXT);
      await trap(page);
      await page.waitForSelector("dialog.rescue[open][role=alertdialog]");
      assert.equal(await rescued(page), TEXT);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), WORDS[lang].again);
      await page.fill("dialog.rescue textarea", `${TEXT}# more\n`);
      await Promise.all([page.waitForEvent("load"), page.click(`text=${WORDS[lang].again}`)]);
      await page.waitForSelector(EDITOR);
      assert.equal(await text(page), `${TEXT}# more\n`);
      assert.equal(await page.locator("dialog.rescue").count(), 0);
      await page.fill(EDITOR, "kind: Pod");
      await page.waitForSelector("#app [role=tab]");
      await context.close();
    }
  },

  async "where the rest of the program cannot be had, the text is there, and the page restarts with it"({ browser }) {
    const { context, page, open } = await fresh(browser);
    const rest = "**/portolan-web_rest.wasm";
    await page.route(rest, (route) => route.abort());
    await open("lang=en");
    const rare = `${TEXT}---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: rare\n`;
    await write(page, rare);
    await page.waitForSelector("dialog.rescue[open][role=alertdialog]");
    assert.equal(await rescued(page), rare);
    await page.unroute(rest);
    await Promise.all([page.waitForEvent("load"), page.click(`text=${WORDS.en.again}`)]);
    await page.waitForSelector(EDITOR);
    assert.equal(await text(page), rare);
    await context.close();
  },

  async "after a trap the page restarts with the example, whatever it was opened with"({ browser }) {
    const { context, page, open } = await fresh(browser);
    await open("lang=en");
    await page.waitForSelector(EDITOR);
    const example = await text(page);
    await write(page, TEXT);
    await trap(page);
    await Promise.all([page.waitForEvent("load"), page.click(`text=${WORDS.en.example}`)]);
    await page.waitForSelector(EDITOR);
    assert.equal(await text(page), example);
    await context.close();
  },

  async "a panic tells what happened, once, and Escape does not lead back to a dead page"({ browser }) {
    const { context, page, open } = await fresh(browser);
    await open("lang=en");
    await write(page, TEXT);
    await page.evaluate(() => {
      portolanPanic("panicked at web/src/view/map.rs:1:1");
      setTimeout(() => Promise.reject(new WebAssembly.RuntimeError("unreachable")));
    });
    await page.waitForSelector("dialog.rescue[open]");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.evaluate(() => document.querySelector("dialog.rescue").close());
    await page.waitForSelector("dialog.rescue[open]");
    assert.equal(await page.$$eval("dialog.rescue[open]", (found) => found.length), 1);
    assert.equal(await page.textContent("dialog.rescue details pre"), "panicked at web/src/view/map.rs:1:1");
    assert.equal(await rescued(page), TEXT);
    await context.close();
  },

  async "a panic while a text is read keeps that text, and tells its own words where the program has them"({ browser }) {
    const { context, page, open } = await fresh(browser);
    await open("lang=en");
    await page.waitForSelector(EDITOR);
    // Yew panics where it cannot put a node into the page, as when an extension of the browser is in its way.
    await page.evaluate(() => {
      Node.prototype.insertBefore = () => { throw new Error("in the way"); };
      document.querySelector("#tab-problems").click();
    });
    await page.waitForSelector("dialog.rescue[open]");
    // A release that is compiled with its standard library has no words for panics: they only trap.
    assert.match(await page.textContent("dialog.rescue details pre"), /^panicked at .*\n.|unreachable/);
    await context.close();

    const second = await fresh(browser);
    await second.open("lang=en");
    await second.page.waitForSelector(EDITOR);
    await second.page.evaluate((text) => {
      Node.prototype.insertBefore = () => { throw new Error("in the way"); };
      const editor = document.querySelector("#manifests");
      editor.value = text;
      editor.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, TEXT);
    await second.page.waitForSelector("dialog.rescue[open]");
    assert.equal(await rescued(second.page), TEXT);
    await second.context.close();
  },

  async "a page whose program cannot be loaded says so in both languages"({ browser }) {
    for (const [file, lang] of [["portolan-web_bg.wasm", "ja-JP"], ["portolan-web.js", "en-US"]]) {
      const { context, page, open } = await fresh(browser, { locale: lang });
      await page.route(`**/${file}`, (route) => route.fulfill({ status: 404, body: "" }));
      await open("");
      await page.waitForSelector(".failure[role=alert]");
      const titles = await page.$$eval(".failure section h2", (found) => found.map((title) => title.textContent));
      const [own, other] = lang.startsWith("ja") ? ["ja", "en"] : ["en", "ja"];
      assert.deepEqual(titles, [WORDS[own].failed, WORDS[other].failed]);
      assert.match(await page.textContent(".failure code"), /\w/);
      await context.close();
    }
  },

  async "a browser without WebAssembly, and one without scripts, are told"({ browser }) {
    const { context, page, open } = await fresh(browser);
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await open("");
    assert.ok(await page.isVisible(".cannot [lang=en]"));
    assert.ok(!(await page.isVisible("#app")));
    await context.close();
    const silent = await fresh(browser, { javaScriptEnabled: false });
    await silent.open("");
    assert.ok(await silent.page.isVisible("noscript p[lang=ja]"));
    await silent.context.close();
  },
};
