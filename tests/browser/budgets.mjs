// The page's budgets, measured: how fast it opens and answers, and how many bytes it is.
//
// `cargo xtask budgets [--check]` runs it on a release page. A key press is timed in the page, from the browser's own
// time of the event to the end of the frame that shows the changed findings; the verdict follows them by a frame, and is
// timed as well. Keys come as fast as a held key repeats. The browser draws frames as soon as there is something to draw:
// what counts is the page's work, not how long a display with 60 frames a second lets it wait.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

import { DESK, EDITOR, launch, openView, origin } from "./harness.mjs";

const { PORTOLAN_MANIFESTS = "", PORTOLAN_CHECK } = process.env;
/** Frames when there is something to draw. */
const UNPACED = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];
/** How many keys are pressed for a figure, after some that are not counted. */
const KEYS = 200;
const WARM_UP = 20;
/** How long after one key the next is pressed, in milliseconds. */
const REPEAT = 33;
/** In how many fresh pages; the middle one of their figures counts. */
const PAGES = 3;
/** How long a busy machine may take for a step, in milliseconds. */
const PATIENCE = 120_000;
/** How often the page is opened for a figure. */
const OPENINGS = 9;
/** A Service with a wrong name: each key in the name changes what is found. */
const WRONG = "apiVersion: v1\nkind: Service\nmetadata:\n  name: Web\nspec:\n  ports:\n  - port: 80\n---\n";
const CARET = WRONG.indexOf("Web") + 3;

/** @type {{what: string, value: number, unit: string, budget?: number}[]} */
const rows = [];
const row = (what, value, unit, budget) => rows.push({ what, value, unit, budget });

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const at = (numbers, part) => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))];

/**
 * In the page: times key presses until the findings that they change are drawn, and until the verdict is; `answered`
 * waits for a number of both.
 */
function stopwatch() {
  window.pressed = { findings: [], verdict: [] };
  const { findings, verdict } = window.pressed;
  let [key, changed, awaited] = [null, false, null];
  window.answered = (count) => new Promise((resolve) => {
    awaited = () => Math.min(findings.length, verdict.length) >= count && resolve();
    awaited();
  });
  // A timer that is set within a frame ends after it.
  const note = (times) => setTimeout(() => {
    times.push(performance.now() - key);
    awaited?.();
  });
  const frame = () => requestAnimationFrame(() => (changed ? note(findings) : frame()));
  // Before all else that hears of the key, so that nothing of what the page does later is counted.
  window.addEventListener("keydown", ({ timeStamp }) => {
    [key, changed] = [timeStamp, false];
    frame();
  }, true);
  const watch = (element, act) =>
    new MutationObserver(act).observe(element, { childList: true, subtree: true, characterData: true });
  watch(document.querySelector(".findings").parentElement, () => { changed = true; });
  watch(document.querySelector(".verdict"), () => requestAnimationFrame(() => note(verdict)));
}

