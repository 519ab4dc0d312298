// The page in headless Chromium: it says what the command says, in both languages, and talks to nobody.
//
// `cargo xtask browser` runs it, with the page served at PORTOLAN_PAGE, the command at PORTOLAN_COMMAND, Chromium at
// CHROMIUM, and a folder for pictures at PORTOLAN_SCREENSHOTS. Each check is a function; all run; one failure fails.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { PORTOLAN_PAGE: origin, PORTOLAN_COMMAND: command, PORTOLAN_SCREENSHOTS: pictures, CHROMIUM: executablePath } =
  process.env;
const root = new URL("../../", import.meta.url);
const { chromium } = createRequire(new URL("web/package.json", root))("playwright-core");

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-quic",
];
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const LANGUAGES = ["en", "ja"];
const EDITOR = "#manifests";

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

/** What the command finds in a text. */
function commandFindings(text, lang) {
  const done = spawnSync(command, ["check", "--isolated", "--lang", lang, "--output", "json", "-"], { input: text, encoding: "utf8" });
  assert.ok(done.status === 0 || done.status === 1, `the command failed (${done.status}): ${done.stderr}`);
  return JSON.parse(done.stdout);
}

/** What the page shows, as the reader sees it. */
function shownFindings(page) {
  return page.$$eval(".finding", (items) => items.map((item) => {
    const text = (selector) => item.querySelector(selector).textContent.trim();
    return { severity: item.classList[1], place: text(".place"), rule: text(".rule"), message: text(".message") };
  }));
}

function asShown(finding) {
  const { severity, rule, line, column, message } = finding;
  return { severity, place: `${line}:${column}`, rule, message: message.replaceAll("`", "") };
}

/** Waits until the page has drawn what was typed. */
const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));

async function open(page, query = "") {
  await page.goto(origin + query);
  await page.waitForSelector(EDITOR);
}

