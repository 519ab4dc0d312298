// The page as a whole: it says what the command says, in both languages, at every key press, on a phone, by keyboard.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";

import {
  DESK, EDITOR, LANGUAGES, PHONE, VIEWS, asShown, caretAt, commandFindings, drawn, open, openView, origin, picture, root, selected,
  shownFindings, write,
} from "./harness.mjs";

/** Texts on which the page and the command must agree: the examples, and what people type. */
function texts() {
  const folder = new URL("examples/", root);
  const files = readdirSync(folder, { withFileTypes: true }).filter((file) => /\.(ya?ml|json)$/.test(file.name));
  const examples = files.map((file) => [`examples/${file.name}`, readFileSync(new URL(file.name, folder), "utf8")]);
  const own = LANGUAGES.map((lang) => [`web/examples/echo.${lang}.yaml`, readFileSync(new URL(`web/examples/echo.${lang}.yaml`, root), "utf8")]);
  return [
    ...examples.sort(),
    ...own,
    ["nothing", ""],
    ["only a comment", "# 日本語のコメント\n"],
    ["a broken document between two good ones", "a: 1\n---\na: b: c\n---\nkind: Service\napiVersion: v1\n"],
    ["characters outside the plane", "apiVersion: v1\nkind: Service\nmetadata: {name: \"𠮷野家\", nmae: x}\nspec: {ports: [{port: 0}]}\n"],
    ["no objects", "- 1\n- 2\n"],
    ["not YAML", "\t{{ .Values.x }}\n"],
  ];
}

