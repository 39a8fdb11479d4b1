// Makes dist/: the grammars the analyser loads, then the bundle. Runs after every install.
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsdown";

const root = fileURLToPath(new URL("..", import.meta.url));
const GRAMMARS: Readonly<Record<string, readonly string[]>> = {
  "tree-sitter-c": ["tree-sitter-c.wasm"],
  "tree-sitter-go": ["tree-sitter-go.wasm"],
  "tree-sitter-java": ["tree-sitter-java.wasm"],
  "tree-sitter-python": ["tree-sitter-python.wasm"],
  "tree-sitter-javascript": ["tree-sitter-javascript.wasm"],
  "tree-sitter-typescript": ["tree-sitter-typescript.wasm", "tree-sitter-tsx.wasm"],
};

const grammars = join(root, "dist", "grammars");
await mkdir(grammars, { recursive: true });
await rm(join(root, "dist", "generated"), { recursive: true, force: true });
await mkdir(join(root, "dist", "generated"));
for (const entry of await readdir(join(root, "dist"), { withFileTypes: true })) {
  if (entry.isFile()) await rm(join(root, "dist", entry.name));
}
const require = createRequire(import.meta.url);
for (const [name, files] of Object.entries(GRAMMARS)) {
  const folder = dirname(require.resolve(`${name}/package.json`));
  for (const file of files) await copyFile(join(folder, file), join(grammars, file));
}
// The bundler leaves dynamic imports of JSON as they are written, relative to the chunk, which lies in dist.
for (const folder of ["rules", "analysis/models"]) {
  for (const file of await readdir(join(root, "src", folder, "generated"))) {
    await copyFile(join(root, "src", folder, "generated", file), join(root, "dist", "generated", file), constants.COPYFILE_EXCL);
  }
}
await build({
  cwd: root,
  config: false,
  entry: {
    cli: "src/faces/cli/main.ts",
    index: "src/index.ts",
    protocol: "src/protocol.ts",
    testing: "src/testing.ts",
    // Started as a thread, by this name beside the chunk that starts it.
    "analyser-worker": "src/adapters/scanner-host/analyser-worker.ts",
  },
  format: "esm",
  platform: "node",
  target: "node24",
  outDir: "dist",
  clean: false,
  fixedExtension: false,
  dts: false,
  logLevel: "warn",
});
