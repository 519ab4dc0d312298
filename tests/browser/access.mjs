// WCAG 2.2 AA as far as a program can tell: axe on every view, in both languages, in every theme, and on a phone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { DESK, LANGUAGES, PHONE, VIEWS, drawn, open, openView, packageFile } from "./harness.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds to be serious or critical. */
export async function serious(page) {
  const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

/** Puts axe into the page, past its policy: as the browser's own tools do. */
export const inject = (page) => page.evaluate(readFileSync(packageFile("axe-core/axe.min.js"), "utf8"));

export default {
  async "axe finds nothing serious on any view, in either language, in any theme"({ page }) {
    await page.setViewportSize(DESK);
    for (const theme of ["light", "dark", "contrast"]) {
      for (const lang of LANGUAGES) {
        await open(page, { lang, query: `theme=${theme}` });
        await inject(page);
        for (const view of VIEWS) {
          await openView(page, view);
          assert.deepEqual(await serious(page), [], `${view}, ${lang}, ${theme}`);
        }
      }
    }
  },

  async "axe finds nothing serious on a phone"({ page }) {
    await page.setViewportSize(PHONE);
    await open(page, { lang: "ja" });
    await inject(page);
    assert.deepEqual(await serious(page), [], "the editor");
    await page.click(".panes button:last-child");
    for (const view of VIEWS) {
      await openView(page, view);
      assert.deepEqual(await serious(page), [], view);
    }
  },

  async "axe finds nothing serious in any dialog"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang });
      await inject(page);
      await page.focus("#tab-map");
      for (const key of ["?", "x", "g", "s"]) {
        await page.keyboard.press(key);
        await page.waitForSelector("dialog[open]");
        await drawn(page);
        assert.deepEqual(await serious(page), [], `${key}, ${lang}`);
        await page.keyboard.press("Escape");
        await page.waitForSelector("dialog", { state: "detached" });
      }
    }
  },

  async "axe finds nothing serious in the full gallery and glossary, beside an example, or in a lesson"({ page }) {
    for (const [lang, theme] of [["en", "light"], ["ja", "dark"], ["ja", "contrast"]]) {
      for (const hash of ["#lesson/rules", "#example/selector-typo"]) {
        await page.goto("about:blank");
        await open(page, { lang, query: `theme=${theme}`, hash });
        await page.waitForSelector(".guide");
        await drawn(page);
        await inject(page);
        if (hash.startsWith("#lesson")) {
          await page.locator(".steps button").first().click();
          assert.deepEqual(await serious(page), [], `${hash}, ${lang}, ${theme}`);
          await page.locator(".steps button").nth(1).click();
          await page.waitForSelector(".closing");
          await page.locator(".closing .term button").first().click();
        }
        assert.deepEqual(await serious(page), [], `${hash}, ${lang}, ${theme}`);
        await page.keyboard.press("Escape");
      }
      for (const [key, filled] of [["x", ".gallery .cards"], ["g", ".glossary .card"]]) {
        await page.focus("#tab-map");
        await page.keyboard.press(key);
        await page.waitForSelector(filled);
        assert.deepEqual(await serious(page), [], `${key}, ${lang}, ${theme}`);
        await page.keyboard.press("Escape");
        await page.waitForSelector("dialog", { state: "detached" });
      }
    }
  },
};
