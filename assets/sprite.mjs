// One SVG sheet: the Tabler outline icons named in icons.json, our kind shapes and the logo, each a <symbol>.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

const stroke = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"';

function inner(svg) {
  return svg.replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none"[^>]*\/>/, "").replace(/\s*\n\s*/g, "");
}

async function symbol(path, id, attributes) {
  const text = await readFile(path, "utf8").catch(() => {
    throw new Error(`icons.json names “${id}”, which is not a Tabler outline icon`);
  });
  const box = /viewBox="([^"]+)"/.exec(text)[1];
  return `<symbol id="${id}" viewBox="${box}" ${attributes}>${inner(text)}</symbol>`;
}

export async function sprite(here) {
  const icons = join(here, "..", "node_modules", "@tabler", "icons", "icons", "outline");
  const names = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const parts = await Promise.all(names.map((name) => symbol(join(icons, `${name}.svg`), name, stroke)));
  for (const file of (await readdir(join(here, "shapes"))).sort()) {
    parts.push(await symbol(join(here, "shapes", file), `shape-${file.replace(".svg", "")}`, 'fill="currentColor"'));
  }
  parts.push(await symbol(join(here, "logo.svg"), "logo", 'fill="none"'));
  return `<svg xmlns="http://www.w3.org/2000/svg">${parts.join("")}</svg>\n`;
}
