import { javascriptDefinition } from "#adapters/checks/attack/javascript-entry.ts";
import { type Definition, pythonDefinition } from "#adapters/checks/attack/python-entry.ts";
import { descendants, type SyntaxTree } from "#analysis/parse/tree.ts";

/** A function that takes back what another one makes: its name, and where each of its arguments comes from. */
export interface Counterpart {
  readonly name: string;
  /** The place of a parameter of the maker, `result`, or a part of the result by its place. */
  readonly from: readonly (number | "result" | { readonly part: number })[];
}

/** What makes, and what takes back. */
const PAIRS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:encrypt|seal|encode|wrap|protect|cipher)/, /^(?:decrypt|unseal|decode|unwrap|unprotect|decipher|open)/],
  [
    /^(?:hash|make|create|generate|derive|digest|store|register|sign|issue|new|get|compute)|hash/,
    /^(?:verify|check|compare|match|validate|is_?valid|authenticate|confirm)/,
  ],
];
const FUNCTIONS = ["function_definition", "function_declaration", "function_expression", "arrow_function"];

/**
 * The function of the same file that takes back what `maker` makes, told by their verbs: the one whose name shares most words. Arguments that are named
 * as those of the maker get the same values; what is left gets the result, or its parts. Undefined where there is none, or arguments stay open.
 */
export function counterpartOf(tree: SyntaxTree, maker: Definition): Counterpart | undefined {
  if (maker.kind !== "function") return undefined;
  const around = tree.pack.id === "python" ? pythonDefinition : javascriptDefinition;
  const others = descendants(tree, 0, FUNCTIONS).flatMap((node) => {
    const found = around(tree, node);
    return found?.node === node && found.kind === "function" && found.name !== maker.name ? [found] : [];
  });
  const own = wordsOf(maker.name);
  const fitting = others
    .filter(({ name }) => PAIRS.some(([makes, takes]) => makes.test(plain(maker.name)) && takes.test(plain(name))))
    .map((each) => ({ each, shared: wordsOf(each.name).filter((word) => own.includes(word)).length }))
    .toSorted((a, b) => b.shared - a.shared);
  const [best, second] = fitting;
  if (best === undefined || (second !== undefined && second.shared === best.shared)) return undefined;
  const names = maker.declared.map(({ name }) => plain(name));
  const needed = best.each.declared.filter((each) => each.default === "");
  const open = needed.filter(({ name }) => !names.includes(plain(name)));
  if (open.length === 0 || open.length > 3) return undefined;
  const from = needed.map(({ name }): Counterpart["from"][number] => {
    const same = names.indexOf(plain(name));
    if (same >= 0) return same;
    return open.length === 1 ? "result" : { part: open.findIndex((each) => each.name === name) };
  });
  return { name: best.each.name, from };
}

function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_")
    .filter((word) => word.length > 2);
}
