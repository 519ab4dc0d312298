// CodeMirror's style modules, put on a document by `adoptedStyleSheets`.
//
// The package makes a `<style>` element in documents, and only in shadow roots a sheet of its own. A strict
// `style-src 'self'` lets a script make sheets but no such elements, so documents get sheets as well.

import { StyleModule } from "style-mod";

/** The modules of each document or shadow root, in their order, and the sheet that holds their rules. */
const mounted = new WeakMap();

/**
 * @param {Document | ShadowRoot} root
 * @param {StyleModule | StyleModule[]} modules later ones overrule earlier ones
 */
StyleModule.mount = (root, modules) => {
  const given = Array.isArray(modules) ? modules : [modules];
  const { sheet, order } = mounted.get(root) ?? adopt(root);
  const next = [...given, ...order.filter((module) => !given.includes(module))];
  if (next.length !== order.length || next.some((module, at) => module !== order[at])) {
    sheet.replaceSync(next.map((module) => module.getRules()).join("\n"));
    mounted.set(root, { sheet, order: next });
  }
};

function adopt(root) {
  const sheet = new CSSStyleSheet();
  // In front: the page's own sheets overrule CodeMirror's.
  root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
  return { sheet, order: [] };
}

export { StyleModule };
