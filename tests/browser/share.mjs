// Sharing: the address keeps the page's state, links open what they were made of for ever, and what is copied works where
// it is pasted.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import zlib from "node:zlib";

import { EDITOR, LANGUAGES, VIEWS, command, drawn, eventually, open, openView, origin, picture, rested, root, write } from "./harness.mjs";

const read = (path) => readFileSync(new URL(path, root), "utf8");
const fragment = (page) => page.evaluate(() => location.hash);

/** A link as `docs/link-format.md` says that anybody may write it. */
function link(fields) {
  const dictionary = readFileSync(new URL("web/src/link/dictionary.txt", root));
  const data = Buffer.from(fields.map(([key, value]) => key + value).join("\x1f"));
  const check = zlib.crc32(data) & 0xffff;
  const packed = zlib.deflateRawSync(data, { level: 9, dictionary });
  return `#1${Buffer.concat([packed, Buffer.from([check >> 8, check & 255])]).toString("base64url")}`;
}

/** What a link says, as `docs/link-format.md` says that anybody may read it. */
function told(hash) {
  const dictionary = readFileSync(new URL("web/src/link/dictionary.txt", root));
  const bytes = Buffer.from(hash.slice(2), "base64url");
  const data = zlib.inflateRawSync(bytes.subarray(0, -2), { dictionary });
  assert.equal(bytes.readUInt16BE(bytes.length - 2), zlib.crc32(data) & 0xffff);
  return data.toString().split("\x1f");
}

/** Waits until the address has followed. */
const followed = (page, before) => page.waitForFunction((before) => location.hash !== before, before);

/** Opens the share menu at one of its forms. */
async function share(page, form) {
  await page.click(".tools button:nth-child(3)");
  await page.waitForSelector("dialog[open] #share-text");
  await page.check(`#share-${form}`);
  await drawn(page);
}

const shared = (page) => page.inputValue("#share-text");

async function leave(page) {
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
}

