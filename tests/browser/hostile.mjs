// Manifests are only ever text: what looks like HTML, a script, a style or an address in them stays what it is.

import assert from "node:assert/strict";

import { LANGUAGES, VIEWS, drawn, eventually, open, openView, write } from "./harness.mjs";

/** What somebody would write who wants a page to run it; each sets `window.hit` or asks for something. */
const CHARMS = [
  "<img src=x onerror=\"window.hit=1\">",
  "<script>window.hit=2</script>",
  "<svg onload=window.hit=3><style>*{display:none}</style>",
  "\"><iframe srcdoc=\"<script>parent.hit=4</script>\">",
  "javascript:window.hit=5",
  "</textarea></pre></title><b id=hit>",
  "{{constructor.constructor('window.hit=6')()}}",
  "url(https://evil.example/x)",
  "]]><!-- --> &lt;b id=hit&gt;",
  "`<b id=hit>`",
  "\u202egnp.exe\u202c\u0000",
];

/** Everything that a text can come in by: names, labels, annotations, ports, hosts, addresses, comments, keys, values. */
function manifest(charm) {
  const text = JSON.stringify(charm);
  return `# ${charm.replaceAll("\u0000", "")}
apiVersion: v1
kind: Service
metadata:
  name: echo
  labels: {app: ${text}, ${text}: x}
  annotations: {${text}: ${text}, portolan.dev/lb-hostname: ${text}, portolan.dev/lb-ip: ${text}}
spec:
  type: LoadBalancer
  selector: {app: ${text}}
  externalIPs: [${text}]
  loadBalancerSourceRanges: [${text}]
  ports: [{name: ${text}, port: 80, targetPort: ${text}, appProtocol: ${text}}]
---
apiVersion: v1
kind: Service
metadata: {name: elsewhere}
spec: {type: ExternalName, externalName: ${text}}
---
apiVersion: v1
kind: Service
metadata: {name: ${text}, namespace: ${text}}
spec: {selector: {app: web}, ports: [{port: ${text}}], ${text}: 1}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${text}}}
  template:
    metadata: {labels: {app: ${text}}, annotations: {portolan.dev/phase: ${text}, portolan.dev/pod-ip: ${text}}}
    spec:
      hostname: ${text}
      nodeName: ${text}
      containers: [{name: ${text}, image: ${text}, env: [{name: ${text}, value: ${text}}], ports: [{name: ${text}, containerPort: 80}]}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {ingressClassName: ${text}, rules: [{host: ${text}, http: {paths: [{path: ${text}, pathType: Prefix, backend: {service: {name: echo, port: {name: ${text}}}}}]}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${text}}
spec: {podSelector: {matchLabels: {app: ${text}}}, ingress: [{from: [{ipBlock: {cidr: ${text}}}]}]}
---
apiVersion: v1
kind: Node
metadata: {name: ${text}, labels: {topology.kubernetes.io/zone: ${text}}}
status: {addresses: [{type: InternalIP, address: ${text}}]}
---
${text}: ${text}
---
{${text}
`;
}

/** A manifest whose names are allowed but whose free texts are not harmless: it reaches every view. */
function accepted(charm) {
  const text = JSON.stringify(charm);
  return `apiVersion: v1
kind: Service
metadata: {name: echo, annotations: {note: ${text}}}
spec: {selector: {app: echo}, ports: [{name: http, port: 80, targetPort: http, appProtocol: "x.example/y"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: echo, labels: {app: echo}, annotations: {note: ${text}}}
spec: {containers: [{name: echo, image: ${text}, ports: [{name: http, containerPort: 80}], env: [{name: A, value: ${text}}]}]}
status: {phase: Running, message: ${text}, reason: ${text}, podIP: 10.0.0.7, conditions: [{type: Ready, status: "True", reason: ${text}, message: ${text}}]}
`;
}

