import { childByField, descendants, kindOf, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { enclosingStatement, indentationAt, insertAfter, insertBefore, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { readSql, type SqlPlan } from "#recipes/kit/sql.ts";
import {
  argumentsOf,
  callsNear,
  importEdit,
  literalAt,
  methodAround,
  methodName,
  objectText,
  operandsOf,
} from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-89-sql-parameters",
  title: "Pass values beside the statement",
  languages: ["java"],
  cwes: ["CWE-89"],
  review: "merge-after-review",
  description:
    "Writes `?` for each value that is put into the text of a statement. For `JdbcTemplate` the values follow as arguments; a `Statement` that is declared on a line of its own and used once becomes a `PreparedStatement`. Declines where a name, a list or a condition is put in.",
  propose({ tree, range }) {
    const calls = callsNear(tree, range, [...TEMPLATE, "executeQuery", "executeUpdate"]);
    const call = calls.find((one) => operandsOf(tree, argumentsOf(tree, one)[0] ?? 0).length > 1);
    const [text] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || text === undefined) return decline("no statement is put together at the place", "other-place");
    const operands = operandsOf(tree, text);
    const pieces = operands.map((node) => literalAt(tree, node));
    const reading = readSql(pieces);
    if (!reading.ok) return decline(reading.reason, "too-involved");
    const { values, order } = reading.plan;
    if (order.includes("existing")) return decline("the statement has placeholders of its own", "too-involved");
    if (values.length === 0 || values.some(({ first, last, quoted }) => quoted && last.piece - first.piece !== 2))
      return decline("a value is put together from several parts", "too-involved");
    const sql = withPlaceholders(pieces, reading.plan);
    const given = values.map(({ first, quoted }) => textOf(tree, operands[quoted ? first.piece + 1 : first.piece] ?? text));
    const edits = TEMPLATE.includes(methodName(tree, call))
      ? templateEdits(tree, call, text, sql, given)
      : preparedEdits(tree, call, sql, given);
    if (edits === undefined) return decline("the statement is not declared and used once in plain lines", "too-involved");
    return offer(tree, [
      {
        variant: "parameters",
        title: "Pass the values separately",
        rationale: "The database takes a value for a value, whatever stands in it.",
        edits,
      },
    ]);
  },
});

const TEMPLATE: readonly string[] = ["query", "queryForObject", "queryForList", "queryForMap", "update"];

function withPlaceholders(pieces: readonly (string | undefined)[], { values }: SqlPlan): string {
  let text = "";
  for (const [at, piece] of pieces.entries()) {
    if (piece === undefined) {
      text += "?";
      continue;
    }
    const from = values.find(({ last, quoted }) => quoted && last.piece === at)?.last.unit;
    const to = values.find(({ first, quoted }) => quoted && first.piece === at)?.first.unit;
    text += piece.slice(from === undefined ? 0 : from + 1, to === undefined ? piece.length : to);
  }
  return `"${text}"`;
}

function templateEdits(
  tree: SyntaxTree,
  call: NodeId,
  text: NodeId,
  sql: string,
  given: readonly string[],
): TextEdit[] | undefined {
  const all = argumentsOf(tree, call);
  const last = all.at(-1) ?? text;
  // What the statement gets already would stand in front.
  if (!/jdbc|template/iu.test(objectText(tree, call)) || all.length > 2) return undefined;
  return last === text
    ? [replaceNode(tree, text, [sql, ...given].join(", "))]
    : [replaceNode(tree, text, sql), insertAfter(tree, last, `, ${given.join(", ")}`)];
}

function preparedEdits(tree: SyntaxTree, call: NodeId, sql: string, given: readonly string[]): TextEdit[] | undefined {
  const name = objectText(tree, call);
  const method = methodAround(tree, call);
  const statement = enclosingStatement(tree, call);
  if (method === NONE || statement === NONE || !startsLine(tree, statement) || !/^\w+$/u.test(name)) return undefined;
  if (descendants(tree, method, ["identifier"]).filter((node) => textOf(tree, node) === name).length !== 2) return undefined;
  const declaration = descendants(tree, method, ["local_variable_declaration"]).find((node) => {
    const declarator = childByField(tree, node, "declarator");
    return textOf(tree, childByField(tree, declarator, "name")) === name;
  });
  if (declaration === undefined) return undefined;
  const value = childByField(tree, childByField(tree, declaration, "declarator"), "value");
  const type = childByField(tree, declaration, "type");
  if (value === NONE || kindOf(tree, value) !== "method_invocation" || methodName(tree, value) !== "createStatement")
    return undefined;
  if (argumentsOf(tree, value).length > 0 || textOf(tree, type) !== "Statement") return undefined;
  const indent = indentationAt(tree.text, tree.starts[statement] as number);
  const lines = given.map((one, at) => `${name}.setObject(${at + 1}, ${one});\n${indent}`).join("");
  const list = childByField(tree, call, "arguments");
  const header = importEdit(tree, "java.sql.PreparedStatement");
  return [
    ...(header === undefined ? [] : [header]),
    replaceNode(tree, type, "PreparedStatement"),
    replaceNode(tree, value, `${objectText(tree, value)}.prepareStatement(${sql})`),
    insertBefore(tree, statement, lines),
    replaceNode(tree, list, "()"),
  ];
}
