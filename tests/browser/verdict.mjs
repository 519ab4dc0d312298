// One sentence on top: it answers for the traffic at every key press, leads to the line, and is mended by a button.

import assert from "node:assert/strict";

import { EDITOR, LANGUAGES, caretAt, drawn, open, openView, selected, write } from "./harness.mjs";

/** What the verdict says, and how it sounds. */
const verdict = (page) => page.$eval(".verdict", (verdict) => ({
  tone: ["good", "partly", "bad", "open"].find((tone) => verdict.classList.contains(tone)),
  sentence: verdict.querySelector(".said p").innerText,
}));

const BROKEN = {
  en: "Traffic from a client Pod to http://echo/ cannot arrive: no Pod has release=sumer; did you mean summer?",
  ja: "クライアントのPodからhttp://echo/へのトラフィックは届きません: release=sumerを持つPodがありません。summerの書き間違いではありませんか？",
};
const MENDED = {
  en: "Traffic from a client Pod to http://echo/ reaches 2 Pods, half each",
  ja: "クライアントのPodからhttp://echo/へのトラフィックは2個のPodに半分ずつ届きます",
};

export default {
  async "the first sentence that a visitor reads says what is wrong, and its button mends it"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang });
      const before = await verdict(page);
      assert.equal(before.tone, "bad");
      assert.ok(before.sentence.endsWith(BROKEN[lang]), before.sentence);
      await page.click(".verdict button.primary");
      await drawn(page);
      const after = await verdict(page);
      assert.equal(after.tone, "good");
      assert.ok(after.sentence.endsWith(MENDED[lang]), after.sentence);
    }
  },

  async "the verdict follows every key press, through what is not YAML and through nothing at all"({ page }) {
    await open(page);
    const says = async (text) => {
      await write(page, text);
      return verdict(page);
    };
    assert.equal((await says("")).tone, "open");
    const unreadable = await says("a: [b\n");
    assert.equal(unreadable.tone, "bad");
    assert.match(unreadable.sentence, /Line 2 cannot be read/);
    const refused = await says("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 0}]}\n");
    assert.match(refused.sentence, /The API server refuses Service web: .*port/);
    const alone = await says("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: web}]}\n");
    assert.match(alone.sentence, /Nothing leads to this Pod: there is no Service/);
  },

  async "the verdict leads to the line, lights up with it, and to the walk"({ page }) {
    await open(page, { view: "problems" });
    await page.click('.verdict button:text-is("Show the line")');
    await drawn(page);
    assert.equal(await selected(page), "sumer");
    assert.ok(await page.$(".verdict.lit"), "the caret is in the field that is to blame");
    await caretAt(page, "kind: ReplicaSet");
    assert.equal(await page.$(".verdict.lit"), null);
    await page.click('.verdict button:text-is("Walk the way")');
    await drawn(page);
    assert.equal(await page.getAttribute("#tab-walk", "aria-selected"), "true");
  },

  async "a question of the reader is what the verdict answers"({ page }) {
    await open(page, { view: "walk" });
    await page.selectOption(".ask-from", "node/node-a");
    await drawn(page);
    assert.match((await verdict(page)).sentence, /Traffic from node node-a to http:\/\/echo\/ cannot arrive/);
    await openView(page, "map");
    assert.match((await verdict(page)).sentence, /node-a/);
    assert.ok((await page.inputValue(EDITOR)).includes("sumer"));
  },
};
