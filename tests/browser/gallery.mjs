// Examples: found by words and keys, opened with their question and view, compared with their mended twin, and taken
// back; asked for by the address, in the page and in frames.

import assert from "node:assert/strict";

import { DESK, EDITOR, LANGUAGES, PHONE, drawn, open, origin, picture, rested, shownFindings, write } from "./harness.mjs";

/** The content as the page fetches it. */
const content = async (page, lang) => page.evaluate(async (lang) => (await fetch(`./content-${lang}.json`)).json(), lang);

/** Opens the gallery by its key. */
async function gallery(page) {
  await page.focus("#tab-map");
  await page.keyboard.press("x");
  await page.waitForSelector(".gallery .cards");
}

/** The ids of the rules that are found now. */
async function rules(page) {
  await page.click("#tab-problems");
  await drawn(page);
  return (await shownFindings(page)).map(({ rule }) => rule);
}

export default {
  async "nothing of the examples is fetched before they are wanted"({ page }) {
    const fetched = [];
    page.on("request", (request) => fetched.push(request.url()));
    await open(page);
    await drawn(page);
    assert.deepEqual(fetched.filter((url) => url.includes("content-")), []);
    await gallery(page);
    assert.equal(fetched.filter((url) => url.includes("content-en.json")).length, 1);
    await page.keyboard.press("Escape");
    await page.click('.languages button[lang="ja"]');
    await gallery(page);
    assert.equal(fetched.filter((url) => url.includes("content-")).length, 2, "once a language");
  },

  async "examples are found by their symptom, in both languages, and opened by the keyboard"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang });
      await gallery(page);
      await page.keyboard.type("<pending>");
      await drawn(page);
      assert.equal(await page.locator(".gallery .entry").count(), 1);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".guide.example");
      assert.equal(await page.$("dialog"), null);
      assert.equal(await page.getAttribute("#tab-kubectl", "aria-selected"), "true");
      assert.match(await page.innerText(".guide .symptom"), /<pending>/);
      assert.match(await page.inputValue(EDITOR), /type: LoadBalancer/);
      await gallery(page);
      await page.keyboard.type("qqqq");
      await drawn(page);
      assert.equal(await page.locator(".gallery .entry").count(), 0);
      await page.keyboard.press("Escape");
    }
  },

  async "the broken one and its mended twin are compared, and what was there before is taken back"({ page }) {
    await open(page);
    await write(page, "# mine\n");
    await gallery(page);
    const card = page.locator(".cards li", { hasText: "The selector matches no Pod" });
    await card.locator(".entry").click();
    await page.waitForSelector(".guide.example");
    assert.deepEqual(await rules(page), ["selector-matches-nothing"]);
    const [broken, mended] = [page.locator(".variants button").nth(0), page.locator(".variants button").nth(1)];
    assert.equal(await broken.getAttribute("aria-pressed"), "true");
    await mended.click();
    await drawn(page);
    assert.equal(await mended.getAttribute("aria-pressed"), "true");
    assert.deepEqual(await rules(page), []);
    await page.locator(".leave button").first().click();
    await drawn(page);
    assert.equal(await page.inputValue(EDITOR), "# mine\n");
    assert.equal(await page.$(".guide"), null);
  },

  async "every example opens in the page as the command sees it, and its twin has no error"({ page }) {
    await open(page);
    const { groups } = await content(page, "en");
    for (const { examples } of groups) {
      for (const example of examples) {
        for (const twin of example.mendedFiles ? ["", "/fixed"] : [""]) {
          await page.evaluate((id) => { location.hash = `example/${id}`; }, `${example.id}${twin}`);
          await page.waitForFunction(([title, pressed]) => {
            const variant = document.querySelector(".variants [aria-pressed=true]")?.nextElementSibling === null;
            return document.querySelector(".guide h2")?.textContent === title && variant === pressed;
          }, [example.title, twin !== ""]);
          assert.equal(await page.getAttribute(`#tab-${example.view ?? "map"}`, "aria-selected"), "true", example.id);
          if (twin) {
            await page.click("#tab-problems");
            await drawn(page);
            const grave = (await shownFindings(page)).filter(({ severity }) => severity !== "note");
            assert.deepEqual(grave, [], `${example.id}${twin}`);
          }
        }
      }
    }
  },

  async "an old cluster is set up as an article had it: its rules are the article's"({ page }) {
    await page.goto(`${origin}?lang=en&editor=plain#example/simple-service-2017`);
    await page.waitForSelector(".guide.example");
    await drawn(page);
    // What today's release would write is marked as gone: it is what the view compares with.
    const told = await page.$$eval(".rules-line:not(.removed)", (lines) => lines.map((line) => line.textContent).join("\n"));
    assert.match(told, /KUBE-SVC-EZC6WLOVQADP4IAW/);
    assert.doesNotMatch(told, /KUBE-SVC-EXBNZ76JOZU7PBN2/);
  },

  async "an example in a frame is asked for by its id"({ page }) {
    await page.goto(`${origin}embed/?lang=en&view=problems&example=named-port`);
    await page.waitForSelector(".finding");
    assert.deepEqual((await shownFindings(page)).map(({ rule }) => rule), ["named-target-port-missing"]);
  },

  async "an example outlives a reload, and the reader's own text is not lost to it"({ page }) {
    await open(page);
    await write(page, "# mine\n");
    await rested(page);
    await gallery(page);
    await page.locator(".cards li", { hasText: "The selector matches no Pod" }).locator(".entry").click();
    await page.waitForSelector(".guide.example");
    await rested(page);
    await page.reload();
    await page.waitForSelector(".guide.example");
    await page.goto("about:blank");
    await page.goto(`${origin}?lang=en&editor=plain`);
    await page.waitForSelector(EDITOR);
    assert.equal(await page.inputValue(EDITOR), "# mine\n");
  },

  async "pictures of the gallery and of an example"({ page }) {
    for (const [name, size] of [["desk", DESK], ["phone", PHONE]]) {
      await page.setViewportSize(size);
      for (const [lang, theme] of [["en", "light"], ["ja", "dark"], ["ja", "light"]]) {
        await open(page, { lang, query: `theme=${theme}` });
        await page.click(".tools button:first-child");
        await page.waitForSelector(".gallery .cards");
        await page.screenshot({ path: picture(`gallery-${name}-${lang}-${theme}`) });
        await page.locator(".cards:not(.lessons) .entry").nth(18).click();
        await page.waitForSelector(".guide.example");
        await page.screenshot({ path: picture(`example-${name}-${lang}-${theme}`) });
        const { scroll, client } = await page.evaluate(() => ({
          scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
        }));
        assert.ok(scroll <= client, `${name}, ${lang}: ${scroll} px of content in ${client} px`);
      }
    }
  },
};