/** In the page: notes when the program has drawn its views, and when the first thing was seen. */
function opening() {
  const look = () => {
    const tabs = document.querySelector("#tab-problems") && document.querySelector(".verdict p");
    const editor = document.querySelector("#manifests") ?? document.querySelector(".code-place")?.shadowRoot?.querySelector(".cm-content");
    if (tabs && editor) window.interactive = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Puts a text into the open editor with the caret behind the wrong name; the editor has the focus then. */
async function lay(page, text, rich) {
  await page.focus(rich ? ".cm-content" : EDITOR);
  if (rich) {
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text);
    await page.keyboard.press("Control+Home");
    for (let line = 0; line < 3; line += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
  } else {
    const paste = (editor, [text, caret]) => {
      editor.value = text;
      editor.dispatchEvent(new Event("input", { bubbles: true }));
      editor.setSelectionRange(caret, caret);
    };
    await page.$eval(EDITOR, paste, [text, CARET]);
  }
  await page.waitForFunction(() => [...document.querySelectorAll(".finding .message")].some((one) => one.textContent.includes("Web")));
  await page.waitForTimeout(300);
}

/** The time of each key press in a text, in milliseconds. */
async function presses(browser, text, rich) {
  const context = await browser.newContext({ viewport: DESK, serviceWorkers: "block" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`${origin}?lang=en${rich ? "" : "&editor=plain"}`);
  await page.waitForSelector(rich ? ".cm-content" : EDITOR);
  await openView(page, "problems");
  await lay(page, WRONG + text, rich);
  await page.evaluate(stopwatch);
  for (let count = 0; count < KEYS + WARM_UP; count += 1) {
    const key = count % 8 < 4 ? "b" : "Backspace";
    const next = page.waitForTimeout(REPEAT);
    // Asked before: a question, too, would be answered in the time of the key.
    const answer = page.evaluate((count) => window.answered(count), count + 1);
    await page.keyboard.down(key);
    await answer;
    await page.keyboard.up(key);
    await next;
  }
  const times = await page.evaluate(() => window.pressed);
  const alone = await page.evaluate((text) => {
    const times = [];
    for (let count = 0; count < 30; count += 1) {
      const before = performance.now();
      window.wasmBindings.analyzeJson(`${text}# ${count}\n`, "en");
      times.push(performance.now() - before);
    }
    return times;
  }, WRONG + text);
  await context.close();
  const { findings, verdict } = times;
  assert.deepEqual([findings.length, verdict.length], [KEYS + WARM_UP, KEYS + WARM_UP], "every key was answered");
  return { findings: findings.slice(WARM_UP), verdict: verdict.slice(WARM_UP), alone };
}

async function measurePresses(browser) {
  for (const path of PORTOLAN_MANIFESTS.split(",")) {
    const text = readFileSync(path, "utf8");
    const lines = text.split("\n").length + WRONG.split("\n").length;
    const budget = lines < 1000 ? 16 : 50;
    for (const rich of [true, false]) {
      const pages = [];
      for (let count = 0; count < PAGES; count += 1) pages.push(await presses(browser, text, rich));
      const middle = (of, part) => at(pages.map((page) => at(page[of], part)), 0.5);
      const editor = rich ? "code editor" : "plain editor";
      row(`key to findings, ${lines} lines, ${editor}: median`, middle("findings", 0.5), "ms");
      row(`key to findings, ${lines} lines, ${editor}: p95`, middle("findings", 0.95), "ms", budget);
      row(`key to verdict, ${lines} lines, ${editor}: p95`, middle("verdict", 0.95), "ms");
      if (!rich) row(`  of that, ${lines} lines analysed and written as JSON: median`, middle("alone", 0.5), "ms");
    }
  }
}

/** Opens the page as a first visitor does. */
async function openOnce(browser, fetched) {
  const context = await browser.newContext({ viewport: DESK, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.addInitScript(opening);
  if (fetched) page.on("requestfinished", (request) => fetched.set(request.url(), request.response()));
  await page.goto(`${origin}?lang=en`);
  await page.waitForFunction(() => window.interactive);
  await page.waitForSelector(".cm-content");
  await page.waitForLoadState("networkidle");
  const seen = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
  const interactive = await page.evaluate(() => window.interactive);
  if (fetched) for (const [url, response] of fetched) fetched.set(url, await (await response).body());
  await context.close();
  return { seen, interactive };
}

async function measureOpenings(browser) {
  const all = [];
  for (let count = 0; count < OPENINGS; count += 1) all.push(await openOnce(browser));
  row("first useful paint: median", at(all.map((one) => one.seen), 0.5), "ms", 300);
  row("interactive: median", at(all.map((one) => one.interactive), 0.5), "ms", 800);
}

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

async function measureBytes(browser) {
  const fetched = new Map();
  await openOnce(browser, fetched);
  const files = [...fetched].filter(([url]) => url.startsWith(origin)).map(([url, bytes]) => [url.slice(origin.length).split("?")[0] || "index.html", brotli(bytes)]);
  for (const [name, length] of files.sort((a, b) => b[1] - a[1])) row(`  ${name}`, length / 1000, "kB");
  row("wasm, brotli", files.filter(([name]) => name.endsWith(".wasm")).reduce((sum, [, length]) => sum + length, 0) / 1000, "kB", 450);
  row("all that the first visit fetches, brotli", files.reduce((sum, [, length]) => sum + length, 0) / 1000, "kB", 700);
}

/** Prints the table; whether all is within its budget. */
function report() {
  let over = 0;
  for (const { what, value, unit, budget } of rows) {
    const holds = budget === undefined || value <= budget;
    over += holds ? 0 : 1;
    const verdict = budget === undefined ? "" : `${String(budget).padStart(7)} ${unit}  ${holds ? "ok" : "OVER"}`;
    console.log(`${what.padEnd(66)} ${value.toFixed(1).padStart(8)} ${unit} ${verdict}`);
  }
  console.log(over ? `${over} over budget` : "all within budget");
  return over === 0;
}

const browser = await launch(UNPACED);
await measureOpenings(browser);
await measurePresses(browser);
await measureBytes(browser);
await browser.close();
if (!report() && PORTOLAN_CHECK) process.exitCode = 1;
