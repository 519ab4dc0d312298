// The editors, worked as a person works them: the code editor and the plain one, by pointer, keyboard and input method;
// files as tabs, dropped, pasted, downloaded, kept, and had back.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";

import {
  EDITOR, LANGUAGES, PHONE, asShown, commandFindings, drawn, eventually, open, openView, origin, packageFile, picture, rested,
  root, shownFindings, write,
} from "./harness.mjs";

const example = (lang) => readFileSync(new URL(`web/examples/echo.${lang}.yaml`, root), "utf8");

const SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n";
const SET = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: main
          image: nginx
          ports:
            - name: http
              containerPort: 8080
`;

/** So high that a whole example is drawn: CodeMirror draws only the lines that are seen. */
const TALL = { width: 1280, height: 1400 };

/** The text of the code editor, as far as it is drawn, without the facts at the ends of its lines. */
const codeText = (page) => page.locator(".cm-line").evaluateAll((lines) => lines.map((line) => {
  const copy = line.cloneNode(true);
  copy.querySelectorAll(".cm-inlay").forEach((inlay) => inlay.remove());
  return copy.textContent;
}).join("\n"));

/** Puts a text into the code editor, as typing over everything does. */
async function writeCode(page, text) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+a");
  if (text) await page.keyboard.insertText(text);
  else await page.keyboard.press("Delete");
  await drawn(page);
}

/** Facts at the ends of lines. */
const inlays = (page) => page.locator(".cm-inlay").allTextContents();

/** Takes the completion that is chosen of the list that is shown, as soon as it is this one. */
async function complete(page, wanted) {
  // While it asks for others, CodeMirror takes no key for the list.
  const list = ".cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)";
  await page.locator(`${list} li[aria-selected]`, { hasText: wanted }).waitFor();
  // Nor does it for one that has only just appeared.
  await rested(page, 150);
  await page.keyboard.press("Enter");
  await drawn(page);
}

/** The requests for the code editor, from now on. */
function requestsForCode(page) {
  const requests = [];
  page.on("request", (request) => request.url().endsWith("/editor.js") && requests.push(request.url()));
  return requests;
}

/** Moves the code editor's caret behind some words on its lines. */
async function caretBehind(page, words) {
  const line = page.locator(".cm-line", { hasText: words }).first();
  await line.click({ position: { x: 120, y: 8 } });
  await page.keyboard.press("Home");
  await page.keyboard.press("Home");
  const text = await line.evaluate((line) => line.firstChild && line.textContent);
  const steps = text.indexOf(words) + words.length;
  for (let step = 0; step < steps; step += 1) await page.keyboard.press("ArrowRight");
}

/** The names of the files' tabs. */
const tabs = (page) => page.$$eval(".files [role=tab]", (tabs) => tabs.map((tab) => tab.firstChild.textContent));

/** Drops files on the page. @param {[string, string][]} files */
async function drop(page, files) {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const [name, text] of files) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent("main", "dragover", { dataTransfer: transfer });
  await page.waitForSelector(".drop-here");
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
  await page.waitForSelector(".drop-here", { state: "detached" });
  await page.waitForSelector(".deed");
}

/** What the browser saves after a click. */
async function downloaded(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return [download.suggestedFilename(), Buffer.concat(chunks)];
}

/** The files of an archive, by its central directory; every checksum must be right. */
function unzipped(bytes) {
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    assert.equal(bytes.toString("latin1", at, at + 4), "PK\x01\x02");
    const [size, nameSize] = [bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28)];
    const name = bytes.toString("utf8", at + 46, at + 46 + nameSize);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + size);
    assert.equal(crc32(data), bytes.readUInt32LE(at + 16), name);
    at += 46 + nameSize;
    return [name, data.toString("utf8")];
  });
}

export default {
  async "a squiggle says on hover what the list says, and its fix mends it"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang, rich: true, view: "problems" });
      const [finding] = commandFindings(example(lang), lang).findings;
      const facts = lang === "en" ? ["→ 10.96.19.154", "→ no Pod"] : ["→ 10.96.19.154", "→ Podなし"];
      await eventually(async () => assert.deepEqual(await inlays(page), facts));
      await page.hover(".cm-lintRange-error");
      await page.waitForSelector(".cm-diagnostic");
      assert.ok((await page.textContent(".cm-finding")).startsWith(finding.message.replaceAll("`", "")));
      assert.ok(await page.textContent(".cm-fact"), "the field is explained below");
      await page.screenshot({ path: picture(`editor-hover-${lang}`) });
      await page.click(".cm-diagnosticAction");
      await page.waitForSelector(".cm-lintRange-error", { state: "detached" });
      await drawn(page);
      assert.deepEqual(await shownFindings(page), []);
      assert.ok((await inlays(page)).includes(lang === "en" ? "→ 2 Pods ready" : "→ 準備完了のPod 2個"));
    }
  },

  async "a mark beside a line says on hover what its squiggle says, as long as the pointer is on either"({ page }) {
    await open(page, { rich: true, view: "problems" });
    const [finding] = commandFindings(example("en"), "en").findings;
    await page.hover(".cm-lint-marker-error");
    await page.waitForSelector(".cm-diagnostic");
    assert.ok((await page.textContent(".cm-finding")).startsWith(finding.message.replaceAll("`", "")));
    await page.hover(".cm-diagnosticAction");
    await page.waitForTimeout(500);
    assert.ok(await page.isVisible(".cm-diagnostic"), "the fix can be pressed");
    await page.hover("h1");
    await page.waitForSelector(".cm-diagnostic", { state: "detached" });
    await page.hover(".cm-lint-marker-error");
    await page.click(".cm-diagnosticAction");
    await page.waitForSelector(".cm-lint-marker", { state: "detached" });
    assert.deepEqual(await shownFindings(page), []);
  },

  async "by keyboard: Ctrl+. fixes, Ctrl+Z takes it back, F2 explains, F8 finds, Esc and Tab leave"({ page }) {
    await page.setViewportSize(TALL);
    await open(page, { rich: true, view: "problems" });
    await page.focus(EDITOR);
    await page.keyboard.press("F8");
    await page.keyboard.press("Control+.");
    await page.waitForSelector(".cm-fixes button:focus");
    await page.screenshot({ path: picture("editor-fixes") });
    await page.keyboard.press("Enter");
    await drawn(page);
    assert.deepEqual(await shownFindings(page), []);
    assert.ok((await codeText(page)).includes("release: summer\n  ports"));
    await page.keyboard.press("Control+z");
    await drawn(page);
    assert.equal(await codeText(page), example("en"));
    await caretBehind(page, "targetPor");
    await page.mouse.move(640, 5);
    await page.keyboard.press("Escape");
    await page.keyboard.press("F2");
    assert.match(await page.textContent(".cm-fact"), /spec\.ports\[0\]\.targetPort/);
    await page.keyboard.press("Escape");
    await page.waitForSelector(".cm-fact", { state: "detached" });
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.notEqual(await page.evaluate(() => document.activeElement.className), "code-place");
    assert.equal(await codeText(page), example("en"));
  },

  async "completion offers fields, values, and what the files hold"({ page }) {
    await open(page, { rich: true });
    await writeCode(page, `${SET}---\n${SERVICE}  `);
    const choose = async (typed, wanted) => {
      await page.keyboard.type(typed);
      await complete(page, wanted);
    };
    await choose("sel", "selector");
    await choose("ap", "app: web");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+Tab");
    await choose("por", "ports");
    await choose("po", "port");
    await page.keyboard.type("80");
    await page.keyboard.press("Enter");
    await choose("tar", "targetPort");
    await page.keyboard.press("Control+Space");
    await choose("", "8080");
    await page.keyboard.press("Enter");
    await choose("proto", "protocol");
    await page.keyboard.press("Control+Space");
    await page.screenshot({ path: picture("editor-completion") });
    await choose("T", "TCP");
    const written = (await codeText(page)).split("---\n")[1];
    const ports = "  ports:\n    - port: 80\n      targetPort: 8080\n      protocol: TCP";
    assert.equal(written, `${SERVICE}  selector:\n    app: web\n${ports}`);
    assert.ok((await inlays(page)).includes("→ 2 Pods ready"));
  },

  async "an empty page begins with a whole object"({ page }) {
    await open(page, { rich: true });
    await writeCode(page, "");
    await page.keyboard.type("Ser");
    await complete(page, "Service");
    await page.keyboard.type("shop");
    await drawn(page);
    assert.ok((await codeText(page)).startsWith("apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n"));
  },

  async "an input method is left in peace in the code editor too"({ page }) {
    await open(page, { lang: "ja", rich: true, view: "problems" });
    const text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: ";
    await writeCode(page, text);
    const before = await shownFindings(page);
    const session = await page.context().newCDPSession(page);
    await session.send("Input.imeSetComposition", { text: "にほｎ", selectionStart: 3, selectionEnd: 3 });
    await drawn(page);
    assert.deepEqual(await shownFindings(page), before, "in the middle of a composition");
    await session.send("Input.insertText", { text: "日本" });
    const expected = commandFindings(`${text}日本`, "ja").findings.map(asShown);
    await eventually(async () => assert.deepEqual(await shownFindings(page), expected, "after it"));
    assert.equal(await codeText(page), `${text}日本`);
  },

  async "both editors mark the same lines, and the list says the same"({ page }) {
    await page.setViewportSize(TALL);
    const texts = [example("en"), `# 𠮷野家\n${SERVICE}  ports: [{port: 0}]\n  tpye: x\n`, "a: [\n---\nkind: Service\napiVersion: v1\n"];
    await open(page, { view: "problems" });
    const plain = [];
    for (const text of texts) {
      await write(page, text);
      plain.push([await page.$$eval(".numbers .mark", (marks) => marks.map((mark) => mark.textContent.trim())), await shownFindings(page)]);
    }
    await open(page, { rich: true, view: "problems" });
    for (const [at, text] of texts.entries()) {
      await writeCode(page, text);
      const marks = () => page.locator(".cm-content").evaluate((content) => {
        const tops = [...content.getRootNode().querySelectorAll(".cm-lint-marker")].map((mark) => mark.getBoundingClientRect().top);
        const numbers = [...content.getRootNode().querySelectorAll(".cm-lineNumbers .cm-gutterElement")].slice(1);
        return tops.map((top) => numbers.find((number) => Math.abs(number.getBoundingClientRect().top - top) < 11).textContent);
      });
      await eventually(async () => assert.deepEqual([await marks(), await shownFindings(page)], plain[at], text));
    }
  },

  async "the editors take over text, caret and focus from each other"({ page }) {
    let arrive;
    const arrives = new Promise((done) => (arrive = done));
    await page.route("**/editor.js", (route) => arrives.then(() => route.continue()));
    await page.goto(`${origin}?lang=en`);
    await page.waitForSelector(`textarea${EDITOR}`);
    await write(page, "kind: Pod\n# here\n");
    await page.$eval(EDITOR, (editor) => editor.setSelectionRange(12, 12));
    await page.keyboard.type("x");
    arrive();
    await page.waitForSelector(".cm-content");
    await page.keyboard.type("y");
    await drawn(page);
    assert.equal(await codeText(page), "kind: Pod\n# xyhere\n");
    await page.click(".editor-tools [aria-pressed]");
    assert.equal(await page.inputValue(EDITOR), "kind: Pod\n# xyhere\n");
    await page.unroute("**/editor.js");
    const requests = requestsForCode(page);
    await page.goto(origin);
    await page.waitForSelector(EDITOR);
    await rested(page);
    assert.deepEqual(requests, [], "the choice is remembered");
    assert.equal(await page.$eval(EDITOR, (editor) => editor.localName), "textarea", "the choice is remembered");
  },

  async "a finding that is clicked is selected and lit; typing over it is one step"({ page }) {
    await open(page, { rich: true, view: "problems" });
    await page.click(".finding .what");
    await drawn(page);
    assert.equal(await page.locator(".cm-lit").first().textContent(), "sumer");
    await page.keyboard.type("summer");
    await drawn(page);
    assert.deepEqual(await shownFindings(page), []);
    assert.equal(await page.locator(".cm-lit").count(), 0);
  },

  async "files are tabs: added, named, moved between, closed and had back"({ page }) {
    await page.setViewportSize(TALL);
    for (const rich of [false, true]) {
      await open(page, { rich, view: "problems" });
      const fill = rich ? writeCode : write;
      const text = () => (rich ? codeText(page) : page.inputValue(EDITOR));
      await fill(page, SET);
      await page.click('.files button:has-text("+")');
      await fill(page, `${SERVICE}  selector: {app: wbe}\n  ports: [{port: 80}]\n`);
      await page.focus("#file-tab");
      await page.keyboard.press("F2");
      await page.waitForSelector("input.file-name:focus");
      await page.keyboard.type("service.yaml");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#file-tab:focus");
      assert.deepEqual(await tabs(page), ["manifests.yaml", "service.yaml"]);
      assert.match((await page.textContent(".finding .place")), /^service\.yaml:\d+:\d+$/);
      await page.keyboard.press("ArrowLeft");
      await page.waitForSelector('#file-tab:has-text("manifests.yaml"):focus');
      await drawn(page);
      assert.equal(await text(), SET);
      await page.keyboard.press("Delete");
      await page.waitForSelector(".deed");
      assert.deepEqual(await tabs(page), ["service.yaml"]);
      await page.click(".deed button");
      await drawn(page);
      assert.deepEqual(await tabs(page), ["manifests.yaml", "service.yaml"]);
      assert.equal(await text(), SET);
    }
  },

  async "each file keeps its own history"({ page }) {
    await page.setViewportSize(TALL);
    await open(page, { rich: true });
    await writeCode(page, "a: 1\n");
    await page.click('.files button:has-text("+")');
    await writeCode(page, "b: 1\n");
    await page.click("[role=tab]:has-text('manifests.yaml') >> nth=0");
    await drawn(page);
    await page.focus(EDITOR);
    await page.keyboard.press("Control+z");
    await drawn(page);
    assert.equal(await codeText(page), example("en"));
    await page.click("[role=tab] >> nth=1");
    await drawn(page);
    assert.equal(await codeText(page), "b: 1\n");
  },

  async "dropped files take the place of the example, and what is left out is named"({ page }) {
    for (const lang of LANGUAGES) {
      await open(page, { lang });
      await drop(page, [["svc.yaml", SERVICE.replaceAll("\n", "\r\n")], ["README.md", "# no"], ["big.json", " ".repeat(1_000_001)], ["set.yml", SET]]);
      assert.deepEqual(await tabs(page), ["svc.yaml", "set.yml"]);
      assert.equal(await page.inputValue(EDITOR), SERVICE);
      assert.match(await page.textContent(".editor [role=status]"), /README\.md, big\.json/);
      await drop(page, [["svc.yaml", "a: 1\n"]]);
      await eventually(async () => assert.deepEqual(await tabs(page), ["svc.yaml", "set.yml", "svc-2.yaml"]));
      await page.click(".deed button");
      await drawn(page);
      assert.deepEqual(await tabs(page), ["svc.yaml", "set.yml"]);
    }
  },

  async "files are opened by the button, and a list that kubectl wrote is pasted"({ page }) {
    await open(page, { view: "problems" });
    await page.setInputFiles("input[type=file]", { name: "a.yaml", mimeType: "", buffer: Buffer.from(SET) });
    await page.waitForSelector(".deed");
    assert.deepEqual(await tabs(page), ["a.yaml"]);
    await open(page, { rich: true, view: "problems" });
    await writeCode(page, "");
    const item = (text) => text.trimEnd().split("\n").map((line, at) => `${at ? "  " : "- "}${line}\r\n`).join("");
    const list = `apiVersion: v1\r\nkind: List\r\nitems:\r\n${item(SET)}${item(`${SERVICE}  selector:\n    app: web\n  ports:\n  - port: 80`)}`;
    await page.evaluate((text) => {
      const content = document.querySelector(".code-place").shadowRoot.querySelector(".cm-content");
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
    }, list);
    await drawn(page);
    assert.deepEqual(await shownFindings(page), commandFindings(list, "en").findings.map(asShown));
    assert.ok((await inlays(page)).some((fact) => fact.includes("2 Pods ready") || fact.includes("Pods")));
  },

  async "one file is downloaded as it is, several as an archive"({ page }) {
    await open(page);
    const save = () => page.click(".editor-tools button >> nth=0");
    const [name, bytes] = await downloaded(page, save);
    assert.deepEqual([name, bytes.toString()], ["manifests.yaml", example("en")]);
    await page.click('.files button:has-text("+")');
    await write(page, "# 日本\n");
    const [archive, zip] = await downloaded(page, save);
    assert.equal(archive, "manifests.zip");
    assert.deepEqual(unzipped(zip), [["manifests.yaml", example("en")], ["manifests-2.yaml", "# 日本\n"]]);
  },

  async "fix all mends everything and can be taken back"({ page }) {
    await page.setViewportSize(TALL);
    for (const rich of [false, true]) {
      for (const lang of LANGUAGES) {
        await open(page, { lang, rich, view: "problems" });
        const text = () => (rich ? codeText(page) : page.inputValue(EDITOR));
        await page.click(".fix-all");
        await page.waitForSelector(".deed");
        await drawn(page);
        assert.deepEqual(await shownFindings(page), []);
        assert.equal(await page.$(".fix-all"), null);
        await page.screenshot({ path: picture(`editor-fixed-${lang}-${rich ? "code" : "plain"}`) });
        await page.click(".deed button");
        await drawn(page);
        assert.equal(await text(), example(lang));
        assert.equal((await shownFindings(page)).length, 1);
      }
    }
  },

  async "what is written is kept in this browser, and reset forgets it"({ page }) {
    await open(page);
    await write(page, "kind: Pod # mine\n");
    await page.waitForSelector(".editor-foot .link");
    await open(page, { kept: true });
    assert.equal(await page.inputValue(EDITOR), "kind: Pod # mine\n");
    await page.click(".editor-foot .link");
    await page.waitForSelector(".deed");
    assert.equal(await page.inputValue(EDITOR), example("en"));
    assert.equal(await page.evaluate(() => localStorage.getItem("portolan.files")), null);
    await page.click(".deed button");
    await drawn(page);
    assert.equal(await page.inputValue(EDITOR), "kind: Pod # mine\n");
    await write(page, `# ${"x".repeat(500_000)}\n`);
    await page.waitForFunction(() => document.querySelector(".editor-foot .hint")?.textContent.startsWith("Not saved"));
  },

  async "nothing in a text is read as markup"({ page }) {
    await open(page, { rich: true, view: "problems" });
    const bad = "<img src=x onerror=alert(1)>";
    await writeCode(page, `apiVersion: v1\nkind: Service\nmetadata:\n  name: "${bad}"\nspec:\n  selector: {app: "${bad}"}\n`);
    await page.hover(".cm-lintRange-error >> nth=0");
    await page.waitForSelector(".cm-diagnostic");
    assert.equal(await page.locator(".cm-tooltip img, .finding img").count(), 0);
  },

  async "a phone has the plain editor, and the code editor for those who want it"({ page }) {
    await page.setViewportSize(PHONE);
    for (const lang of LANGUAGES) {
      const requests = requestsForCode(page);
      await page.goto(`${origin}?lang=${lang}`);
      await page.waitForSelector(EDITOR);
      await rested(page);
      assert.deepEqual(requests, []);
      assert.equal(await page.$eval(EDITOR, (editor) => editor.localName), "textarea");
      await page.click(".editor-tools [aria-pressed]");
      await page.waitForSelector(".cm-content");
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
      }));
      assert.ok(scroll <= client, `${scroll} px of content in ${client} px`);
      await page.screenshot({ path: picture(`phone-${lang}-code`) });
      await page.click(".editor-tools [aria-pressed]");
      await page.evaluate(() => localStorage.clear());
    }
  },

  async "axe finds nothing serious in the code editor, its menus and its tabs"({ page }) {
    for (const theme of ["light", "dark", "contrast"]) {
      await open(page, { rich: true, query: `theme=${theme}` });
      await page.evaluate(readFileSync(packageFile("axe-core/axe.min.js"), "utf8"));
      await page.click('.files button:has-text("+")');
      await page.keyboard.press("ArrowLeft");
      await page.click("[role=tab] >> nth=0");
      await page.focus(EDITOR);
      await page.keyboard.press("F8");
      await page.keyboard.press("Control+f");
      await page.waitForSelector(".cm-search");
      await page.screenshot({ path: picture(`editor-search-${theme}`) });
      const serious = await page.evaluate(async () => {
        const { violations } = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
        return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
          .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
      });
      assert.deepEqual(serious, [], theme);
      await openView(page, "problems");
      await page.focus(EDITOR);
      await page.keyboard.press("Control+.");
    }
  },
};
