// Paper: what is printed of the map is a picture of it. A browser lays the page out anew for print, and by the time the
// map's canvases have followed, the paper is already white.

import { el } from "./dom.js";

/** Makes the picture before printing and takes it away behind it. `redraw` draws the map in the colours of paper. */
export function print(map, stage, key, redraw) {
  let wasOpen = key.open;
  const picture = el("canvas", { class: "paper", "aria-hidden": "true" });
  return {
    prepare() {
      redraw();
      const box = map.getContainer().getBoundingClientRect();
      const scale = Math.min(3, Math.max(2, devicePixelRatio));
      [picture.width, picture.height] = [Math.round(box.width * scale), Math.round(box.height * scale)];
      const context = picture.getContext("2d");
      context.setTransform(scale, 0, 0, scale, -scale * box.left, -scale * box.top);
      // The panes in the order in which they lie upon each other.
      const layers = [...map.getContainer().querySelectorAll(".leaflet-pane canvas")];
      const height = (canvas) => Number(getComputedStyle(canvas.closest(".leaflet-pane")).zIndex) || 0;
      for (const canvas of layers.sort((left, right) => height(left) - height(right))) {
        const { left, top, width, height: high } = canvas.getBoundingClientRect();
        if (width > 0 && high > 0) context.drawImage(canvas, left, top, width, high);
      }
      stage.prepend(picture);
      wasOpen = key.open;
      key.open = true;
    },
    clear() {
      picture.remove();
      key.open = wasOpen;
    },
  };
}
