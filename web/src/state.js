// What the reader has chosen, kept in the address (`#…`), so that a link leads to what is seen.

import { HIDDEN } from "./kinds.js";
import { isoDay, firstDay } from "./model.js";

const TABS = ["places", "documents", "unplaced"];

/** How each choice is written in the address. What has its default is left out. */
const FIELDS = {
  at: { parse: parseView, print: ({ zoom, lat, lon }) => [round(zoom, 2), round(lat, 4), round(lon, 4)].join("/") },
  place: { parse: (text) => text, print: (id) => id },
  read: { parse: (text) => text, print: (id) => id },
  tab: { parse: (text) => (TABS.includes(text) ? text : "places"), print: (tab) => tab },
  q: { parse: (text) => text, print: (text) => text },
  docs: { parse: (text) => new Set(text.split(",").map(decoded)), print: (ids) => [...ids].map(encodeURIComponent).join(",") },
  off: { parse: (text) => new Set(text === "none" ? [] : text.split(",")), print: (groups) => [...groups].join(",") || "none" },
  from: { parse: parseDay, print: isoDay },
  to: { parse: parseDay, print: isoDay },
  undated: { parse: (text) => text !== "0", print: (shown) => (shown ? "1" : "0") },
  sure: { parse: (text) => Math.min(1, Math.max(0, Number(text) || 0)), print: (least) => String(least) },
  names: { parse: (text) => text !== "0", print: (shown) => (shown ? "1" : "0") },
  decide: { parse: (text) => text !== "0", print: (on) => (on ? "1" : "0") },
  embed: { parse: (text) => text !== "0", print: () => "1" },
  theme: { parse: (text) => (text === "dark" || text === "light" ? text : "auto"), print: (theme) => theme },
};

/** A fresh state: everything shown, nothing chosen. */
export const fresh = () => ({
  at: null, place: null, read: null, tab: "places", q: "", docs: new Set(), off: new Set(HIDDEN), from: null, to: null,
  undated: true, sure: 0, names: true, theme: "auto", decide: false, embed: false,
});

/** A part of the address; as it stands where it was cut or mistyped. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const round = (value, decimals) => Number(value.toFixed(decimals));

function parseView(text) {
  const [zoom, lat, lon] = text.split("/").map(Number);
  return [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 90 ? { zoom, lat, lon } : null;
}

function parseDay(text) {
  return /^-?\d{1,6}-\d\d-\d\d$/.test(text) ? firstDay(text) : null;
}

const sameSet = (one, other) => one instanceof Set && one.size === other.size && [...one].every((item) => other.has(item));

/** Reads an address. What is not understood is passed over. */
export function parse(hash) {
  const state = fresh();
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    // `#embed` has no value.
    if (Object.hasOwn(FIELDS, name) && (text !== "" || name === "embed")) state[name] = FIELDS[name].parse(text);
  }
  return state;
}

/** Writes an address; `:` `/` and `,` stay readable. */
export function print(state) {
  const defaults = fresh();
  const parts = Object.entries(FIELDS).flatMap(([name, { print: one }]) => {
    const value = state[name];
    if (value === null || value === "" || value === defaults[name] || sameSet(value, defaults[name])) return [];
    return [`${name}=${encodeURIComponent(one(value)).replace(/%3A/g, ":").replace(/%2F/g, "/").replace(/%2C/g, ",")}`];
  });
  return parts.length > 0 ? `#${parts.join("&")}` : "#";
}

/** The state of the page, and those who want to know when it changes. */
export class Store {
  #listeners = [];
  /** The address that the state agrees with, as the browser spells it. */
  #address = location.hash;

  /** `known` are the ids of the documents; others, of an older map, filter nothing. */
  constructor(known) {
    this.known = known;
    this.state = this.#read();
    addEventListener("hashchange", () => this.#follow());
  }

  #read() {
    this.#address = location.hash;
    const state = parse(location.hash);
    return { ...state, docs: new Set([...state.docs].filter((id) => this.known.has(id))) };
  }

  /** Takes over an address that someone else has written. Says whether there was one. */
  #follow() {
    if (location.hash === this.#address) return false;
    this.set(this.#read());
    return true;
  }

  /** The address of the state with some changes. */
  address(changes) {
    return `${location.href.replace(/#.*$/s, "")}${print({ ...this.state, ...changes })}`;
  }

  /** Calls `listener` with the state now and after every change of one of the fields named. */
  on(fields, listener) {
    this.#listeners.push([fields, listener]);
    listener(this.state);
  }

  /** Changes some fields, tells who listens to them and writes the address. */
  set(changes) {
    const changed = Object.keys(changes).filter((name) => changes[name] !== this.state[name]);
    if (changed.length === 0) return;
    Object.assign(this.state, changes);
    for (const [fields, listener] of this.#listeners) {
      if (fields.some((field) => changed.includes(field))) listener(this.state);
    }
    clearTimeout(this.printing);
    // Browsers refuse more than some hundred changes of the address in half a minute.
    this.printing = setTimeout(() => {
      // A reader may just have gone to another address, of which the browser has not told us yet.
      if (this.#follow()) return;
      history.replaceState(null, "", print(this.state));
      this.#address = location.hash;
    }, 120);
  }
}
