// Bundles the styles and scripts into the package, with hashed names, a manifest and gzip copies.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "mingjing", "platform", "static", "built");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { mingjing: "src/all.css", desk: "src/desk.js" },
  entryNames: "[name]-[hash]",
  outdir: out,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "eof",
  target: ["chrome87", "firefox78", "safari14"],
});

const manifest = {};
for (const path of Object.keys(metafile.outputs)) {
  const name = basename(path);
  manifest[name.replace(/-[A-Z0-9]{8}(?=\.)/, "")] = name;
}
await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
for (const name of await readdir(out)) {
  if (!/\.(css|js)$/.test(name)) continue;
  const bytes = await readFile(join(out, name));
  await writeFile(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}
