// Making elements. Text becomes text nodes only: nothing from a document is ever read as markup.

/**
 * An element. Properties that begin with `on` are listeners, `dataset` and `style` are assigned one by one, what has
 * a value `undefined`, `null` or `false` is left out, everything else becomes an attribute.
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else if (name === "value" || name === "checked") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Text in a direction of its own, so that Arabic and Hebrew names do not turn their surroundings round. */
export const own = (text, properties = {}) => el("bdi", properties, text);

/** `1 document`, `2 documents`. */
export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

const live = () => document.getElementById("live");

/** Tells screen readers what happened. */
export function announce(text) {
  live().textContent = text;
}
