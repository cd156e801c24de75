// The key of the map, which is also its switches: layers, kinds, confidence, names and the online background.

import { el, plural } from "./dom.js";
import { GROUPS } from "./kinds.js";
import { picture } from "./symbols.js";

const LAYERS = [["mentions", "Places"], ["routes", "Routes"], ["borders", "Borders"]];

/** The tiles of OpenStreetMap's own server; the reader may name another. */
export const TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";

/**
 * The key. `tiles` is told an address, or `null` to switch the online background off; `saving` are buttons that save what
 * is shown, `correcting` what turns deciding on.
 */
export function legend(model, groups, store, tiles, saving, correcting) {
  const used = GROUPS.filter((group) => groups.has(group.id));
  const turn = (ids, on) => {
    const off = new Set(store.state.off);
    for (const id of ids) off[on ? "delete" : "add"](id);
    store.set({ off });
  };
  const boxes = new Map();
  const counts = new Map();
  const rows = LAYERS.flatMap(([layer, label]) => {
    const own = used.filter((group) => group.layer === layer);
    if (own.length === 0) return [];
    const usual = own.filter(({ hidden }) => !hidden);
    const all = el("input", { type: "checkbox", onchange: ({ target }) => turn(usual.map(({ id }) => id), target.checked) });
    boxes.set(layer, all);
    return [el("fieldset", {},
      el("legend", {}, el("label", {}, all, ` ${label}`)),
      own.map((group) => {
        const box = el("input", { type: "checkbox", onchange: ({ target }) => turn([group.id], target.checked) });
        const count = el("span", { class: "count" });
        boxes.set(group.id, box);
        counts.set(group.id, count);
        return el("label", { class: "kind" }, box, picture(group), el("span", {}, group.label), count);
      }))];
  });
  store.on(["off"], ({ off }) => {
    for (const group of used) boxes.get(group.id).checked = !off.has(group.id);
    for (const [layer] of LAYERS) {
      const own = used.filter((group) => group.layer === layer && !group.hidden);
      const all = boxes.get(layer);
      if (!all) continue;
      const on = own.filter((group) => !off.has(group.id)).length;
      all.checked = on === own.length;
      all.indeterminate = on > 0 && on < own.length;
    }
  });

  const sure = el("output", {});
  const least = el("input", {
    type: "range", min: 0, max: 1, step: 0.05, oninput: ({ target }) => store.set({ sure: Number(target.value) }),
  });
  store.on(["sure"], (state) => {
    least.value = state.sure;
    sure.textContent = state.sure === 0 ? "all" : `${Math.round(state.sure * 100)} % or more`;
    least.setAttribute("aria-valuetext", sure.textContent);
  });
  const names = el("input", { type: "checkbox", onchange: ({ target }) => store.set({ names: target.checked }) });
  store.on(["names"], (state) => { names.checked = state.names; });

  const address = el("input", { type: "url", value: TILES, "aria-label": "Address of the tiles", spellcheck: "false" });
  const online = el("input", { type: "checkbox", onchange: apply });
  const note = el("p", { class: "note", role: "status" });
  address.addEventListener("change", apply);
  function apply() {
    note.textContent = "";
    address.parentElement.hidden = !online.checked;
    tiles(online.checked ? address.value : null, () => {
      note.textContent = "The tiles cannot be had; the offline map stays. Some servers refuse pages opened from a file.";
    });
  }

  const body = el("div", { class: "body" }, rows,
    el("fieldset", { class: "controls" },
      el("legend", {}, "Confidence"),
      el("label", { class: "sure" }, el("span", { class: "unseen" }, "Least confidence"), least, sure)),
    el("fieldset", { class: "controls" },
      el("legend", {}, "Map"),
      el("label", { class: "kind" }, names, el("span", {}, "Names")),
      el("label", { class: "kind" }, online, el("span", {}, "Online background")),
      el("div", { hidden: true, class: "tiles" }, address), note),
    el("fieldset", { class: "controls" },
      el("legend", {}, "Save what is shown"), saving),
    el("fieldset", { class: "controls" },
      el("legend", {}, "Decisions"), correcting),
    el("p", { class: "note" }, "The online background sends requests to a server. Larger symbols, darker areas: more documents. Paler: less certain. Dots: course not known. Dashes of a route: not built or not in use. Dotted outlines: only about there; the disc holds half of such."));
  const details = el("details", { class: "legend", open: innerWidth > 1100 && !store.state.embed },
    el("summary", {}, "Key and filters"), body);
  return {
    element: details,
    /** Writes how many features each kind has. */
    count(shown) {
      for (const [id, count] of counts) count.textContent = (shown.counts.get(id) ?? 0).toLocaleString("en");
      details.setAttribute("aria-label", `Key and filters: ${plural(shown.features.size, "feature")} shown`);
    },
  };
}