export default {
  async "the address follows the text in one entry of the history, and opens as it was left"({ page }) {
    await open(page);
    assert.equal(await fragment(page), "", "a page that was only opened has a plain address");
    const entries = await page.evaluate(() => history.length);
    for (const name of ["a", "b", "c"]) {
      const before = await fragment(page);
      await write(page, `# 日本語 ${name}\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n`);
      await followed(page, before);
    }
    const text = await page.inputValue(EDITOR);
    assert.equal(await page.evaluate(() => history.length), entries);
    await page.reload();
    await page.waitForSelector(EDITOR);
    assert.equal(await page.inputValue(EDITOR), text);
  },

  async "the examples fit into a short line"({ page }) {
    for (const lang of LANGUAGES) {
      for (const text of [read(`web/examples/echo.${lang}.yaml`), read("examples/echo.yaml")]) {
        await open(page, { lang });
        await write(page, text);
        await share(page, "link");
        const { hash } = new URL(await shared(page));
        assert.ok(hash.length <= 260, `${hash.length} characters`);
        assert.deepEqual(told(hash), [`t${text}`], "others can read it");
        await leave(page);
      }
    }
  },

  async "a link opens what it was made of, in the reader's own language"({ page }) {
    await open(page, { lang: "ja", view: "rules" });
    await page.click("#what-if");
    await page.click(".stepper button:last-child");
    await drawn(page);
    await share(page, "link");
    const address = new URL(await shared(page));
    const text = await page.inputValue(EDITOR);
    await open(page, { lang: "en", hash: address.hash });
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    assert.equal(await page.inputValue(EDITOR), text);
    assert.equal(await page.getAttribute("#tab-rules", "aria-selected"), "true");
    assert.match(await page.innerText(".what-if-chips"), /rs\/echo-summer\.replicas=3/);
  },

  async "links that are about open, and so do those that others write"({ page }) {
    const lines = read("web/src/link/golden.txt").split("\n").filter((line) => /^1\S+$/.test(line));
    assert.ok(lines.length >= 6);
    for (const line of lines) {
      await open(page, { hash: `#${line}` });
      const partly = /a later page/.test(read("web/src/link/golden.txt").split(line)[0].split("\n").at(-2));
      assert.equal(Boolean((await page.innerText(".notice")).trim()), partly, line.slice(0, 20));
    }
    await open(page, { hash: link([["v", "kubectl"], ["n", "web.yaml"], ["t", "# 手書き\n"]]) });
    assert.equal(await page.inputValue(EDITOR), "# 手書き\n");
    assert.equal(await page.getAttribute("#tab-kubectl", "aria-selected"), "true");
  },

  async "a link that is pasted into the address opens in place"({ page }) {
    await open(page);
    await page.evaluate((hash) => { location.hash = hash; }, link([["t", "kind: Pod\n"]]));
    await page.waitForFunction((editor) => document.querySelector(editor).value === "kind: Pod\n", EDITOR);
    await page.evaluate(() => { location.hash = "#editor-title"; });
    await drawn(page);
    assert.equal(await page.inputValue(EDITOR), "kind: Pod\n", "another page's anchor is not a link");
  },

  async "a link that cannot be opened is told of, and leaves the reader's text alone"({ page }) {
    const whole = link([["t", read("examples/echo.yaml")]]);
    const broken = {
      newer: [`#2${whole.slice(2)}`, /newer version/, /新しいバージョン/],
      cut: [whole.slice(0, whole.length / 2), /not whole/, /欠けて/],
      changed: [`${whole.slice(0, 40)}AAAA${whole.slice(44)}`, /changed on its way|not whole/, /書き換わって|欠けて/],
      swollen: [link([["t", "a".repeat(5 << 20)]]), /4 MB/, /4 MB/],
    };
    for (const [name, [hash, en, ja]] of Object.entries(broken)) {
      for (const [lang, words] of [["en", en], ["ja", ja]]) {
        await open(page, { lang, hash });
        assert.match(await page.innerText(".notice"), words, `${name}, ${lang}`);
        assert.equal(await page.inputValue(EDITOR), read(`web/examples/echo.${lang}.yaml`), name);
      }
    }
    await page.click(".notice button");
    await drawn(page);
    assert.equal((await page.innerText(".notice")).trim(), "");
  },

  async "a link leaves the reader's own files where they can be had back"({ page }) {
    await open(page);
    const own = "# mine\nkind: Pod\n";
    await write(page, own);
    await page.waitForFunction(() => localStorage.getItem("portolan.files")?.includes("# mine"));
    const kept = await page.evaluate(() => localStorage.getItem("portolan.files"));
    for (const hash of ["#2abcdefgh", link([["t", "kind: Service\n"]])]) {
      await open(page, { hash, kept: true });
      await rested(page);
      assert.equal(await page.evaluate(() => localStorage.getItem("portolan.files")), kept, hash);
    }
    assert.equal(await page.inputValue(EDITOR), "kind: Service\n");
    await page.click(".deed button");
    await drawn(page);
    assert.equal(await page.inputValue(EDITOR), own);
  },

  async "the files are downloaded as an archive"({ page }) {
    await open(page);
    await share(page, "link");
    const [archive] = await Promise.all([page.waitForEvent("download"), page.click(".share-zip")]);
    assert.equal(archive.suggestedFilename(), "manifests.zip");
    const bytes = readFileSync(await archive.path());
    assert.equal(bytes.subarray(0, 4).toString("latin1"), "PK\x03\x04");
    assert.ok(bytes.includes(Buffer.from(read("web/examples/echo.en.yaml"))));
  },

  async "what is too long for a link is told of"({ page }) {
    await open(page);
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 2147483647).toString(36);
    await write(page, `# ${Array.from({ length: 30_000 }, random).join(" ")}\n`);
    // A text of this length is analysed when the reader pauses, and the address is written after that.
    await rested(page);
    await rested(page);
    assert.equal(await fragment(page), "", "the address stays short");
    await page.click(".tools button:nth-child(3)");
    await page.waitForSelector("dialog[open] .share");
    assert.match(await page.innerText(".share"), /too long for a link/);
  },

  async "what is copied is on the clipboard, and that is said"({ page, context }) {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    for (const [lang, words] of [["en", "Copied."], ["ja", "コピーしました。"]]) {
      await open(page, { lang });
      for (const form of ["link", "markdown-link", "markdown", "mermaid", "embed", "command"]) {
        await share(page, form);
        await page.click(".share-do .primary");
        await eventually(async () => assert.equal(await page.innerText(".share-do [role=status]"), words));
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await shared(page), form);
        await leave(page);
      }
    }
  },

  async "the command that is copied runs in a shell, for every view"({ page }) {
    const tools = mkdtempSync(join(tmpdir(), "portolan-"));
    symlinkSync(resolve(command), join(tools, "portolan"));
    const PATH = `${tools}:${dirname(process.execPath)}:${process.env.PATH}`;
    await open(page);
    await page.click("#what-if");
    await page.click(".stepper button:last-child");
    await page.selectOption(".what-if-pods li select >> nth=0", "terminating");
    for (const view of VIEWS) {
      await openView(page, view);
      await share(page, "command");
      const line = await shared(page);
      const done = spawnSync("sh", ["-c", line], { encoding: "utf8", env: { ...process.env, PATH } });
      assert.ok(done.status === 0 || (["problems", "walk"].includes(view) && done.status === 1), `${line}\n${done.stderr}`);
      assert.ok(done.stdout.trim(), line);
      assert.equal(/--terminating/.test(line), view !== "problems", line);
      await leave(page);
    }
  },

  async "a frame shows what was shared"({ page }) {
    await open(page, { lang: "ja", view: "endpoints" });
    await write(page, "# 枠の中\n");
    await share(page, "embed");
    for (const box of await page.$$(".share-switches input")) await box.check();
    await drawn(page);
    const [, src] = /src="([^"]+)"/.exec(await shared(page));
    const address = src.replaceAll("&amp;", "&");
    assert.ok(address.startsWith(`${origin}embed/?view=endpoints&edit=1&lang=ja`) || address.includes("/embed/?view=endpoints&edit=1"), address);
    await page.goto(address);
    await page.waitForSelector("#manifests");
    assert.equal(await page.inputValue(EDITOR), "# 枠の中\n");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
  },

  async "Markdown has the manifests and a link that opens"({ page }) {
    await open(page);
    await share(page, "markdown");
    const text = await shared(page);
    assert.ok(text.includes(`\`\`\`yaml\n${read("web/examples/echo.en.yaml")}\`\`\`\n`), text);
    const [, address] = /\]\((\S+)\)\n$/.exec(text);
    await page.screenshot({ path: picture("share-en") });
    await page.goto("about:blank");
    await page.goto(address);
    await page.waitForSelector("#manifests, .cm-content");
    assert.equal((await page.innerText(".notice")).trim(), "");
  },
};
