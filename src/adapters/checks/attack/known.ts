import { childByField, descendants, kindOf, type NodeId, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { Known } from "./accept.ts";
import { formatsOf } from "./payloads-files.ts";
import type { Entry, Family } from "./plan.ts";

const STRINGS = ["string_content", "string_fragment"];
const MOST_BRANCHES = 6;

/** What a module says that payloads of some families depend on: its lists and tables, its tokens, the words that parameters of a function are compared with. */
export function knownOf(
  tree: SyntaxTree,
  node: NodeId,
  family: Family,
  { parameters }: Entry,
): Known & { readonly branches: readonly { readonly parameter: number; readonly word: string }[] } {
  const branches = parameters.flatMap(({ name, shape }, parameter) =>
    shape === "text" || shape === "omitted" ? branchWords(name, textOf(tree, node)).map((word) => ({ parameter, word })) : [],
  );
  const chosen = { branches: branches.slice(0, MOST_BRANCHES) };
  if (family === "decompression")
    return { ...chosen, listed: formatsOf(tree.text, tree.pack.id === "python" ? "python" : "javascript") };
  if (!["allow-list", "forged-request", "token-verification"].includes(family)) return chosen;
  const pairs = descendants(tree, 0, ["pair"])
    .filter((pair) => isOutside(tree, pair))
    .flatMap((pair): (readonly [string, string])[] => {
      const [key, value] = [plain(tree, childByField(tree, pair, "key")), plain(tree, childByField(tree, pair, "value"))];
      return key === undefined ? [] : [[key, value ?? ""]];
    });
  const keys = pairs.map(([key]) => key).filter((key) => key !== "");
  const lists = descendants(tree, 0, ["list", "tuple", "set", "array"])
    .filter((list) => isOutside(tree, list))
    .flatMap((list) => descendants(tree, list, STRINGS).map((each) => textOf(tree, each)));
  return {
    ...chosen,
    listed: unique(family === "allow-list" ? [...lists, ...keys] : keys).slice(0, 6),
    pairs: pairs.filter(([, value]) => value !== ""),
    tokens: tokensOf(tree).slice(0, 2),
  };
}

/** Words that a parameter is compared with, by `==`, in a list or as a case. */
function branchWords(name: string, body: string): string[] {
  const word = `(?<![\\w.$])${name.replaceAll("$", "\\$")}(?:\\.(?:lower|upper|strip|trim|toLowerCase|toUpperCase)\\(\\))?`;
  const after = [...body.matchAll(new RegExp(`${word}\\s*={2,3}\\s*["'](\\w[\\w.-]{0,30})["']`, "g"))];
  const before = [...body.matchAll(new RegExp(`["'](\\w[\\w.-]{0,30})["']\\s*={2,3}\\s*${word}(?![\\w.(])`, "g"))];
  const chosen = new RegExp(`\\b(?:match ${name}:|switch \\(${name.replaceAll("$", "\\$")}\\))`).test(body);
  const cases = chosen ? [...body.matchAll(/\bcase\s+["'](\w[\w.-]{0,30})["']\s*:/g)] : [];
  return unique([...after, ...before, ...cases].map(([, found = ""]) => found));
}

function tokensOf(tree: SyntaxTree): string[] {
  return descendants(tree, 0, ["assignment", "variable_declarator", "pair"]).flatMap((node) => {
    const name = ["left", "name", "key"].map((field) => childByField(tree, node, field)).find((each) => each !== NONE);
    const value = ["right", "value"].map((field) => childByField(tree, node, field)).find((each) => each !== NONE);
    if (name === undefined || value === undefined || !/token|csrf|xsrf|nonce/i.test(textOf(tree, name))) return [];
    return plain(tree, value) ?? [];
  });
}

/** Whether a node stands in no function: what the module holds, rather than what a call makes. */
function isOutside(tree: SyntaxTree, node: NodeId): boolean {
  for (let each = parentOf(tree, node); each !== NONE; each = parentOf(tree, each))
    if (/function|method|lambda/.test(kindOf(tree, each))) return false;
  return true;
}

/** A text without values in it. */
function plain(tree: SyntaxTree, node: NodeId): string | undefined {
  if (node === NONE) return undefined;
  if (kindOf(tree, node) === "property_identifier") return textOf(tree, node);
  if (kindOf(tree, node) !== "string") return undefined;
  const parts = descendants(tree, node, STRINGS);
  return parts.length === 1 && parts[0] !== undefined && descendants(tree, node, ["interpolation"]).length === 0
    ? textOf(tree, parts[0])
    : undefined;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text.length > 0 && text.length <= 60);
}
