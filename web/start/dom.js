// Elements without HTML text: nothing that is shown is ever parsed.

/**
 * An element with properties (or, for names with a dash and `role`, attributes) and contents.
 * @param {string} name
 * @param {Record<string, unknown>} [properties]
 * @param {string | (Node | string)[]} [contents]
 */
export function element(name, properties = {}, contents = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role" || key === "for") made.setAttribute(key, String(value));
    else made[key] = value;
  }
  made.append(...(typeof contents === "string" ? [contents] : contents));
  return made;
}
