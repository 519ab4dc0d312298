// Sentences with code between backquotes, as nodes. Nothing of a text is ever read as HTML.

/** @param {string} name @param {string} className @param {(Node | string)[]} children */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

/** @param {string} sentence */
export function prose(sentence) {
  const parts = sentence.split("`").map((part, index) => (index % 2 ? element("code", "", part) : part));
  return element("p", "", ...parts);
}
