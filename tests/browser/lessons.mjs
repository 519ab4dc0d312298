// Lessons: worked through as a reader does, with hints, a wrong and a right answer, the solution, and what is kept.

import assert from "node:assert/strict";

import { DESK, EDITOR, LANGUAGES, PHONE, drawn, open, origin, picture, rested, write } from "./harness.mjs";

/** The content as the page fetches it. */
const content = async (page, lang) => page.evaluate(async (lang) => (await fetch(`./content-${lang}.json`)).json(), lang);

/** Opens a lesson by the address. */
async function lesson(page, id, lang = "en", query = "") {
  await page.goto("about:blank");
  await page.goto(`${origin}?lang=${lang}&editor=plain${query}#lesson/${id}`);
  await page.waitForSelector(".guide.lesson");
}

/** Which goals are met. */
const met = (page) => page.$$eval(".goal", (goals) => goals.map((goal) => goal.classList.contains("met")));

/** The button of a lesson that says so. */
const step = (page, name) => page.locator(".steps button", { hasText: name });

export default {
  async "a lesson is checked at every key press, and done when its goals are met"({ page }) {
    await lesson(page, "first-service");
    assert.deepEqual(await met(page), [false, false]);
    const start = await page.inputValue(EDITOR);
    await write(page, `${start}  ports:\n  - port: 80\n`);
    assert.deepEqual(await met(page), [true, false], "accepted, but nobody listens on port 80");
    assert.match(await page.innerText(".goal:last-child .now"), /refused/);
    await write(page, `${start}  ports:\n  - port: 80\n    targetPort: 8080\n`);
    assert.deepEqual(await met(page), [true, true], "another way than the solution's");
    await page.waitForSelector(".closing");
    await step(page, "Next lesson").click();
    await drawn(page);
    assert.match(await page.innerText(".guide h2"), /Labels choose the Pods/);
    assert.equal(await page.locator(".dots .dot.done").count(), 1);
  },

  async "hints come one by one, and the solution of every lesson does what it promises, in both languages"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang });
      const { lessons } = await content(page, lang);
      assert.equal(lessons.length, 10);
      for (const { id, title, hints, goals } of lessons) {
        await page.evaluate((id) => { location.hash = `lesson/${id}`; }, id);
        await page.waitForFunction((text) => document.querySelector(".guide h2")?.textContent.endsWith(text), title);
        assert.ok((await met(page)).includes(false), id);
        for (let count = 1; count <= hints.length; count += 1) {
          await page.locator(".steps button").first().click();
          await drawn(page);
          assert.equal(await page.locator(".hint-text").count(), count, id);
        }
        await page.locator(".steps button").first().click();
        await page.waitForSelector(".closing");
        assert.deepEqual(await met(page), goals.map(() => true), id);
      }
    }
  },

  async "a question takes a right answer and keeps it, and says what a wrong one is not"({ page }) {
    await lesson(page, "rules");
    const field = page.locator(".answer input");
    await field.nth(1).fill("1/2");
    await field.nth(1).press("Enter");
    await drawn(page);
    assert.match(await page.locator(".goal").nth(1).locator(".now").innerText(), /1\/2 is not it/);
    await field.nth(1).fill("33 %");
    await field.nth(1).press("Enter");
    await drawn(page);
    assert.deepEqual(await met(page), [false, true, false]);
    await write(page, (await page.inputValue(EDITOR)).replace("port: 80", "port: 80\n    targetPort: 9876"));
    assert.deepEqual(await met(page), [false, true, true]);
  },

  async "what is done is kept, shown in the gallery, and forgotten when asked"({ page }) {
    await lesson(page, "outside");
    await step(page, "Show the solution").click();
    await page.waitForSelector(".closing");
    await open(page);
    const shelf = async () => {
      await page.click(".tools button:first-child");
      await page.waitForSelector(".gallery .cards");
    };
    await shelf();
    assert.equal(await page.locator(".lessons .entry.done").count(), 1);
    await page.locator(".gallery .link").click();
    await drawn(page);
    assert.equal(await page.locator(".lessons .entry.done").count(), 0);
    assert.equal(await page.evaluate(() => localStorage.getItem("portolan.lessons")), "");
  },

  async "a lesson outlives a change of language and a reload"({ page }) {
    await lesson(page, "dns");
    await page.click('.languages button[lang="ja"]');
    await page.waitForFunction(() => document.querySelector(".guide h2")?.textContent.includes("名前とNamespace"));
    await rested(page);
    await page.goto(page.url().replace("lang=en", "lang=ja"));
    await page.reload();
    await page.waitForSelector(".guide.lesson");
    assert.match(await page.innerText(".guide h2"), /名前とNamespace/);
  },

  async "pictures of a lesson, at its start and done"({ page }) {
    for (const [name, size] of [["desk", DESK], ["phone", PHONE]]) {
      await page.setViewportSize(size);
      for (const [lang, theme] of [["en", "light"], ["ja", "dark"], ["ja", "light"]]) {
        await lesson(page, "ports", lang, `&theme=${theme}`);
        await page.screenshot({ path: picture(`lesson-${name}-${lang}-${theme}`) });
        await page.locator(".steps button").first().click();
        await page.locator(".steps button").nth(1).click();
        await page.waitForSelector(".closing");
        await page.screenshot({ path: picture(`lesson-done-${name}-${lang}-${theme}`) });
      }
    }
  },
};
