// The reader: a document's text beside the map, its mentions marked. What is pointed at in the text flashes on the map;
// what is chosen on the map is looked up in the text.

import { announce, el, own, plural } from "./dom.js";
import { whenInWords } from "./model.js";
import { colour } from "./kinds.js";

const TAGS = { title: "h2", heading: "h3", paragraph: "p", item: "p", caption: "p", label: "p", aside: "p" };

/**
 * The pieces of a text between all ends of its mentions, each with the mentions over it, the shortest last: a route such
 * as “from Baku to Supsa” has places inside it.
 */
export function pieces(start, end, marks) {
  const cuts = new Set([start, end]);
  for (const mark of marks) {
    for (const cut of [mark.start, mark.end]) if (cut > start && cut < end) cuts.add(cut);
  }
  const sorted = [...cuts].sort((left, right) => left - right);
  return sorted.slice(1).map((to, number) => {
    const from = sorted[number];
    const over = marks.filter((mark) => mark.start < to && mark.end > from);
    over.sort((left, right) => right.end - right.start - (left.end - left.start));
    return { from, to, over };
  });
}

export class Reader {
  constructor(element, model, store, { flash, choose }) {
    Object.assign(this, { element, model, store, flash, choose });
    this.article = el("article", { tabindex: "0", "aria-label": "Text of the document" });
    this.head = el("header", {});
    this.steps = el("div", { class: "steps" });
    element.append(
      el("div", { class: "bar" },
        el("button", { type: "button", class: "close", "aria-label": "Close the reader", title: "Close", onclick: () => store.set({ read: null }) }, "✕"),
        this.steps),
      this.head, this.article);
    this.article.addEventListener("mouseover", ({ target }) => this.point(target));
    this.article.addEventListener("focusin", ({ target }) => this.point(target));
    this.article.addEventListener("click", ({ target }) => this.press(target));
    this.article.addEventListener("keydown", (event) => this.key(event));
    store.on(["read"], (state) => this.show(model.documentById.get(state.read) ?? null));
    store.on(["place"], (state) => this.mark(model.byId.get(state.place) ?? null));
  }

  show(document) {
    this.element.hidden = document === null;
    globalThis.document.body.classList.toggle("reading", document !== null);
    if (document === this.document) return;
    this.document = document;
    this.article.replaceChildren();
    if (document === null) return;
    this.head.replaceChildren(
      el("h2", {}, own(document.label)),
      el("p", { class: "meta" }, whenInWords(document), document.publisher && [" · ", own(document.publisher)]),
      el("p", { class: "meta" },
        document.link ? el("a", { href: document.link, target: "_blank", rel: "noopener" }, own(document.path)) : own(document.path),
        ` · ${plural(document.citations.length, "mention")} on the map`,
        document.unresolved.length > 0 && `, ${document.unresolved.length} not placed`),
      document.whole ? "" : el("p", { class: "note" }, "The text is not part of this map; these are the sentences that are cited."));
    this.article.lang = document.language ?? "";
    this.marks = new Map();
    const all = [...document.citations, ...document.unresolved.map(({ citation }) => citation)]
      .sort((left, right) => left.start - right.start);
    let next = 0;
    let open = [];
    for (const [kind, start, end] of document.blocks) {
      open = open.filter((mark) => mark.end > start);
      while (next < all.length && all[next].start < end) open.push(all[next++]);
      this.article.append(this.block(kind, start, end, open));
    }
    const first = this.article.querySelector("mark");
    if (first) first.tabIndex = 0;
    this.article.scrollTop = 0;
    this.mark(this.model.byId.get(this.store.state.place) ?? null);
    announce(`Reading ${document.label}`);
  }

  block(kind, start, end, marks) {
    const { text } = this.document;
    const title = kind === "title" && text.slice(start, end) === this.document.label;
    return el(TAGS[kind] ?? "p", { class: `${kind}${title ? " unseen" : ""}`, dir: "auto" }, pieces(start, end, marks).map(({ from, to, over }) => {
      const words = text.slice(from, to);
      if (over.length === 0) return words;
      const citation = over.at(-1);
      const group = citation.feature?.group;
      const mark = el("mark", {
        class: citation.feature ? (citation.sense === "place" ? "placed" : "associative") : "unplaced",
        style: group ? { "--light": colour(group), "--dark": colour(group, true) } : {},
        tabindex: "-1",
        role: "button",
        title: citation.feature ? `${citation.feature.name} – ${citation.feature.kind}` : "could not be placed",
      }, words);
      mark.citations = over;
      for (const one of over) {
        const list = this.marks.get(one) ?? [];
        list.push(mark);
        this.marks.set(one, list);
      }
      return mark;
    }));
  }

  /** What the pointer or the keyboard stands on flashes on the map. */
  point(target) {
    const feature = target.citations?.at(-1).feature;
    if (feature) this.flash(feature);
  }

  press(target) {
    const citation = target.citations?.at(-1);
    if (!citation?.feature) return;
    this.jumped = citation;
    this.choose(citation.feature);
  }

  /** Arrow keys lead from mention to mention; Enter chooses. */
  key(event) {
    const { target, key } = event;
    if (target.tagName !== "MARK") return;
    if (key === "Enter" || key === " ") {
      event.preventDefault();
      this.press(target);
      return;
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    event.preventDefault();
    const marks = [...this.article.querySelectorAll("mark")];
    const next = marks[marks.indexOf(target) + step];
    if (!next) return;
    target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  /** Marks the mentions of a feature and goes to the first, unless one of them was just pressed. */
  mark(feature) {
    for (const chosen of this.article.querySelectorAll("mark.chosen")) chosen.classList.remove("chosen");
    this.chosen = (this.document?.citations ?? []).filter((citation) => citation.feature === feature);
    for (const citation of this.chosen) {
      for (const mark of this.marks.get(citation) ?? []) mark.classList.add("chosen");
    }
    const at = this.jumped?.feature === feature ? this.chosen.indexOf(this.jumped) : 0;
    this.jumped = null;
    this.step(Math.max(0, at), feature);
  }

  step(at, feature) {
    this.steps.replaceChildren();
    const citation = this.chosen[at];
    if (!citation) return;
    const go = (by) => () => this.step((at + by + this.chosen.length) % this.chosen.length, feature);
    this.steps.append(
      el("span", {}, own(feature.name), ` ${at + 1} of ${this.chosen.length}`),
      el("button", { type: "button", "aria-label": "Previous mention", onclick: go(-1) }, "‹"),
      el("button", { type: "button", "aria-label": "Next mention", onclick: go(1) }, "›"));
    this.goTo(citation);
  }

  goTo(citation) {
    for (const now of this.article.querySelectorAll("mark.now")) now.classList.remove("now");
    const marks = this.marks.get(citation) ?? [];
    for (const mark of marks) mark.classList.add("now");
    marks[0]?.scrollIntoView({ block: "center" });
  }

  /** Opens a document at a citation. */
  open(document, citation) {
    this.jumped = citation ?? null;
    this.store.set({ read: document.id });
    if (citation && this.document === document) {
      this.jumped = citation;
      this.mark(citation.feature);
    }
  }
}
