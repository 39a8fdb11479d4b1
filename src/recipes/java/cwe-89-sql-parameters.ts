import { type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAfter, replaceNode } from "#recipes/kit/edit.ts";
import { readSql, type SqlPlan } from "#recipes/kit/sql.ts";
import { argumentsOf, callsNear, literalAt, methodName, objectText, operandsOf } from "#recipes/java-syntax/calls.ts";
import { preparedEdits, statementText } from "#recipes/java-syntax/prepared.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-89-sql-parameters",
  title: "Pass values beside the statement",
  languages: ["java"],
  cwes: ["CWE-89"],
  review: "merge-after-review",
  description:
    "Writes `?` for each value that is put into the text of a statement. For `JdbcTemplate` the values follow as arguments; a `Statement` that is made for the call alone, on a line of its own, at the head of a `try` or in the call itself, becomes a `PreparedStatement`. The text may stand in a variable that only the call reads. Declines where a name, a list or a condition is put in.",
  propose({ tree, range }) {
    const calls = callsNear(tree, range, [...TEMPLATE, "executeQuery", "executeUpdate"]);
    const [found] = calls.flatMap((call) => {
      const text = statementText(tree, call);
      return text === undefined || operandsOf(tree, text.value).length < 2 ? [] : [{ call, text }];
    });
    if (found === undefined) return decline("no statement is put together at the place", "other-place");
    const { call, text } = found;
    const operands = operandsOf(tree, text.value);
    const pieces = operands.map((node) => literalAt(tree, node));
    const reading = readSql(pieces);
    if (!reading.ok) return decline(reading.reason, "too-involved");
    const { values, order } = reading.plan;
    if (order.includes("existing")) return decline("the statement has placeholders of its own", "too-involved");
    if (values.length === 0 || values.some(({ first, last, quoted }) => quoted && last.piece - first.piece !== 2))
      return decline("a value is put together from several parts", "too-involved");
    const sql = withPlaceholders(pieces, reading.plan);
    const given = values.map(({ first, quoted }) => operands[quoted ? first.piece + 1 : first.piece] ?? text.value);
    const edits = TEMPLATE.includes(methodName(tree, call))
      ? templateEdits(tree, call, text.value, sql, given)
      : preparedEdits(tree, call, text, sql, given);
    if (edits === undefined) return decline("the statement is not made for this call alone in plain lines", "too-involved");
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
  given: readonly NodeId[],
): TextEdit[] | undefined {
  const all = argumentsOf(tree, call);
  const last = all.at(-1) ?? text;
  const values = given.map((node) => textOf(tree, node)).join(", ");
  // What the statement gets already would stand in front.
  if (all[0] !== text || !/jdbc|template/iu.test(objectText(tree, call)) || all.length > 2) return undefined;
  return last === text
    ? [replaceNode(tree, text, `${sql}, ${values}`)]
    : [replaceNode(tree, text, sql), insertAfter(tree, last, `, ${values}`)];
}
