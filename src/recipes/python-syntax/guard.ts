import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE, parentOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { enclosingStatement, indentationAt, indentationUnit, insertAt, lineStartAt, startsLine } from "#recipes/kit/edit.ts";

/** What stands between an expression and its statement without always, and first, running the expression. */
const LATER = new Set(
  (
    "lambda boolean_operator conditional_expression list_comprehension set_comprehension dictionary_comprehension generator_expression elif_clause else_clause " +
    "while_statement except_clause case_clause function_definition class_definition decorated_definition assert_statement"
  ).split(" "),
);

/** The statement before which lines can be put that surely run before the expression; undefined when there is none. */
export function guardedStatement(tree: SyntaxTree, node: NodeId): NodeId | undefined {
  const statement = enclosingStatement(tree, node);
  if (statement === NONE || !startsLine(tree, statement) || tree.text[tree.ends[statement] as number] === ";") return undefined;
  for (let current = node; current !== NONE && current !== parentOf(tree, statement); current = parentOf(tree, current)) {
    if (LATER.has(kindOf(tree, current))) return undefined;
  }
  return statement;
}

/** Lines before a statement, in its indentation; a line that starts with a tab is one level deeper. */
export function linesBefore(tree: SyntaxTree, statement: NodeId, lines: readonly string[]): TextEdit {
  const start = tree.starts[statement] as number;
  const indent = indentationAt(tree.text, start);
  const unit = indentationUnit(tree.text);
  const text = lines.map((line) => `${indent}${line.replace(/^\t/, unit)}\n`).join("");
  return insertAt(lineStartAt(tree.text, start), text);
}
