import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE, parentOf } from "#analysis/parse/tree.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { localValue } from "./scope.ts";
import { type Template, templateOf } from "./template.ts";

const PARTS = ["string", "concatenated_string", "binary_operator", "parenthesized_expression"];

/** The outermost template with values in it that the range may mean, or that a variable of the range holds, and that the caller wants. */
export function templateNear(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
  wanted: (template: Template) => boolean,
): Template | undefined {
  for (const near of nodesNear(tree, range, ["string", "concatenated_string", "binary_operator", "call", "identifier"])) {
    const value = kindOf(tree, near) === "identifier" ? (localValue(tree, near)?.value ?? NONE) : outermost(tree, near);
    const template = value === NONE ? undefined : templateOf(tree, value);
    if (template?.pieces.some(({ kind }) => kind === "hole") && wanted(template)) return template;
  }
  return undefined;
}

function outermost(tree: SyntaxTree, near: NodeId): NodeId {
  let node = near;
  for (let outer = near; outer !== NONE; outer = parentOf(tree, outer)) {
    if (["argument_list", "block", "module"].includes(kindOf(tree, outer))) break;
    if (PARTS.includes(kindOf(tree, outer))) node = outer;
  }
  return node;
}
