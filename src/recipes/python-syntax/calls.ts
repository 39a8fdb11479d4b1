import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, NONE, namedChildren, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { indentationAt, insertAt, lineEndAt, lineStartAt, removeRange, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { canonicalName, dottedName } from "./names.ts";
import { isRebound } from "./scope.ts";

export interface Argument {
  readonly node: NodeId;
  /** Name of a keyword argument. */
  readonly name: string | undefined;
  /** What is passed; the whole node for `*a` and `**a`. */
  readonly value: NodeId;
  readonly splat: boolean;
}

/** Arguments in source order, without comments; undefined when the call takes a bare generator. */
export function callArguments(tree: SyntaxTree, call: NodeId): readonly Argument[] | undefined {
  const list = childByField(tree, call, "arguments");
  if (list === NONE || kindOf(tree, list) !== "argument_list") return undefined;
  return namedChildren(tree, list)
    .filter((node) => kindOf(tree, node) !== "comment")
    .map((node) => {
      const kind = kindOf(tree, node);
      const keyword = kind === "keyword_argument";
      return {
        node,
        name: keyword ? textOf(tree, childByField(tree, node, "name")) : undefined,
        value: keyword ? childByField(tree, node, "value") : node,
        splat: kind === "list_splat" || kind === "dictionary_splat",
      };
    });
}

export function keywordArgument(tree: SyntaxTree, call: NodeId, name: string): Argument | undefined {
  return callArguments(tree, call)?.find((argument) => argument.name === name);
}

/** The positional argument at a 0-based index, unless a splat stands at or before it. */
export function positionalArgument(tree: SyntaxTree, call: NodeId, index: number): Argument | undefined {
  const found = callArguments(tree, call)?.slice(0, index + 1) ?? [];
  return found.some((argument) => argument.splat || argument.name !== undefined) ? undefined : found[index];
}

export function calleeOf(tree: SyntaxTree, call: NodeId): NodeId {
  return childByField(tree, call, "function");
}

/** Calls that the range may mean and that {@link isCallOf} one of the names. */
export function callsNear(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
  names: readonly string[],
): NodeId[] {
  return nodesNear(tree, range, ["call"]).filter((call) => isCallOf(tree, call, names));
}

/** True when the callee, imports resolved, is one of the names and the file binds its first name by imports only. */
export function isCallOf(tree: SyntaxTree, call: NodeId, names: readonly string[]): boolean {
  return isNamed(tree, calleeOf(tree, call), names);
}

/** As {@link isCallOf} for any expression. */
export function isNamed(tree: SyntaxTree, node: NodeId, names: readonly string[]): boolean {
  if (!names.includes(canonicalName(tree, node) ?? "")) return false;
  return !isRebound(tree, (dottedName(tree, node) as string).split(".")[0] as string);
}

/** The first name or attribute chain that the range may mean, not in an import, that {@link isNamed} one of the names. */
export function referenceNear(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
  names: readonly string[],
): NodeId | undefined {
  const inside = ["attribute", "dotted_name", "aliased_import"];
  return nodesNear(tree, range, ["attribute", "identifier"]).find(
    (node) => !inside.includes(kindOf(tree, parentOf(tree, node))) && isNamed(tree, node, names),
  );
}

/** Name of the method for `anything.method(...)`, else undefined. */
export function methodName(tree: SyntaxTree, call: NodeId): string | undefined {
  const callee = calleeOf(tree, call);
  return kindOf(tree, callee) === "attribute" ? textOf(tree, childByField(tree, callee, "attribute")) : undefined;
}

/** Removes an argument with its comma; a line that held only the argument goes with its comment. */
export function removeArgument(tree: SyntaxTree, call: NodeId, argument: Argument): TextEdit {
  const { text } = tree;
  const [start, end] = [tree.starts[argument.node] as number, tree.ends[argument.node] as number];
  const lineEnd = lineEndAt(text, end);
  if (startsLine(tree, argument.node) && /^[ \t]*,?[ \t]*(#.*)?[\r\n]*$/.test(text.slice(end, lineEnd))) {
    return removeRange(lineStartAt(text, start), lineEnd);
  }
  const all = callArguments(tree, call) ?? [];
  const index = all.findIndex((other) => other.node === argument.node);
  const [previous, next] = [all[index - 1], all[index + 1]];
  if (previous !== undefined && !text.slice(tree.ends[previous.node], start).includes("#"))
    return removeRange(tree.ends[previous.node] as number, end);
  if (next !== undefined && !text.slice(end, tree.starts[next.node]).includes("#"))
    return removeRange(start, tree.starts[next.node] as number);
  return removeRange(start, end + (/^[ \t]*,/.exec(text.slice(end, end + 20))?.[0].length ?? 0));
}

/** Adds an argument behind the last one, on a line of its own when the last one has that. */
export function appendArgument(tree: SyntaxTree, call: NodeId, text: string): TextEdit {
  const last = callArguments(tree, call)?.at(-1);
  if (last === undefined) return insertAt((tree.ends[childByField(tree, call, "arguments")] as number) - 1, text);
  const end = tree.ends[last.node] as number;
  const separator = startsLine(tree, last.node) ? `,\n${indentationAt(tree.text, tree.starts[last.node] as number)}` : ", ";
  return insertAt(end, separator + text);
}

/** True when the value of the expression is thrown away: it is a statement of its own. */
export function isStatement(tree: SyntaxTree, node: NodeId): boolean {
  return kindOf(tree, parentOf(tree, node)) === "expression_statement";
}

/** The node without the parentheses around it. */
export function unwrap(tree: SyntaxTree, node: NodeId): NodeId {
  let inner = node;
  while (inner !== NONE && kindOf(tree, inner) === "parenthesized_expression") {
    inner = namedChildren(tree, inner).find((child) => kindOf(tree, child) !== "comment") ?? NONE;
  }
  return inner;
}
