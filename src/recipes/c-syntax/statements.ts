import { enclosing, kindOf, type NodeId, NONE, parentOf, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import {
  indentationAt,
  indentationUnit,
  insertAt,
  lineBodyEndAt,
  lineEndAt,
  lineStartAt,
  removeRange,
  startsLine,
} from "#recipes/kit/edit.ts";

/** The statement around a node that stands in a block and begins its line; NONE where a line cannot be put before it. */
export function wholeStatement(tree: SyntaxTree, node: NodeId): NodeId {
  for (let current = node; current !== NONE; current = parentOf(tree, current)) {
    const parent = parentOf(tree, current);
    if (parent !== NONE && kindOf(tree, parent) === "compound_statement") return startsLine(tree, current) ? current : NONE;
  }
  return NONE;
}

/** Lines before a statement, `\t` standing for a level of indentation. */
export function linesBefore(tree: SyntaxTree, statement: NodeId, lines: readonly string[]): TextEdit {
  const start = tree.starts[statement] as number;
  return insertAt(
    lineStartAt(tree.text, start),
    indented(tree, start, lines)
      .map((line) => `${line}\n`)
      .join(""),
  );
}

/** Lines behind a statement and what else stands on its last line. */
export function linesAfter(tree: SyntaxTree, statement: NodeId, lines: readonly string[]): TextEdit {
  const end = lineBodyEndAt(tree.text, tree.ends[statement] as number);
  return insertAt(
    end,
    indented(tree, tree.starts[statement] as number, lines)
      .map((line) => `\n${line}`)
      .join(""),
  );
}

function indented(tree: SyntaxTree, place: number, lines: readonly string[]): string[] {
  const indent = indentationAt(tree.text, place);
  const unit = indentationUnit(tree.text);
  return lines.map((line) => indent + line.replaceAll("\t", unit));
}

/** The statement goes, with its line where nothing else stands on it. */
export function withoutStatement(tree: SyntaxTree, statement: NodeId): TextEdit {
  const [start, end] = [tree.starts[statement] as number, tree.ends[statement] as number];
  const alone = startsLine(tree, statement) && tree.text.slice(end, lineBodyEndAt(tree.text, end)).trim() === "";
  return alone ? removeRange(lineStartAt(tree.text, start), lineEndAt(tree.text, end)) : removeRange(start, end);
}

/** The `if` whose condition holds the node; NONE for any other place. */
export function testAround(tree: SyntaxTree, node: NodeId): NodeId {
  const test = enclosing(tree, node, ["if_statement", "compound_statement"]);
  if (test === NONE || kindOf(tree, test) !== "if_statement") return NONE;
  for (let current = node; current !== test; current = parentOf(tree, current))
    if (tree.fieldNames[tree.fields[current] as number] === "condition" && parentOf(tree, current) === test) return test;
  return NONE;
}

/** The lines of a test with what happens where it holds, in a block where that is more than one statement; levels of indentation are tabs. */
export function asked(test: string, then: readonly string[]): string[] {
  const body = then.map((line) => `\t${line}`);
  return then.length === 1 ? [`if (${test})`, ...body] : [`if (${test}) {`, ...body, "}"];
}

/** A statement before a `return`, in a block of its own where the `return` stands in none. */
export function returnAfter(tree: SyntaxTree, node: NodeId, line: string): TextEdit[] {
  if (kindOf(tree, parentOf(tree, node)) === "compound_statement" && startsLine(tree, node))
    return [linesBefore(tree, node, [line])];
  const [start, end] = [tree.starts[node] as number, tree.ends[node] as number];
  if (!startsLine(tree, node) || kindOf(tree, parentOf(tree, node)) === "labeled_statement")
    return [insertAt(start, `{ ${line} `), insertAt(end, " }")];
  const outer = indentationAt(tree.text, tree.starts[parentOf(tree, node)] as number);
  const before = tree.text.slice(0, start).trimEnd().length;
  return [insertAt(before, " {"), insertAt(start, `${line}\n${indentationAt(tree.text, start)}`), insertAt(end, `\n${outer}}`)];
}