export default {
  async "the page says what the command says, in both languages"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang, view: "problems" });
      assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
      for (const [name, text] of texts()) {
        const expected = commandFindings(text, lang);
        await write(page, text);
        assert.deepEqual(await shownFindings(page), expected.findings.map(asShown), `${name} (${lang})`);
      }
    }
  },

  async "every key press is answered"({ page }) {
    await open(page, { view: "problems" });
    await write(page, "");
    await page.focus(EDITOR);
    const text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: UPPER\n";
    for (const key of text) await page.keyboard.insertText(key);
    await drawn(page);
    assert.deepEqual(await shownFindings(page), commandFindings(text, "en").findings.map(asShown));
  },

  async "a click on a finding selects what it is about"({ page }) {
    await open(page, { view: "problems" });
    const text = await page.inputValue(EDITOR);
    const { line, column, endLine, endColumn } = commandFindings(text, "en").findings[0];
    await page.click(".finding .what");
    await drawn(page);
    const lines = text.split("\n").slice(line - 1, endLine).map((line) => [...line]);
    lines[lines.length - 1] = lines.at(-1).slice(0, endColumn - 1);
    lines[0] = lines[0].slice(column - 1);
    assert.equal(await selected(page), lines.map((line) => line.join("")).join("\n"));
  },

  async "a fix is typed into the editor, mends what it promised, and can be undone"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang, view: "problems" });
      const before = await page.inputValue(EDITOR);
      await page.click(".fix button");
      await drawn(page);
      const after = await page.inputValue(EDITOR);
      assert.notEqual(after, before);
      assert.deepEqual(await shownFindings(page), []);
      assert.deepEqual(commandFindings(after, lang).findings, []);
      await page.focus(EDITOR);
      await page.keyboard.press("Control+z");
      await drawn(page);
      assert.equal(await page.inputValue(EDITOR), before);
    }
  },

  async "an input method is left in peace until it has finished"({ page }) {
    await open(page, { lang: "ja", view: "problems" });
    await write(page, "apiVersion: v1\nkind: Service\nmetadata:\n  name: ");
    const before = await shownFindings(page);
    const session = await page.context().newCDPSession(page);
    await page.focus(EDITOR);
    await session.send("Input.imeSetComposition", { text: "にほｎ", selectionStart: 3, selectionEnd: 3 });
    await drawn(page);
    assert.deepEqual(await shownFindings(page), before, "in the middle of a composition");
    await session.send("Input.insertText", { text: "日本" });
    await drawn(page);
    const text = await page.inputValue(EDITOR);
    assert.ok(text.endsWith("name: 日本"), text);
    assert.deepEqual(await shownFindings(page), commandFindings(text, "ja").findings.map(asShown), "after it");
  },

  async "every view has something to show, and the tabs are worked by the arrow keys"({ page }) {
    await open(page, { view: "map" });
    await page.focus("#tab-map");
    for (const view of [...VIEWS.slice(1), "map"]) {
      await page.keyboard.press("ArrowRight");
      await drawn(page);
      assert.equal(await page.evaluate(() => document.activeElement.id), `tab-${view}`);
      assert.equal(await page.getAttribute(`#tab-${view}`, "aria-selected"), "true");
      assert.ok((await page.innerText("#view")).trim(), view);
    }
  },

  async "keys open views and dialogs, but not while text is typed"({ page }) {
    await open(page);
    await page.focus("#tab-map");
    await page.keyboard.press("2");
    await drawn(page);
    assert.equal(await page.getAttribute("#tab-problems", "aria-selected"), "true");
    await page.keyboard.press("?");
    await page.waitForSelector("dialog[open] .keys");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    await caretAt(page, "kind");
    await page.keyboard.type("?2");
    await drawn(page);
    assert.equal(await page.$("dialog"), null);
    assert.ok((await page.inputValue(EDITOR)).includes("?2kind"));
  },

  async "language and colours are switched and remembered"({ page }) {
    await open(page);
    await page.click('.languages button[lang="ja"]');
    await page.selectOption(".themes", "dark");
    await drawn(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
    await page.goto(`${new URL(page.url()).origin}/?editor=plain`);
    await page.waitForSelector(EDITOR);
    assert.equal(await page.getAttribute('.languages button[lang="ja"]', "aria-pressed"), "true");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  },

  async "the rest of the program comes when the page is first touched; what is typed meanwhile is taken down"({ page }) {
    const asked = [];
    await page.route("**/portolan-web_rest.wasm", async (route) => {
      asked.push(route.request().resourceType());
      await new Promise((done) => { setTimeout(done, 1000); });
      await route.continue();
    });
    await page.goto(`${origin}?lang=en&editor=plain`);
    await page.waitForSelector("#app [role=tab]");
    await page.waitForLoadState("networkidle");
    assert.deepEqual(asked, [], "an untouched page needs no more");
    await page.click(EDITOR);
    await page.keyboard.type("typed", { delay: 5 });
    const typed = /typed/;
    assert.match(await page.inputValue(EDITOR), typed);
    assert.deepEqual(asked, ["fetch"], "nothing stands still meanwhile");
    await page.click("#tab-problems");
    await page.waitForSelector(".finding");
    assert.match(await page.inputValue(EDITOR), typed);
  },

  async "a part that cannot be fetched says so, and is fetched when asked again"({ page, complaints }) {
    const words = {
      en: [/^This part of the page could not be loaded/, "Try again"],
      ja: [/^ページのこの部分を読み込めませんでした。/, "もう一度試す"],
    };
    for (const lang of LANGUAGES) {
      const parts = "**/*_*.wasm";
      const refuse = (route) => (route.request().url().includes("portolan-web") ? route.continue() : route.abort());
      await page.route(parts, refuse);
      await page.goto(`about:blank`);
      await open(page, { lang });
      await page.click("#tab-ports");
      await page.waitForSelector("#view [role=alert]");
      assert.match(await page.innerText("#view [role=alert] p"), words[lang][0]);
      await page.unroute(parts, refuse);
      await page.click(`#view >> text=${words[lang][1]}`);
      await page.waitForSelector("#view table");
      assert.equal(await page.locator("#view [role=alert]").count(), 0);
    }
    assert.ok(complaints.length, "the browser says what could not be fetched");
    complaints.length = 0;
  },

  async "every view fits a phone"({ page }) {
    await page.setViewportSize(PHONE);
    for (const lang of LANGUAGES) {
      await open(page, { lang });
      await page.screenshot({ path: picture(`phone-${lang}-editor`), fullPage: true });
      await page.click(".panes button:last-child");
      for (const view of VIEWS) {
        await openView(page, view);
        const { scroll, client } = await page.evaluate(() => ({
          scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
        }));
        assert.ok(scroll <= client, `${view}, ${lang}: ${scroll} px of content in ${client} px`);
        await page.screenshot({ path: picture(`phone-${lang}-${view}`), fullPage: true });
      }
    }
  },

  async "pictures of every view, in light, dark and high contrast"({ page }) {
    await page.setViewportSize(DESK);
    for (const theme of ["light", "dark", "contrast"]) {
      for (const lang of LANGUAGES) {
        await open(page, { lang, query: `theme=${theme}` });
        for (const view of VIEWS) {
          await openView(page, view);
          await page.screenshot({ path: picture(`${view}-${lang}-${theme}`) });
        }
      }
    }
  },
};
