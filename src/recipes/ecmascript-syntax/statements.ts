import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { indentationAt, insertAfter, insertAt, startsLine } from "#recipes/kit/edit.ts";
import { endsWithSemicolons } from "./expressions.ts";
import { levelOf } from "./indentation.ts";

/** Where new statements can run just before an expression is evaluated. */
export type Place =
  /** Before a statement of a block. */
  | { readonly kind: "block"; readonly statement: NodeId }
  /** Before the statement that is the braceless body of an `if`, `else` or loop. */
  | { readonly kind: "body"; readonly statement: NodeId }
  /** Before the expression that is the body of an arrow function. */
  | { readonly kind: "arrow"; readonly statement: NodeId };

const BLOCKS = ["program", "statement_block", "switch_case", "switch_default"];
const BODIES = ["if_statement", "else_clause", "while_statement", "for_statement", "for_in_statement", "do_statement"];
/** Parents under which an expression may run never, often or before the statement does. */
const CONDITIONAL = [
  "ternary_expression",
  "optional_chain",
  "assignment_pattern",
  "object_assignment_pattern",
  "class_body",
  "field_definition",
  "public_field_definition",
];

/** The place for statements that belong before the node; undefined where running them there would change when or whether they run. */
export function placeBefore(tree: SyntaxTree, node: NodeId): Place | undefined {
  let child = node;
  for (let parent = parentOf(tree, node); parent !== NONE; child = parent, parent = parentOf(tree, parent)) {
    const kind = kindOf(tree, parent);
    if (BLOCKS.includes(kind)) return { kind: "block", statement: child };
    if (kind === "arrow_function")
      return childByField(tree, parent, "body") === child ? { kind: "arrow", statement: child } : undefined;
    if (BODIES.includes(kind)) {
      const isBody =
        ["body", "consequence"].some((field) => childByField(tree, parent, field) === child) || kind === "else_clause";
      if (isBody) return kindOf(tree, child) === "if_statement" ? undefined : { kind: "body", statement: child };
      if (kind !== "if_statement") return undefined;
      if (kindOf(tree, parentOf(tree, parent)) === "else_clause") return undefined;
      continue;
    }
    if (CONDITIONAL.includes(kind)) return undefined;
    if (
      kind === "binary_expression" &&
      child !== childByField(tree, parent, "left") &&
      /^(&&|\|\||\?\?)$/.test(operator(tree, parent))
    )
      return undefined;
  }
  return undefined;
}

function operator(tree: SyntaxTree, node: NodeId): string {
  const token = childByField(tree, node, "operator");
  return tree.text.slice(tree.starts[token], tree.ends[token]);
}

/** Edits that put the lines before the place; a line may hold `\t` for one more level of indentation. */
export function precede(tree: SyntaxTree, place: Place, lines: readonly string[]): TextEdit[] {
  const { statement } = place;
  const start = tree.starts[statement] as number;
  const unit = levelOf(tree);
  const outer = indentationAt(tree.text, start);
  const layout = (indent: string): string => lines.map((line) => indent + line.replaceAll("\t", unit)).join("\n");
  if (place.kind === "block") {
    return [
      insertAt(
        start,
        startsLine(tree, statement)
          ? `${layout(outer).slice(outer.length)}\n${outer}`
          : `${lines.join(" ").replaceAll("\t", "")} `,
      ),
    ];
  }
  const opening = `{\n${layout(outer + unit)}\n${outer + unit}`;
  const after = `\n${outer}}`;
  if (place.kind === "body") return [insertAt(start, opening), insertAfter(tree, statement, after)];
  const end = endsWithSemicolons(tree) ? ";" : "";
  return [insertAt(start, `${opening}return `), insertAfter(tree, statement, end + after)];
}

/** Edit that puts lines after a statement of a block. */
export function follow(tree: SyntaxTree, statement: NodeId, lines: readonly string[]): TextEdit {
  const unit = levelOf(tree);
  const indent = indentationAt(tree.text, tree.starts[statement] as number);
  const comment = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^*\r\n]*\*\/[ \t]*(?=\r?\n))/.exec(
    tree.text.slice(tree.ends[statement] as number),
  );
  const end = (tree.ends[statement] as number) + (comment?.[0].length ?? 0);
  return insertAt(end, lines.map((line) => `\n${indent}${line.replaceAll("\t", unit)}`).join(""));
}
