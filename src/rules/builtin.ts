import type { Rule } from "#analysis/match/rule.ts";

/** Folders of rules that ship with assay, one for each family of languages, see the packs. */
export const RULE_FOLDERS = ["c", "go", "java", "javascript", "python"] as const;

// Imports are spelled out so that the bundler sees them. Written by scripts/generate-rules.ts from checked rules and compared by a test.
const LOADERS: Readonly<Record<(typeof RULE_FOLDERS)[number], () => Promise<{ readonly default: unknown }>>> = {
  c: () => import("./generated/c.json", { with: { type: "json" } }),
  go: () => import("./generated/go.json", { with: { type: "json" } }),
  java: () => import("./generated/java.json", { with: { type: "json" } }),
  javascript: () => import("./generated/javascript.json", { with: { type: "json" } }),
  python: () => import("./generated/python.json", { with: { type: "json" } }),
};

async function builtinRules(folder: (typeof RULE_FOLDERS)[number]): Promise<readonly Rule[]> {
  return (await LOADERS[folder]()).default as readonly Rule[];
}

/** All rules that ship with assay, sorted by id. */
export async function allBuiltinRules(): Promise<readonly Rule[]> {
  const lists = await Promise.all(RULE_FOLDERS.map(builtinRules));
  return lists.flat().toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
