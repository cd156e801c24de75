// The panel beside the map: search, the lists of places, documents and what could not be placed, and the card of the
// place that is chosen. Everything on the map can be reached here by keyboard.

import { card, quote } from "./card.js";
import { announce, el, own, plural } from "./dom.js";
import { search } from "./filter.js";
import { fold } from "./fold.js";
import { HIDDEN } from "./kinds.js";
import { whenInWords } from "./model.js";
import { picture } from "./symbols.js";

/** Rows of a list that are made at once. */
const PAGE = 100;

/** A list that makes its rows as they are asked for. */
function list(items, row, empty) {
  if (items.length === 0) return el("p", { class: "note" }, empty);
  const rows = el("ul", { class: "rows" });
  const more = el("button", { type: "button", class: "more", onclick: grow });
  let made = 0;
  function grow() {
    rows.append(...items.slice(made, made + PAGE).map(row));
    made = Math.min(items.length, made + PAGE);
    more.hidden = made === items.length;
    more.textContent = `Show more (${(items.length - made).toLocaleString("en")} left)`;
  }
  grow();
  return [rows, more];
}

export class Panel {
  constructor(element, model, store, actions) {
    Object.assign(this, { element, model, store, actions });
    const count = plural(model.documents.length, "document");
    this.input = el("input", {
      type: "search", id: "search", placeholder: "Search places and documents", "aria-label": "Search places and documents",
      autocomplete: "off", spellcheck: "false", value: store.state.q,
      oninput: ({ target }) => store.set({ q: target.value, place: null }),
    });
    this.theme = el("button", { type: "button", class: "theme", onclick: () => actions.theme() });
    this.tabs = new Map([["places", "Places"], ["documents", "Documents"], ["unplaced", "Not placed"]].map(([id, label]) => [id, el("button", {
      type: "button", role: "tab", id: `tab-${id}`, "aria-controls": "list",
      onclick: () => store.set({ tab: id, place: null }),
    }, el("span", {}, label), " ", el("span", { class: "count" }))]));
    this.tablist = el("div", { role: "tablist", "aria-label": "Lists", onkeydown: (event) => this.turn(event) }, [...this.tabs.values()]);
    this.filters = el("div", { class: "chips" });
    this.body = el("div", { id: "list", role: "tabpanel", tabindex: "-1" });
    this.card = el("div", { class: "cardbox" });
    element.append(
      el("button", { type: "button", class: "grip", "aria-label": "Show or hide the list", onclick: () => this.pull() }),
      el("header", {},
        el("h1", {}, `Places in ${count}`), this.theme),
      el("div", { class: "search" }, this.input),
      this.tablist, this.filters, this.body, this.card);
    this.sheet("half");
    // A drag of the grip is a pull in its direction.
    let start = null;
    const grip = element.querySelector(".grip");
    grip.addEventListener("pointerdown", (event) => {
      start = event.clientY;
      grip.setPointerCapture(event.pointerId);
    });
    grip.addEventListener("pointerup", (event) => {
      const pulled = start === null ? 0 : event.clientY - start;
      start = null;
      if (Math.abs(pulled) > 20) this.sheet(pulled < 0 ? (this.height === "low" ? "half" : "full") : (this.height === "full" ? "half" : "low"));
      this.dragged = Math.abs(pulled) > 20;
    });
    store.on(["q"], ({ q }) => { if (this.input.value !== q) this.input.value = q; });
  }

  /** How high the panel stands on a telephone: `low`, `half` or `full`. */
  sheet(height) {
    this.height = height;
    this.element.dataset.height = height;
    document.body.dataset.sheet = height;
  }

  pull() {
    if (!this.dragged) this.sheet({ low: "half", half: "full", full: "low" }[this.height]);
    this.dragged = false;
  }

  turn(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const ids = [...this.tabs.keys()];
    const next = ids[(ids.indexOf(this.store.state.tab) + step + ids.length) % ids.length];
    this.store.set({ tab: next, place: null });
    this.tabs.get(next).focus();
  }

