// Builds what the program carries: dist/map.html, the page with a mark where its data belong, and
// dist/araxes-style.js. `--check` writes nothing and fails where dist/ is not what would be written.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = new URL(".", import.meta.url);
const read = (path) => readFileSync(new URL(path, here), "utf8");

/** Leaflet's notice (BSD-2-Clause), kept in the page. */
const NOTICE = `Leaflet 1.9.4\n\n${read("node_modules/leaflet/LICENSE")}`.replaceAll("*/", "* /");

/** Bundles one entry into one text. */
async function bundled(entry, options = {}) {
  const { outputFiles } = await build({
    absWorkingDir: here.pathname,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    target: ["es2021", "chrome90", "firefox90", "safari15"],
    legalComments: "none",
    loader: { ".png": "empty" },
    logLevel: "warning",
    ...options,
  });
  return outputFiles[0].text.trim();
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

async function page() {
  const script = (await bundled("src/main.js", { format: "iife" })).replaceAll("</script", "<\\/script");
  const style = await bundled("src/page.css");
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    // Pictures are asked for only once the reader switches an online background on.
    "img-src data: https:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const parts = { policy, style, script, notice: NOTICE };
  return read("src/page.html").replace(/\{\{(\w+)\}\}/g, (_, part) => parts[part]);
}

async function styleFile() {
  const text = await bundled("src/overlay.js", { format: "iife", globalName: "AraxesStyle" });
  return `/* Styles of the layers of Araxes for Leaflet and MapLibre. MIT OR Apache-2.0 */\n${text}\n`;
}

const files = { "dist/map.html": await page(), "dist/araxes-style.js": await styleFile() };
let stale = 0;
for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes("--check")) {
    writeFileSync(new URL(path, here), text);
    console.log(`${path}: ${Buffer.byteLength(text)} bytes`);
  } else if (read(path) !== text) {
    console.error(`web/${path} is not what the sources make; run npm run build in web/`);
    stale += 1;
  }
}
process.exitCode = stale > 0 ? 1 : 0;
