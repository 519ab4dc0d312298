// The glossary: every card with its link, filtered; and words that show their card where they stand.

import assert from "node:assert/strict";

import { DESK, LANGUAGES, PHONE, drawn, eventually, open, origin, picture } from "./harness.mjs";

/** Opens all cards by the key. */
async function glossary(page) {
  await page.focus("#tab-map");
  await page.keyboard.press("g");
  await page.waitForSelector(".glossary .card");
}

export default {
  async "cards are filtered, and link to the documentation without a request"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang });
      await glossary(page);
      const links = await page.$$eval(".glossary a", (all) => all.map(({ href, rel, target }) => ({ href, rel, target })));
      assert.ok(links.length >= 30, `${links.length} cards`);
      for (const { href, rel, target } of links) {
        assert.ok(href.startsWith(`https://kubernetes.io/${lang === "ja" ? "ja/" : ""}docs/`), href);
        assert.deepEqual([rel, target], ["noopener noreferrer", "_blank"]);
      }
      await page.fill(".search", "conntrack");
      await drawn(page);
      assert.equal(await page.locator(".glossary .card").count(), 1);
      await page.fill(".search", "qqqq");
      await drawn(page);
      assert.equal(await page.locator(".glossary .card").count(), 0);
      await page.keyboard.press("Escape");
    }
  },

  async "a word shows its card by mouse and by keyboard, inside the window, and Escape closes it"({ page }) {
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await page.goto("about:blank");
      await page.goto(`${origin}?lang=ja&editor=plain#lesson/policy-local`);
      await page.waitForSelector(".guide .term button");
      const card = page.locator(".guide .term .card").first();
      assert.equal(await card.isVisible(), false);
      await page.locator(".guide .term button").first().focus();
      await page.keyboard.press("Enter");
      await card.locator("a").waitFor({ state: "visible" });
      assert.match(await card.innerText(), /マスカレード[^]*SNAT/);
      await eventually(async () => {
        const { x, y, width, height } = await card.boundingBox();
        assert.ok(x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height, "inside the window");
      });
      await page.screenshot({ path: picture(`term-${size.width}`) });
      await page.keyboard.press("Escape");
      await card.waitFor({ state: "hidden" });
    }
  },

  async "pictures of the glossary"({ page }) {
    for (const [lang, theme] of [["en", "light"], ["ja", "dark"]]) {
      await open(page, { lang, query: `theme=${theme}` });
      await glossary(page);
      await page.screenshot({ path: picture(`glossary-${lang}-${theme}`) });
    }
  },
};
