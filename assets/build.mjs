// Builds planner/static/dist: bundles and images with hashed names, their compressed twins, and manifest.json.
// New files are written before the manifest and old ones leave last, so a running server never points at nothing.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, basename } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";
import { sprite } from "./sprite.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "planner", "static", "dist");
const bundles = ["css/app.css", "css/calendar.css", "js/theme.js", "js/app.js", "js/calendar.js", "js/year.js"];
const images = ["favicon.svg", "logo.svg"];

async function bundle() {
  const result = await build({
    entryPoints: bundles.map((path) => join(here, path)),
    bundle: true, minify: true, write: false, outdir: out, entryNames: "[name]", assetNames: "[name].[hash]",
    format: "iife", target: ["es2022"], legalComments: "none", logLevel: "warning",
    loader: { ".svg": "file", ".woff2": "file" },
  });
  return result.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]);
}

// The bundles carry other people's work: their licences go where the bundles go.
const carried = ["@tabler/core", "@tabler/icons", "fullcalendar", "@fullcalendar/core", "@full-ui/headless-calendar", "preact", "temporal-polyfill",
  "temporal-utils"];

async function licences() {
  const texts = await Promise.all(carried.map(async (name) => {
    const folder = join(here, "..", "node_modules", name);
    const { version, license, author } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(join(folder, file), "utf8") : `Copyright ${author.name ?? author}; no text comes with the package.`;
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  }));
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}

function hashed(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const dot = name.indexOf(".");
  return `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
}

function twins(name, content) {
  if (!/\.(css|js|svg|json)$/.test(name)) return [];
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return [[`${name}.gz`, gzipSync(content, { level: 9 })], [`${name}.br`, brotliCompressSync(content, quality)]];
}

async function main() {
  const sources = await bundle();
  for (const image of images) sources.push([image, await readFile(join(here, image))]);
  sources.push(["icons.svg", Buffer.from(await sprite(here))]);
  sources.push(["licences.txt", Buffer.from(await licences())]);
  await mkdir(out, { recursive: true });
  const manifest = {};
  const kept = new Set(["manifest.json"]);
  for (const [name, content] of sources) {
    const target = name.endsWith(".txt") ? name : hashed(name, content);
    if (target !== name) manifest[name] = target;
    for (const [file, bytes] of [[target, content], ...twins(target, content)]) {
      kept.add(file);
      await writeFile(join(out, file), bytes);
    }
  }
  await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  for (const old of await readdir(out)) if (!kept.has(old)) await rm(join(out, old), { recursive: true });
  console.log(`front end built: ${Object.keys(manifest).length} files in planner/static/dist`);
}

await main();
