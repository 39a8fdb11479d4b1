import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

interface Folder {
  /** Under src/. */
  readonly path: string;
  readonly constant: string;
  readonly type: string;
  readonly from: string;
}

/** One default export a file: what stands in these folders is registered, nobody edits a list. */
const FOLDERS: readonly Folder[] = [
  { path: "adapters/checks", constant: "CHECKS", type: "Check", from: "#ports/check.ts" },
  { path: "adapters/scanners", constant: "SCANNERS", type: "Scanner | ScannerFactory", from: "#ports/scanner.ts" },
  { path: "recipes/c", constant: "RECIPES_C", type: "Recipe", from: "#ports/recipe.ts" },
  { path: "recipes/go", constant: "RECIPES_GO", type: "Recipe", from: "#ports/recipe.ts" },
  { path: "recipes/java", constant: "RECIPES_JAVA", type: "Recipe", from: "#ports/recipe.ts" },
  { path: "recipes/javascript", constant: "RECIPES_JAVASCRIPT", type: "Recipe", from: "#ports/recipe.ts" },
  { path: "recipes/python", constant: "RECIPES_PYTHON", type: "Recipe", from: "#ports/recipe.ts" },
];

/** src/app/registry.generated.ts: lazy imports by id, sorted. */
export async function generateRegistry(root: string): Promise<{ path: string; text: string }[]> {
  const types = new Map<string, Set<string>>();
  const bodies: string[] = [];
  for (const folder of FOLDERS) {
    const names = await registered(join(root, "src", folder.path));
    const set = types.get(folder.from) ?? new Set();
    for (const name of folder.type.split(" | ")) set.add(name);
    types.set(folder.from, set);
    const lines = names.map((name) => `  "${name}": () => import("#${folder.path}/${name}.ts"),`);
    bodies.push(`export const ${folder.constant}: Registry<${folder.type}> = {\n${lines.join("\n")}\n};\n`);
  }
  const imports = [...types]
    .map(([from, names]) => `import type { ${[...names].toSorted().join(", ")} } from "${from}";`)
    .toSorted();
  const text = [
    "// Written by `npm run generate` from the folders' contents. Do not edit.",
    ...imports,
    "",
    "type Registry<T> = Readonly<Record<string, () => Promise<{ readonly default: T }>>>;",
    "",
    bodies.join("\n"),
  ].join("\n");
  return [{ path: "src/app/registry.generated.ts", text }];
}

/** Names of the modules of a folder that have a default export, sorted. */
async function registered(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const file of await readdir(folder)) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    if (/^export default /mu.test(await readFile(join(folder, file), "utf8"))) names.push(file.slice(0, -".ts".length));
  }
  return names.toSorted();
}
