// Makes dist/: the grammars the analyser loads, then the bundle. Runs after every install.
import { constants, existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsdown";
import { copyGrammars } from "./copy-grammars.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Packages of which nearly every command needs some: in the bundle they are one file to open and not two hundred. Their licences go with it. */
const BUNDLED = ["commander", "diff", "ignore", "jsonc-parser", "re2js", "smol-toml", "yaml", "zod"];
/**
 * What is loaded together is one file, since opening, resolving and linking each takes about a millisecond. Each group takes what its modules import that no group
 * of higher priority took, so that the threads of the analyser load only theirs, and `--version` next to nothing.
 */
const GROUPS = [
  { name: "start", test: /src\/(?:app\/env|faces\/cli\/start)\.ts$/u },
  { name: "analyser", test: /src\/adapters\/scanner-host\/(?:analyser|flow-jobs|tree-store)\.ts$/u },
  { name: "check", test: /src\/(?:faces\/cli\/(?:program|commands\/check)|app\/open|adapters\/scanners\/assay)\.ts$/u },
  { name: "gate", test: /src\/(?:faces\/cli\/commands\/gate|app\/gate-run)\.ts$/u },
  { name: "engines", test: /src\/adapters\/scanners\/(?!assay)[a-z-]+\.ts$/u },
];

await copyGrammars();
await rm(join(root, "dist", "generated"), { recursive: true, force: true });
await mkdir(join(root, "dist", "generated"));
for (const entry of await readdir(join(root, "dist"), { withFileTypes: true })) {
  if (entry.isFile()) await rm(join(root, "dist", entry.name));
}
const require = createRequire(import.meta.url);
// The bundler leaves dynamic imports of JSON as they are written, relative to the chunk, which lies in dist.
for (const folder of ["rules", "analysis/models"]) {
  for (const file of await readdir(join(root, "src", folder, "generated"))) {
    await copyFile(join(root, "src", folder, "generated", file), join(root, "dist", "generated", file), constants.COPYFILE_EXCL);
  }
}
for (const file of await readdir(join(root, "src", "standards"))) {
  if (file.endsWith(".json")) await copyFile(join(root, "src", "standards", file), join(root, "dist", file));
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
  deps: { alwaysBundle: BUNDLED.map((name) => new RegExp(`^${name}(?:/|$)`, "u")), onlyBundle: BUNDLED },
  // Its other form is one that no bundler can follow.
  alias: { "jsonc-parser": require.resolve("jsonc-parser").replace("/umd/", "/esm/") },
  outputOptions: { codeSplitting: { groups: GROUPS.map((group, index) => ({ ...group, priority: GROUPS.length - index })) } },
  logLevel: "warn",
});

for (const chunk of (await readdir(join(root, "dist"))).filter((name) => name.endsWith(".js"))) {
  for (const [, data = ""] of (await readFile(join(root, "dist", chunk), "utf8")).matchAll(/\bimport\("(\.\/[\w./-]+\.json)"/gu))
    if (!existsSync(join(root, "dist", data))) throw new Error(`dist/${chunk} loads ${data}, which is not there: copy it above`);
}
await writeFile(join(root, "dist", "LICENCES.txt"), (await Promise.all(BUNDLED.map(notice))).join(`\n${"-".repeat(80)}\n\n`));

/** What the licence of a bundled package wants to be said wherever its code goes. */
async function notice(name: string): Promise<string> {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/iu.test(entry));
  if (file === undefined) throw new Error(`${name} has no file with its licence`);
  return `${name} ${version}, ${license}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
}
