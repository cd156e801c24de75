// What the reader decides: which words mean which place, which are none, and what is right. It is kept in the browser and
// saved as the decisions.csv that the program reads beside its output; the map itself changes with the next run.

import { announce, el, own, plural } from "./dom.js";
import { cell, save } from "./download.js";
import { fold } from "./fold.js";

const COLUMNS = ["scope", "in", "prefix", "exact", "suffix", "decision", "place", "lat", "lon", "name", "kind", "who", "when", "why"];

/** How wide a decision can hold: the key in the file, what the reader sees, and of which mentions with the same words it holds. */
const SCOPES = [
  ["mention", "only here", (citation, other) => other === citation],
  ["document", "in this document", (citation, other) => other.document === citation.document],
  ["everywhere", "everywhere", () => true],
];

const before = ({ document, from, start }) => document.text.slice(from, start);
const behind = ({ document, end, to }) => document.text.slice(end, to);

/** All mentions, by their words. */
function alike({ features, unresolved }) {
  const placed = features.filter(({ whole }) => whole === null).flatMap(({ citations }) => citations);
  const found = new Map();
  for (const citation of [...placed, ...unresolved.map((one) => one.citation)]) {
    const { surface } = citation;
    if (found.has(surface)) found.get(surface).push(citation);
    else found.set(surface, [citation]);
  }
  return found;
}

/** Whether a row is about a mention. */
function isAbout(row, citation) {
  if (row.exact !== citation.surface) return false;
  if (row.scope === "everywhere") return true;
  if (row.in !== citation.document.id) return false;
  return row.scope === "document" || (row.prefix === before(citation) && row.suffix === behind(citation));
}

/** The decisions of the reader. */
export class Decisions {
  #key;
  #listeners = new Set();
  /** The mentions of the page by their words, once somebody decides. */
  #alike = null;

  constructor(model) {
    this.model = model;
    // Pages of other documents may be kept at the same address.
    const ids = model.documents.map(({ id }) => id).join("\n");
    let sum = 0;
    for (const letter of ids) sum = (sum * 31 + letter.codePointAt(0)) % 4294967291;
    this.#key = `araxes-decisions-${sum}`;
    this.rows = [];
    this.who = "";
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key));
      if (Array.isArray(kept?.rows)) Object.assign(this, { rows: kept.rows, who: String(kept.who ?? "") });
    } catch {
      // Some browsers keep nothing for pages that are opened from a file.
    }
  }

  /** Calls `listener` now and after every change, as long as `element` is part of the page. */
  on(element, listener) {
    this.#listeners.add({ element, listener });
    listener();
  }

  #changed() {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ rows: this.rows, who: this.who }));
    } catch {
      // It is not kept beyond this page then; the file can be saved all the same.
    }
    for (const one of this.#listeners) {
      if (one.element.isConnected) one.listener();
      else this.#listeners.delete(one);
    }
  }

  sign(who) {
    this.who = who;
    this.#changed();
  }

  /** The row that counts for a mention: the narrowest, and of these the last. */
  of(citation) {
    for (const [scope] of SCOPES) {
      const row = this.rows.findLast((one) => one.scope === scope && isAbout(one, citation));
      if (row) return row;
    }
    return null;
  }

  /** How many mentions of the page a decision of each scope holds for. */
  reach(citation) {
    this.#alike ??= alike(this.model);
    const some = this.#alike.get(citation.surface) ?? [];
    return new Map(SCOPES.map(([scope, , holds]) => [scope, some.filter((other) => holds(citation, other)).length]));
  }

  take(citation, scope, says) {
    const narrow = scope === "mention";
    this.rows.push({
      scope,
      in: scope === "everywhere" ? "" : citation.document.id,
      prefix: narrow ? before(citation) : "",
      exact: citation.surface,
      suffix: narrow ? behind(citation) : "",
      ...says,
      who: this.who,
      when: new Date().toISOString().slice(0, 19),
    });
    this.#changed();
    announce("Decided");
  }

  undo(row = this.rows.at(-1)) {
    this.rows = this.rows.filter((one) => one !== row);
    this.#changed();
    announce("Taken back");
  }

  /** The file, as the program reads it. */
  csv() {
    return [COLUMNS, ...this.rows.map((row) => COLUMNS.map((column) => row[column]))]
      .map((row) => `${row.map(cell).join(",")}\r\n`).join("");
  }
}

/** What a row says, in words. */
function inWords(row, model) {
  const scope = SCOPES.find(([key]) => key === row.scope)[1];
  const place = row.place ? model.byId.get(row.place)?.name ?? row.place : row.name || `${row.lat}, ${row.lon}`;
  const what = { "no-place": "no place", right: "right as it is", is: ["is ", own(place)] }[row.decision];
  return [what, `, ${scope}`];
}

