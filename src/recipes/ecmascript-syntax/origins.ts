import { childByField, descendants, kindOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { argumentsOf, calledName, stringValue } from "./expressions.ts";

/** The one origin of another page that the file names, as a literal: compared with `….origin` or given to `postMessage`; undefined for none or several. */
export function namedOrigin(tree: SyntaxTree): string | undefined {
  const found = new Set<string>();
  const keep = (node: number | undefined): void => {
    const value = node === undefined ? undefined : stringValue(tree, node);
    if (value !== undefined && /^https?:\/\/[^/\s]+$/.test(value)) found.add(value);
  };
  for (const node of descendants(tree, 0, ["call_expression", "binary_expression"])) {
    if (kindOf(tree, node) === "call_expression") {
      if (calledName(tree, node) === "postMessage") keep(argumentsOf(tree, node)[1]);
      continue;
    }
    const left = childByField(tree, node, "left");
    if (/\borigin$/.test(textOf(tree, left))) keep(childByField(tree, node, "right"));
  }
  return found.size === 1 ? [...found][0] : undefined;
}
