import type { Rule } from "#analysis/match/rule.ts";

/** Folders of rules that ship with assay; `javascript` holds those for JavaScript, TypeScript and TSX. */
export const RULE_FOLDERS = ["javascript", "python"] as const;

/** The rules that ship with assay for a language (id of a language pack), sorted by id; loaded when first asked for. */
async function builtinRules(language: string): Promise<readonly Rule[]> {
  const module: { readonly default: unknown } =
    language === "python"
      ? await import("./generated/python.json", { with: { type: "json" } })
      : await import("./generated/javascript.json", { with: { type: "json" } });
  // Written by scripts/generate-rules.ts from checked rules and compared by a test.
  return module.default as readonly Rule[];
}

/** All rules that ship with assay, sorted by id. */
export async function allBuiltinRules(): Promise<readonly Rule[]> {
  const lists = await Promise.all(RULE_FOLDERS.map(builtinRules));
  return lists.flat().toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
