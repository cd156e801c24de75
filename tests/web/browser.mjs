// What the browser tests share: a real Chromium without network, pages that keep what went wrong in them, and where a
// position lies on the screen.
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");

/** The source of axe-core, to be evaluated in a page. */
export const AXE = require("axe-core").source;

/** A file of a package that the development folder has installed. */
export const packageFile = (path) => require.resolve(path);

/** Starts Chromium. */
export function launch() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  });
}

/**
 * Opens a file with the network cut off. The page has `trouble`: errors of script and console, and every request that
 * would have left the machine. `init` runs in the page before its own script.
 */
export async function open(browser, file, { hash = "", width = 1280, height = 820, init = null, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  const trouble = [];
  await context.route(/^https?:/, (route) => {
    trouble.push(`request: ${route.request().url()}`);
    return route.abort();
  });
  if (init) await context.addInitScript(init);
  const page = await context.newPage();
  page.trouble = trouble;
  page.on("pageerror", (error) => trouble.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) trouble.push(`console: ${message.text()}`);
  });
  await page.goto(pathToFileURL(file).href + hash);
  await page.waitForSelector("html[data-ready]");
  return page;
}

/** The data that a page carries. */
export const data = (page) => page.evaluate(() => JSON.parse(document.getElementById("data").textContent));

/** Where a position lies on the screen, from the view that the address tells. */
export async function pixel(page, [lon, lat]) {
  const at = await page.waitForFunction(() => /at=([\d./-]+)/.exec(location.hash)?.[1]);
  const [zoom, centreLat, centreLon] = (await at.jsonValue()).split("/").map(Number);
  const project = (x, y) => {
    const sine = Math.sin((y * Math.PI) / 180);
    const size = 256 * 2 ** zoom;
    return [(x / 360 + 0.5) * size, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size];
  };
  const box = await page.locator("#map").boundingBox();
  const [x, y] = project(lon, lat);
  const [centreX, centreY] = project(centreLon, centreLat);
  return { x: box.x + box.width / 2 + x - centreX, y: box.y + box.height / 2 + y - centreY };
}