/** What a page that ran, parsed or asked for something of a manifest would show. */
const signs = (page) => page.evaluate(() => {
  const foreign = [...document.querySelectorAll("#hit, iframe, object, embed, base, script:not([src]), style, img:not([src='./icon.svg'])")];
  const handlers = [...document.querySelectorAll("*")].filter((element) =>
    [...element.attributes].some(({ name, value }) => /^on/.test(name) || (/^(href|src|action|xlink:href)$/.test(name) && /^\s*(javascript|data|https?:\/\/evil)/i.test(value))));
  return {
    hit: window.hit,
    foreign: foreign.map((element) => element.outerHTML.slice(0, 200)),
    handlers: handlers.map((element) => element.outerHTML.slice(0, 200)),
    violations: window.violations,
  };
});

const NONE = { hit: undefined, foreign: [], handlers: [], violations: [] };

async function watch(page) {
  page.on("dialog", (dialog) => {
    dialog.dismiss();
    assert.fail(`a dialog: ${dialog.message()}`);
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
}

export default {
  async "no text of a manifest becomes anything else, on any view"({ page }) {
    await watch(page);
    for (const lang of LANGUAGES) {
      await open(page, { lang });
      for (const charm of CHARMS) {
        for (const text of [manifest(charm), accepted(charm)]) {
          await write(page, text);
          for (const view of VIEWS) {
            await openView(page, view);
            assert.deepEqual(await signs(page), NONE, `${JSON.stringify(charm)} on ${view} (${lang})`);
          }
        }
      }
    }
  },

  async "no text of a manifest becomes anything else in the code editor, with its marks and what they say"({ page }) {
    await watch(page);
    await open(page, { rich: true });
    for (const charm of CHARMS.slice(0, 6)) {
      await page.click(".cm-content");
      await page.keyboard.press("Control+a");
      await page.keyboard.insertText(manifest(charm));
      await drawn(page);
      for (let finding = 0; finding < 3; finding += 1) {
        await page.keyboard.press("F8");
        await page.keyboard.press("F2");
        await drawn(page);
      }
      const { foreign, ...rest } = await signs(page);
      assert.deepEqual({ foreign, ...rest }, NONE, charm);
      const inside = await page.evaluate(() => [...document.querySelectorAll("*")].flatMap((element) =>
        element.shadowRoot ? [...element.shadowRoot.querySelectorAll("#hit, iframe, script, style, img:not(.cm-widgetBuffer)")].map((found) => found.outerHTML) : []));
      assert.deepEqual(inside, [], charm);
    }
  },

  async "nothing of an address becomes anything but text"({ page }) {
    await watch(page);
    for (const charm of CHARMS) {
      const encoded = encodeURIComponent(charm.replaceAll("\u0000", ""));
      await open(page, { query: `lang=${encoded}&theme=${encoded}&view=${encoded}`, hash: `#${encoded}` });
      assert.deepEqual(await signs(page), NONE, charm);
    }
  },

  async "the policy forbids what a mistake would let in"({ page, complaints }) {
    await watch(page);
    await open(page);
    await page.evaluate(() => {
      const button = document.createElement("button");
      button.setAttribute("onclick", "window.hit=1");
      const script = document.createElement("script");
      script.textContent = "window.hit=2";
      const image = document.createElement("img");
      image.src = "https://evil.example/x.png";
      const form = document.createElement("form");
      form.action = "https://evil.example/";
      document.body.append(button, script, image, form);
      button.click();
      form.submit();
      // Not here, where the test's own call is let through, but in a task of the page.
      setTimeout(() => (0, eval)("window.hit=3"));
      return fetch("https://evil.example/").catch(() => new Promise((done) => setTimeout(done, 100)));
    });
    await drawn(page);
    await eventually(async () => {
      const directives = await page.evaluate(() => [...new Set(violations.map((one) => one.split(" ")[0]))].sort());
      assert.deepEqual(directives, ["connect-src", "form-action", "img-src", "script-src", "script-src-attr", "script-src-elem"]);
    });
    assert.equal(await page.evaluate(() => window.hit), undefined);
    // All of it was refused by the browser, which says so.
    complaints.length = 0;
  },
};