/** A place that the reader writes: an id, latitude and longitude, or what a place on this page is called. */
function placed(text, model) {
  const pair = /^\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  if (pair && Math.abs(pair[1]) <= 90 && Math.abs(pair[2]) <= 180) return { decision: "is", lat: Number(pair[1]), lon: Number(pair[2]) };
  if (/^\w+:\S+$/.test(text.trim())) return { decision: "is", place: text.trim() };
  const folded = fold(text.trim());
  const called = model.features.filter(({ name, id, whole }) => whole === null && /^(?:place|route|border):/.test(id) && fold(name) === folded);
  return called.length === 1 ? { decision: "is", place: called[0].id } : null;
}

let count = 0;

/**
 * Buttons to decide about a mention. `candidates` are ids of places that it may mean. `pick` calls back with a
 * feature or a position on the map.
 */
export function decider(decisions, citation, candidates, { pick }) {
  const { model } = decisions;
  const id = `places-${++count}`;
  const reach = decisions.reach(citation);
  const scope = el("select", { "aria-label": "For which mentions it holds" }, SCOPES.map(([key, label]) =>
    el("option", { value: key }, key === "mention" ? label : `${label} (${plural(reach.get(key), "mention")})`)));
  const input = el("input", {
    type: "text", list: id, placeholder: "Name on this map, id, or 39.5, 46.2", "aria-label": "The place that is meant", spellcheck: "false", autocomplete: "off",
  });
  const called = el("input", { type: "text", placeholder: "What it is called, if no gazetteer has it", "aria-label": "What it is called" });
  const note = el("p", { class: "aside", role: "status" });
  const act = (says) => decisions.take(citation, scope.value, says);
  const set = () => {
    const says = placed(input.value, model);
    note.textContent = says ? "" : "This is no id, no position and no single place of this page. `araxes gazetteer search NAME` finds ids.";
    if (says) act(says.place ? says : { ...says, name: called.value.trim() || citation.surface, kind: "position" });
  };
  const button = (label, onclick) => el("button", { type: "button", class: "link", onclick }, label);
  const form = el("form", { class: "other", hidden: true, onsubmit: (event) => { event.preventDefault(); set(); } },
    input,
    el("datalist", { id }, [...new Set(candidates)].map((one) => el("option", { value: one }, model.byId.get(one)?.name ?? one))),
    called,
    el("span", {},
      el("button", { type: "submit", class: "link" }, "Set"),
      button("Pick on the map", () => {
        note.textContent = "Click on the place on the map, or on where it is.";
        pick(({ feature: place, position }) => {
          input.value = place?.id ?? `${position.lat.toFixed(5)}, ${position.lng.toFixed(5)}`;
          note.textContent = "";
          input.focus();
        });
      })),
    note);
  const { feature } = citation;
  const buttons = el("p", { class: "actions" },
    feature && button("Right", () => act({ decision: "right", place: feature.id })),
    button("No place", () => act({ decision: "no-place" })),
    button("Other place…", () => {
      form.hidden = !form.hidden;
      if (!form.hidden) input.focus();
    }),
    scope);
  const state = el("p", { class: "aside decided" });
  const element = el("div", { class: "decide" }, buttons, form, state);
  decisions.on(element, () => {
    const row = decisions.of(citation);
    state.hidden = row === null;
    state.replaceChildren(...(row === null ? [] : ["Decided: ", ...inWords(row, model).flat(), " ", button("Undo", () => decisions.undo(row))]));
    if (row !== null) form.hidden = true;
  });
  return element;
}

/** The part of the key that turns deciding on, and saves what was decided. */
export function deciding(decisions, store) {
  const on = el("input", { type: "checkbox", onchange: ({ target }) => store.set({ decide: target.checked }) });
  const who = el("input", {
    type: "text", placeholder: "Your name, for the file", "aria-label": "Your name, for the file", value: decisions.who,
    onchange: ({ target }) => decisions.sign(target.value.trim()),
  });
  const said = el("span", { class: "count" });
  const button = (label, onclick) => el("button", { type: "button", class: "link", onclick }, label);
  const file = button("Save decisions.csv", () => save("decisions.csv", "text/csv", decisions.csv()));
  const back = button("Undo the last", () => decisions.undo());
  const more = el("div", { class: "decisions" }, who, said, el("p", { class: "saving" }, file, back),
    el("p", { class: "note" }, "Put the file into the folder of this map, beside what is there already, and run araxes map again."));
  store.on(["decide"], ({ decide }) => {
    on.checked = decide;
    more.hidden = !decide;
  });
  const element = el("div", {}, el("label", { class: "kind" }, on, el("span", {}, "Correct what is wrong")), more);
  decisions.on(element, () => {
    said.textContent = plural(decisions.rows.length, "decision");
    file.disabled = back.disabled = decisions.rows.length === 0;
  });
  return element;
}
