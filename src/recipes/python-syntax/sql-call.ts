import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAt, replaceNode } from "#recipes/kit/edit.ts";
import type { SqlPlan } from "#recipes/kit/sql.ts";
import { type Argument, appendArgument, callArguments } from "./calls.ts";
import { type ParameterStyle, placeholder } from "./sql-driver.ts";
import { displayItems, placeholderEdits } from "./sql-parameters.ts";
import type { Statement } from "./sql-statement.ts";

/**
 * Edits that give the statement placeholders and the call the values, in the order of the statement; parameters that the call has already stay.
 * Undefined when those are not written as a tuple or list, or do not fit the placeholders.
 */
export function parameterEdits(
  tree: SyntaxTree,
  { call, kind, template }: Statement,
  plan: SqlPlan,
  values: readonly string[],
  style: ParameterStyle,
): TextEdit[] | undefined {
  const all = callArguments(tree, call) ?? [];
  if (all.some((argument) => argument.splat)) return undefined;
  const existing =
    all.find((argument) => ["params", "parameters", "args", "vars"].includes(argument.name ?? "")) ??
    all.filter((argument) => argument.name === undefined)[1];
  const kept = plan.order.filter((entry) => entry === "existing").length;
  const edits = placeholderEdits(
    tree,
    template,
    plan,
    (index) => placeholder(style, index + 1),
    style === "format" && existing === undefined,
  );
  if (edits === undefined) return undefined;
  if (kind === "fetch")
    return existing === undefined && kept === 0 ? [...edits, appendArgument(tree, call, values.join(", "))] : undefined;
  if (existing === undefined) return kept === 0 ? [...edits, addedParameters(tree, call, all, tuple(values))] : undefined;
  const items = displayItems(tree, existing.value);
  if (items === undefined || items.length !== kept) return undefined;
  const given = [...items];
  const merged = plan.order.map((entry) => (entry === "existing" ? (given.shift() as string) : (values[entry] as string)));
  return [
    ...edits,
    replaceNode(tree, existing.value, kindOf(tree, existing.value) === "list" ? `[${merged.join(", ")}]` : tuple(merged)),
  ];
}

function addedParameters(tree: SyntaxTree, call: NodeId, all: readonly Argument[], text: string): TextEdit {
  const [first] = all;
  return all.length === 1 || first === undefined
    ? appendArgument(tree, call, text)
    : insertAt(tree.ends[first.node] as number, `, ${text}`);
}

function tuple(values: readonly string[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}
