// Writes every generated file. `--check` writes nothing and fails when one is out of date.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyGrammars } from "./copy-grammars.ts";
import { generateRegistry } from "./generate-registry.ts";
import { generateReference } from "./generate-reference.ts";
import { generateModels } from "./generate-models.ts";
import { generateRules } from "./generate-rules.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const checkOnly = process.argv.includes("--check");
let stale = 0;
// Rules are checked in every language they speak; one of them may be newer than the last build.
await copyGrammars();
// In this order: the pages are made by running the program, which needs what comes before them.
for (const generate of [generateRegistry, generateRules, generateModels, generateReference]) {
  for (const { path, text } of await generate(root)) {
    const absolute = join(root, path);
    const current = await readFile(absolute, "utf8").catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return undefined;
      throw cause;
    });
    if (current === text) continue;
    stale++;
    console.error(`${checkOnly ? "out of date" : "written"}: ${path}`);
    if (checkOnly) continue;
    await mkdir(dirname(absolute), { recursive: true });
    await writeFile(absolute, text);
  }
}
if (checkOnly && stale > 0) {
  console.error("Run `npm run generate` and commit the result.");
  process.exitCode = 1;
}
