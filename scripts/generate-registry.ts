import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Scanner } from "#ports/scanner.ts";
import type { ScannerFactory } from "#ports/scanner-tools.ts";

interface Folder {
  /** Under src/. */
  readonly path: string;
  readonly constant: string;
  /** The modules of the types that its default exports may have, by type. */
  readonly types: Readonly<Record<string, string>>;
}

/** One default export a file: what stands in these folders is registered, nobody edits a list. */
const FOLDERS: readonly Folder[] = [
  { path: "adapters/checks", constant: "CHECKS", types: { Check: "#ports/check.ts" } },
  {
    path: "adapters/scanners",
    constant: "SCANNERS",
    types: { Scanner: "#ports/scanner.ts", ScannerFactory: "#ports/scanner-tools.ts" },
  },
];

/** The folder of each language's recipes; what they share stands beside them in `kit` and `*-syntax`. */
async function recipeFolders(root: string): Promise<Folder[]> {
  const names = await readdir(join(root, "src", "recipes"));
  return names
    .filter((name) => name !== "kit" && !name.endsWith("-syntax"))
    .toSorted()
    .map((name) => ({ path: `recipes/${name}`, constant: "RECIPES", types: { Recipe: "#ports/recipe.ts" } }));
}

/** src/app/registry.generated.ts: lazy imports by id, sorted. Folders of one constant are one list. */
export async function generateRegistry(root: string): Promise<{ path: string; text: string }[]> {
  const types = new Map<string, Set<string>>();
  const bodies: string[] = [];
  const lists = Map.groupBy([...FOLDERS, ...(await recipeFolders(root))], ({ constant }) => constant);
  for (const [constant, folders] of lists) {
    const [folder] = folders as [Folder];
    const names = (await Promise.all(folders.map(({ path }) => registered(join(root, "src", path), path)))).flat();
    for (const [type, from] of Object.entries(folder.types)) types.set(from, (types.get(from) ?? new Set()).add(type));
    const lines = names.map(({ id, path }) => `  "${id}": () => import("#${path}.ts"),`);
    bodies.push(`export const ${constant}: Registry<${Object.keys(folder.types).join(" | ")}> = {\n${lines.join("\n")}\n};\n`);
    if (constant === "SCANNERS") bodies.push(await byName(root, names));
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

/** Those that take part only when they are named, so that nobody has to load them to know it. */
async function byName(root: string, scanners: readonly { readonly id: string; readonly path: string }[]): Promise<string> {
  const named = await Promise.all(
    scanners.map(async ({ id, path }) => {
      const made = ((await import(join(root, "src", `${path}.ts`))) as { default: Scanner | ScannerFactory }).default;
      const scanner = typeof made === "function" ? made({ loadGrammar: neverAsked, teamRules: [] }) : made;
      return scanner.byName === true ? [`  "${id}",`] : [];
    }),
  );
  const lines = named.flat();
  return `/** Scanners that take part only when they are named, see Scanner.byName. */\nexport const BY_NAME: ReadonlySet<string> = new Set([\n${lines.join("\n")}\n]);\n`;
}

function neverAsked(): never {
  throw new Error("making a scanner reads no grammar");
}

/** The modules of a folder that have a default export, sorted; recipes go by their language too. */
async function registered(folder: string, path: string): Promise<{ id: string; path: string }[]> {
  const names: string[] = [];
  for (const file of await readdir(folder)) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    if (/^export default /mu.test(await readFile(join(folder, file), "utf8"))) names.push(file.slice(0, -".ts".length));
  }
  const before = path.startsWith("recipes/") ? `${path.slice("recipes/".length)}/` : "";
  return names.toSorted().map((name) => ({ id: before + name, path: `${path}/${name}` }));
}
