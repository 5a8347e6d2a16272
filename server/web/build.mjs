// Bundles src/ into dist/, with the table of it that the server embeds (dist/assets.rs) and the licences of what is bundled.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { build } from "esbuild";

const DIST = "dist";
const TYPES = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".glb": "model/gltf-binary",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** Replaces `from` by `to`, which has to be there: an upgrade that moves it must not pass unseen. */
function replace(text, from, to) {
  const replaced = text.replace(from, to);
  if (replaced === text) throw new Error(`${from} is not where it was`);
  return replaced;
}

// The viewer has its style in a <style> element, which a Content-Security-Policy without 'unsafe-inline' refuses. A constructed
// style sheet (CSSOM, "CSSStyleSheet()") is not markup and passes. Its buttons for augmented reality, which this page does not use,
// would come first in the order of the Tab key. Its decoder of compressed meshes compiles WebAssembly as soon as it is loaded, which
// the policy refuses too; our models are not compressed.
const strictViewer = {
  name: "strict-viewer",
  setup(bundle) {
    bundle.onLoad({ filter: /model-viewer[/\\]lib[/\\]template\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const style = text.match(/<style>([\s\S]*?)<\/style>/)?.[1];
      if (!style || style.includes("${")) throw new Error("the viewer's style is not where it was");
      let contents = replace(text, /<style>[\s\S]*?<\/style>/, "");
      contents = replace(contents, /tabindex="[1-9]"/g, 'tabindex="-1"');
      // For `styles` of the element: see src/viewer.ts.
      contents += `
        export const sheet = new CSSStyleSheet();
        sheet.replaceSync(${JSON.stringify(style)});`;
      return { contents, loader: "js" };
    });
    bundle.onLoad({ filter: /meshopt_decoder\.module\.js$/ }, () => ({ contents: "export const MeshoptDecoder = null;" }));
  },
};

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST);
const { metafile } = await build({
  entryPoints: { app: "src/main.tsx", style: "src/style.css", icon: "src/icon.svg" },
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  outdir: DIST,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".glb": "file", ".jpg": "file", ".png": "file", ".svg": "copy" },
  publicPath: "/assets",
  plugins: [strictViewer],
  metafile: true,
});

/** The directory of the package that a bundled file is of. */
function packageOf(input) {
  const parts = input.split(/[/\\]/);
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) return null;
  return parts.slice(0, at + (parts[at + 1].startsWith("@") ? 3 : 2)).join(sep);
}

const packages = [...new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean))].sort();
const licences = [];
for (const path of packages) {
  const { name, version, license } = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
  const file = (await readdir(path)).find((file) => /^licen[cs]e/i.test(file));
  const text = file ? (await readFile(join(path, file), "utf8")).trim() : `Licence: ${license}`;
  licences.push(`${name} ${version} (${license})\n\n${text}\n`);
}
await writeFile(join(DIST, "licences.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));

// Names of generated files have a hash of their content, so they can be kept for ever; that of the licences is said here.
const hash = createHash("sha256").update(licences.join()).digest("hex").slice(0, 8).toUpperCase();
const entry = (name) => Object.keys(metafile.outputs).find((path) => path.startsWith(`${DIST}/${name}-`)).slice(DIST.length + 1);
const files = (await readdir(DIST)).sort();
const line = (file) => {
  const name = file === "licences.txt" ? `licences-${hash}.txt` : file;
  return `    Asset { name: "${name}", media_type: "${TYPES[extname(file)]}", bytes: include_bytes!("${file}") },\n`;
};
const table = `// Made by build.mjs.
{
    const ASSETS: &[Asset] = &[
${files.map((file) => `    ${line(file)}`).join("")}    ];
    Dist {
        script: "/assets/${entry("app")}",
        style: "/assets/${entry("style")}",
        icon: "/assets/${entry("icon")}",
        licences: "/assets/licences-${hash}.txt",
        assets: ASSETS,
    }
}
`;
await writeFile(join(DIST, "assets.rs"), table);
const size = Object.entries(metafile.outputs).map(([path, { bytes }]) => `${path} ${Math.ceil(bytes / 1000)} kB`);
console.log(size.join("\n"));