const checks = {
  async "the page says what the command says, in both languages"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, `?lang=${lang}`);
      assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
      for (const [name, text] of texts()) {
        const expected = commandFindings(text, lang);
        await page.fill(EDITOR, text);
        await drawn(page);
        const json = await page.evaluate(([text, lang]) => wasmBindings.analyzeJson(text, lang), [text, lang]);
        assert.deepEqual(JSON.parse(json), expected, `${name} (${lang}): JSON`);
        assert.deepEqual(await shownFindings(page), expected.findings.map(asShown), `${name} (${lang}): the list`);
      }
    }
  },

  async "the page analyses every conformance case as the command does"({ page }) {
    await open(page, "?lang=en");
    const folder = new URL("tests/conformance/cases/", root);
    const inputs = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith("input.yaml")).sort();
    const texts = inputs.map((name) => readFileSync(new URL(name, folder), "utf8"));
    const shown = await page.evaluate((texts) => texts.map((text) => wasmBindings.analyzeJson(text, "en")), texts);
    const different = inputs.filter((_, at) => JSON.stringify(commandFindings(texts[at], "en")) !== JSON.stringify(JSON.parse(shown[at])));
    console.log(`      ${inputs.length} cases`);
    assert.deepEqual(different, []);
  },

  async "every key press is answered"({ page }) {
    await open(page, "?lang=en");
    await page.fill(EDITOR, "");
    const text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: UPPER\n";
    const times = [];
    for (const key of text) {
      const before = Date.now();
      await page.keyboard.insertText(key);
      await drawn(page);
      times.push(Date.now() - before);
    }
    assert.deepEqual(await shownFindings(page), commandFindings(text, "en").findings.map(asShown));
    times.sort((a, b) => a - b);
    console.log(`      a key press to its findings: median ${times[times.length >> 1]} ms, worst ${times.at(-1)} ms`);
  },

  async "a click on a finding selects what it is about"({ page }) {
    await open(page, "?lang=en");
    const [first] = await page.$$(".finding .what");
    assert.ok(first, "the example has a finding");
    const text = await page.inputValue(EDITOR);
    const { line, column, endLine, endColumn } = commandFindings(text, "en").findings[0];
    await first.click();
    const selected = await page.$eval(EDITOR, (editor) => editor.value.slice(editor.selectionStart, editor.selectionEnd));
    const lines = text.split("\n").slice(line - 1, endLine).map((line) => [...line]);
    lines[lines.length - 1] = lines.at(-1).slice(0, endColumn - 1);
    lines[0] = lines[0].slice(column - 1);
    assert.equal(selected, lines.map((line) => line.join("")).join("\n"));
  },

  async "a fix is typed into the editor, mends what it promised, and can be undone"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, `?lang=${lang}`);
      const before = await page.inputValue(EDITOR);
      await page.click(".fix button");
      await drawn(page);
      const after = await page.inputValue(EDITOR);
      assert.notEqual(after, before);
      assert.deepEqual(await shownFindings(page), []);
      assert.deepEqual(commandFindings(after, lang).findings, []);
      await page.keyboard.press("Control+z");
      await drawn(page);
      assert.equal(await page.inputValue(EDITOR), before);
    }
  },

  async "every view of the cluster has something to show, and the command prints the same"({ page }) {
    await open(page, "?lang=en");
    const text = await page.inputValue(EDITOR);
    for (const tab of await page.$$(".tabs button")) {
      await tab.click();
      await drawn(page);
      const name = await tab.textContent();
      const line = await page.textContent(".tables .hint code");
      const done = spawnSync(command, [...line.split(" ").slice(1), "--isolated", "--lang", "en", "-"], { input: text, encoding: "utf8" });
      assert.equal(await page.textContent(".tables pre"), done.stdout, `${name}: ${line}\n${done.stderr}`);
      await page.screenshot({ path: join(pictures, `view-${name.toLowerCase()}.png`), fullPage: true });
    }
  },

  async "an input method is left in peace until it has finished"({ page }) {
    await open(page, "?lang=ja");
    await page.fill(EDITOR, "apiVersion: v1\nkind: Service\nmetadata:\n  name: ");
    await drawn(page);
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

  async "the language is switched and remembered"({ page }) {
    await open(page, "?lang=en");
    await page.click('.languages button[lang="ja"]');
    await drawn(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
    await open(page);
    assert.equal(await page.getAttribute('.languages button[lang="ja"]', "aria-pressed"), "true");
    await page.evaluate(() => localStorage.clear());
  },

  async "the page fits a phone"({ page }) {
    await page.setViewportSize(PHONE);
    for (const lang of LANGUAGES) {
      await open(page, `?lang=${lang}`);
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
      }));
      assert.ok(scroll <= client, `${lang}: ${scroll} px of content in ${client} px`);
      await page.screenshot({ path: join(pictures, `phone-${lang}.png`), fullPage: true });
    }
    await page.setViewportSize(DESK);
  },

  async "everything that is worked has a name, and the findings are announced"({ page }) {
    await open(page, "?lang=en");
    const nameless = await page.$$eval("button, textarea, section", (elements) =>
      elements.filter((element) => {
        const by = element.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent);
        return !(element.getAttribute("aria-label") || by?.join("") || element.labels?.length || (element.tagName === "BUTTON" && element.textContent.trim()));
      }).map((element) => element.outerHTML.slice(0, 80)));
    assert.deepEqual(nameless, []);
    assert.equal(await page.getAttribute(".findings [aria-live]", "aria-live"), "polite");
  },

  async "pictures, in light and dark"({ page }) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const lang of LANGUAGES) {
        await open(page, `?lang=${lang}`);
        await page.screenshot({ path: join(pictures, `desk-${lang}-${colorScheme}.png`), fullPage: true });
      }
    }
    await page.emulateMedia({ colorScheme: null });
  },
};

mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({ executablePath, args: FLAGS });
const page = await browser.newPage({ viewport: DESK });
page.setDefaultTimeout(15_000);
const complaints = [];
page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));
page.on("request", (request) => request.url().startsWith(origin) || complaints.push(`a request to ${request.url()}`));

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  const before = Date.now();
  try {
    await check({ page });
    assert.deepEqual(complaints.splice(0), [], "the browser's console and the network");
    console.log(`ok    ${name} (${Date.now() - before} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n${error.message}`);
  }
}
await browser.close();
console.log(failed ? `${failed} failed` : `all ${Object.keys(checks).length} passed; pictures in ${pictures}`);
process.exitCode = failed ? 1 : 0;
