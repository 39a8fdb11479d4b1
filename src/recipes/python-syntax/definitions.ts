import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { startsLine } from "#recipes/kit/edit.ts";

/** Names of a function's plain parameters, with or without type and default, in source order. */
export function parameterNames(tree: SyntaxTree, definition: NodeId): string[] {
  const list = childByField(tree, definition, "parameters");
  if (list === NONE) return [];
  return namedChildren(tree, list).flatMap((parameter) => {
    const name = /^(\w+)\s*(?:[:=]|$)/.exec(textOf(tree, parameter))?.[1];
    return name === undefined || kindOf(tree, parameter) === "comment" ? [] : [name];
  });
}

/** The first statement behind the docstring, where lines can be put before it. */
export function firstStatement(tree: SyntaxTree, definition: NodeId): NodeId | undefined {
  const body = childByField(tree, definition, "body");
  if (body === NONE) return undefined;
  const statements = namedChildren(tree, body).filter((node) => kindOf(tree, node) !== "comment");
  const [head] = statements;
  const documented =
    head !== undefined &&
    kindOf(tree, head) === "expression_statement" &&
    kindOf(tree, namedChildren(tree, head)[0] ?? NONE) === "string";
  const first = statements[documented ? 1 : 0];
  return first !== undefined && startsLine(tree, first) ? first : undefined;
}