  /** Draws lists and card anew. */
  show(shown, state) {
    this.shown = shown;
    const folded = fold(state.q);
    const places = search(shown.ranked(), folded);
    const documents = this.model.documents.filter((document) => folded === "" || document.folded.includes(folded));
    const unplaced = shown.unplaced.filter(({ citation }) => folded === "" || fold(citation.surface).includes(folded));
    const counts = { places: places.length, documents: documents.length, unplaced: unplaced.length };
    for (const [id, tab] of this.tabs) {
      const chosen = id === state.tab;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      tab.querySelector(".count").textContent = counts[id].toLocaleString("en");
    }
    this.body.setAttribute("aria-labelledby", `tab-${state.tab}`);
    this.chips(state);
    const lists = {
      places: () => list(places, (hit) => this.place(hit), "No place fits. Loosen the filters or the search."),
      documents: () => list(documents, (document) => this.document(document, state), "No document fits."),
      unplaced: () => list(unplaced, (one) => this.unplaced(one),
        this.model.unresolved.length === 0 ? "Every mention was placed." : "Nothing here with these filters."),
    };
    this.body.replaceChildren(...[lists[state.tab]()].flat());
    if (state.q !== "") announce(`${plural(places.length, "place")}, ${plural(documents.length, "document")} found`);
    this.choose(this.model.byId.get(state.place) ?? null);
  }

  /** Shows the card of a feature, or the lists. */
  choose(feature) {
    this.element.classList.toggle("chosen", feature !== null);
    this.card.replaceChildren();
    if (feature === null) return;
    const seen = this.shown.features.get(feature);
    this.card.append(card(feature, seen?.citations ?? feature.citations, this.model, {
      open: this.actions.open,
      decide: this.actions.decide(),
      show: () => this.actions.goTo(feature),
      back: () => {
        this.store.set({ place: null });
        this.body.querySelector(`[data-feature="${CSS.escape(feature.id)}"]`)?.focus();
      },
    }));
    this.element.scrollTop = 0;
    if (this.height === "low") this.sheet("half");
  }

  place({ feature, key }) {
    const { citations, documents } = this.shown.features.get(feature);
    return el("li", {}, el("button", {
      type: "button", class: "row", dataset: { feature: feature.id },
      onclick: () => this.actions.choose(feature),
      onmouseenter: () => this.actions.flash(feature),
      onfocus: () => this.actions.flash(feature),
    },
    picture(feature.group, feature.manner, feature),
    el("span", { class: "name" }, own(feature.name), feature.where && el("span", { class: "where" }, " ", feature.where), key && el("span", { class: "alias" }, " ", own(key))),
    el("span", { class: "count", title: plural(citations.length, "mention") }, plural(documents.size, "doc"))));
  }

  document(document, state) {
    const only = state.docs.has(document.id);
    return el("li", { class: "document" },
      el("button", { type: "button", class: "row", onclick: () => this.actions.open(document) },
        el("span", { class: "name" }, own(document.label)),
        el("span", { class: "meta" }, whenInWords(document), document.publisher && [" · ", own(document.publisher)],
          ` · ${plural(document.citations.length, "mention")}`)),
      el("label", { class: "only" }, el("input", {
        type: "checkbox", checked: only, "aria-label": `Show only ${document.label}`,
        onchange: ({ target }) => {
          const docs = new Set(this.store.state.docs);
          docs[target.checked ? "add" : "delete"](document.id);
          this.store.set({ docs });
        },
      }), "only"));
  }

  unplaced({ citation, why_not: why, candidates }) {
    return el("li", { class: "unplaced" },
      el("button", { type: "button", class: "quote", onclick: () => this.actions.open(citation.document, citation) }, quote(citation)),
      el("p", { class: "aside" }, own(citation.document.label), " · ", why,
        candidates.length > 0 && ` · may be ${candidates.slice(0, 3).map((id) => id.replace(/^\w+:/, "")).join(", ")}`),
      this.actions.decide()?.(citation, candidates));
  }

  /** What filters are on, each with a button to take it off. */
  chips(state) {
    const chip = (text, changes) => el("button", { type: "button", class: "chip", onclick: () => this.store.set(changes) }, own(text), " ✕");
    const chips = [...state.docs].map((id) => {
      const docs = new Set(state.docs);
      docs.delete(id);
      return chip(this.model.documentById.get(id)?.label ?? id, { docs });
    });
    if (state.from !== null || state.to !== null || !state.undated) chips.push(chip("dates", { from: null, to: null, undated: true }));
    const off = [...state.off].filter((id) => !HIDDEN.includes(id));
    if (off.length > 0) chips.push(chip(`${plural(off.length, "kind")} hidden`, { off: new Set(HIDDEN) }));
    if (state.sure > 0) chips.push(chip(`${Math.round(state.sure * 100)} % sure`, { sure: 0 }));
    this.filters.replaceChildren(...chips);
  }
}
