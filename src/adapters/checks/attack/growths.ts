import { childByField, descendants, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { blowUp } from "#analysis/regex/blow-up.ts";
import type { Growth } from "./shots.ts";

const MAX_EXPRESSIONS = 40;
const MAX_GROWTHS = 4;

/** Texts that keep the regular expressions of a file busy, those of the function first. */
export function growthsOf(tree: SyntaxTree, node: NodeId): Growth[] {
  const python = tree.pack.id === "python";
  const found = [...expressions(tree, node), ...expressions(tree, 0)];
  const unique = new Map(found.map((each) => [`${each.flags} ${each.source}`, each]));
  const growths: Growth[] = [];
  for (const { source, flags } of [...unique.values()].slice(0, MAX_EXPRESSIONS)) {
    const result = blowUp(source, python ? "python" : "javascript", flags);
    if (result.kind === "exponential" || result.kind === "polynomial")
      growths.push({ ...result.attack, steep: result.kind === "exponential" });
  }
  return growths.slice(0, MAX_GROWTHS);
}

/** Regular expression literals, and texts with a repetition in them. */
function expressions(tree: SyntaxTree, node: NodeId): { source: string; flags: string }[] {
  const literals = descendants(tree, node, ["regex"]).map((each) => {
    const [pattern, flags] = [childByField(tree, each, "pattern"), childByField(tree, each, "flags")];
    return { source: pattern === NONE ? "" : textOf(tree, pattern), flags: flags === NONE ? "" : textOf(tree, flags) };
  });
  const texts = descendants(tree, node, ["string_content", "string_fragment"]).map((each) => ({
    source: textOf(tree, each),
    flags: "",
  }));
  return [...literals, ...texts].filter(({ source }) => /[*+}]/.test(source));
}
