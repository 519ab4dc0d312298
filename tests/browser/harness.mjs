// What every browser check needs: where things are, the command's answer to a text, and what the page shows.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { SLOW, slowDown } from "./slow.mjs";

const { PORTOLAN_PAGE, PORTOLAN_COMMAND, PORTOLAN_SCREENSHOTS, CHROMIUM } = process.env;

/** The page's address. */
export const origin = PORTOLAN_PAGE;
/** The native command. */
export const command = PORTOLAN_COMMAND;
/** The repository. */
export const root = new URL("../../", import.meta.url);
export const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const LANGUAGES = ["en", "ja"];
/** The plain editor. */
export const EDITOR = "#manifests";
/** The views by their ids, in the order of their tabs. */
export const VIEWS = ["map", "problems", "ports", "endpoints", "dns", "rules", "walk", "kubectl", "outside"];

const require = createRequire(new URL("web/package.json", root));
const { chromium } = require("playwright-core");

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-quic",
];

/** The path of a file in an npm package of web/. */
export const packageFile = (name) => require.resolve(name);

/** How long a check waits for something that must come, in milliseconds. */
export const PATIENCE = 15_000 * SLOW;

/** Starts Chromium; its pages are as patient, and as slow, as the run is to be. */
export async function launch(more = []) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...more] });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE);
    if (SLOW > 1) slowDown(context);
    return context;
  };
  return browser;
}

/** Where a picture goes. */
export function picture(name) {
  mkdirSync(PORTOLAN_SCREENSHOTS, { recursive: true });
  return join(PORTOLAN_SCREENSHOTS, `${name}.png`);
}

/**
 * Runs the command on a text.
 * @param {string[]} words the subcommand and its flags
 * @param {string} text its standard input
 */
export function portolan(words, text) {
  const done = spawnSync(command, [...words, "--isolated", "-"], { input: text, encoding: "utf8", maxBuffer: 1 << 28 });
  assert.ok(done.status === 0 || done.status === 1, `the command failed (${done.status}): ${done.stderr}`);
  return done.stdout;
}

/** What the command finds in a text. */
export const commandFindings = (text, lang) => JSON.parse(portolan(["check", "--lang", lang, "--output", "json"], text));

/** What the page lists as problems, as the reader sees it. */
export function shownFindings(page) {
  return page.$$eval(".finding", (items) => items.map((item) => {
    const text = (selector) => item.querySelector(selector).textContent.trim();
    const severity = ["error", "warning", "note"].find((name) => item.classList.contains(name));
    return { severity, place: text(".place"), rule: text(".rule"), message: text(".message") };
  }));
}

/** A finding of the command as the page lists it. */
export function asShown(finding) {
  const { severity, rule, line, column, message } = finding;
  return { severity, place: `${line}:${column}`, rule, message: message.replaceAll("`", "") };
}

/** Lets the page draw; whether something was, or is, still to come: the rest of the program, or a part of the page. */
const frame = (page) => page.evaluate(() => new Promise((done) => {
  requestAnimationFrame(() => setTimeout(async () => {
    const rest = globalThis.portolanRestComing?.();
    await rest;
    done(rest !== undefined || document.querySelector("[aria-busy=true]") !== null);
  }));
}));

/** Waits until a page, or a frame, has drawn what was done, with all the code that it had to fetch for that. */
export async function drawn(page) {
  while (await frame(page)) await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
}

/**
 * Waits until the page has done what it does when the reader pauses: it keeps the files and writes its address. The time
 * is the page's own: what the page was to do earlier is done, however slow it is.
 */
export async function rested(page, time = 500) {
  await drawn(page);
  await page.evaluate((time) => new Promise((done) => setTimeout(done, time)), time);
  await drawn(page);
}

/** Holds a claim to what the page comes to: asks again until it holds, and fails as it failed last. */
export async function eventually(claim) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await claim();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(50);
    }
  }
}

/**
 * Opens the page, and a view of it. The plain editor unless `rich`; without the files that an earlier opening has kept,
 * unless `kept`.
 */
export async function open(page, { lang = "en", view, query = "", hash = "", rich = false, kept = false } = {}) {
  const search = `?lang=${lang}${rich ? "" : "&editor=plain"}${query && `&${query}`}`;
  if (!kept && page.url().startsWith(origin)) {
    // The page that is left may be about to keep something.
    await page.evaluate(() => {
      localStorage.removeItem("portolan.files");
      Storage.prototype.setItem = () => {};
    });
  }
  await page.goto("about:blank");
  await page.goto(`${origin}${search}${hash}`);
  await page.waitForSelector(rich ? ".cm-content" : EDITOR);
  if (view) await openView(page, view);
  else await drawn(page);
}

/** Opens a view by its tab; its code may have to be fetched first. */
export async function openView(page, view) {
  await page.click(`#tab-${view}`);
  await drawn(page);
}

/** Puts a text into the plain editor, as a paste does. */
export async function write(page, text) {
  await page.fill(EDITOR, text);
  await drawn(page);
}

/** Puts the plain editor's caret before the n-th occurrence of some words. */
export async function caretAt(page, words, nth = 0) {
  await page.$eval(EDITOR, (editor, [words, nth]) => {
    let at = -1;
    for (let found = 0; found <= nth; found += 1) at = editor.value.indexOf(words, at + 1);
    editor.focus();
    editor.setSelectionRange(at, at);
    editor.dispatchEvent(new Event("select"));
  }, [words, nth]);
  await drawn(page);
}

/** What is selected in the plain editor. */
export const selected = (page) => page.$eval(EDITOR, (editor) => editor.value.slice(editor.selectionStart, editor.selectionEnd));
