import { enclosing, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer, type RecipeOption } from "#ports/recipe.ts";
import { bare } from "#recipes/ecmascript-syntax/expressions.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { passParameters, type SqlCall } from "#recipes/ecmascript-syntax/sql-calls.ts";
import { otherCalls, repairSqlCall } from "#recipes/ecmascript-syntax/sql-near.ts";
import { placeholders } from "#recipes/ecmascript-syntax/sql-placeholders.ts";
import type { NameSlot } from "#recipes/ecmascript-syntax/sql-text.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline } from "#recipes/kit/answer.ts";
import { settleEdits } from "#recipes/kit/edit.ts";

const LOOKED_AT = /\.test\(|\.includes\(|\.has\(|\.match\(|\bin\b|hasOwn/;

/** Conditions under which names and directions are refused. */
function refused(tree: SyntaxTree, names: readonly NameSlot[]): string {
  return names
    .map(({ node, kind }) => {
      const text = tree.pack.id === "javascript" ? textOf(tree, node) : `String(${textOf(tree, node)})`;
      return kind === "name" ? `!/^[A-Za-z_]\\w*$/.test(${text})` : `!/^(?:ASC|DESC)$/i.test(${text})`;
    })
    .join(" || ");
}

/** Whether the function, before the node, asks something about one of the names. */
function isLookedAt(tree: SyntaxTree, node: NodeId, names: readonly NameSlot[]): boolean {
  const around = enclosing(tree, node, ["statement_block", "program"]);
  const before = tree.text.slice(tree.starts[around], tree.starts[node]);
  return names.some(({ node: name }) =>
    before.split("\n").some((line) => line.includes(textOf(tree, name)) && LOOKED_AT.test(line)),
  );
}

function repair(tree: SyntaxTree, call: SqlCall): RecipeAnswer {
  const written = bare(tree, call.statement);
  const { value, binding } = valueOf(tree, written);
  const pieces = piecesOf(tree, value);
  if (pieces === undefined)
    return decline("the statement is not built from literals and values in one expression", "not-in-view");
  if (binding !== undefined && otherCalls(tree, usesOf(tree, binding), written))
    return decline("the statement's text is run in several places");
  const names: NameSlot[] = [];
  const values = placeholders(tree, pieces, call.style, names);
  if (!values.ok) return decline(values.reason);
  if (names.length === 0) return decline("the statement has no value in the place of a name", "already-safe");
  if (names.some(({ node }) => !["identifier", "member_expression"].includes(kindOf(tree, bare(tree, node)))))
    return decline("a name is computed in the text");
  if (isLookedAt(tree, value, names)) return decline("the name is looked at before", "already-safe");
  const place = placeBefore(tree, value);
  if (place === undefined) return decline("no check can be put before the statement's text without changing when it runs");
  const parameters = values.parameters.length > 0 ? passParameters(tree, call, values.parameters, values.placeholders) : [];
  if (typeof parameters === "string") return decline(parameters);
  const refusal = refuseAt(tree, call.node, 400, "Unknown name", "Not a known name");
  const others = values.parameters.length > 0 ? ", and values are parameters" : "";
  const rationale =
    "What is no name cannot end the statement or add to it, so the value only chooses among tables, columns or directions.";
  const plain: RecipeOption = {
    variant: "plain-name",
    title: `Refuse what is not a plain name${others}`,
    rationale,
    edits: settleEdits(tree, [
      ...precede(tree, place, guardLines(refused(tree, names), refusal)),
      ...values.edits,
      ...parameters,
    ]),
    tradeOffs: {
      behaviour: "Other texts are refused.",
      ...(names.some(({ kind }) => kind === "name") && {
        security: "Every table and column of the database can still be named.",
      }),
    },
  };
  return { kind: "options", options: [plain] };
}

export default defineRecipe({
  id: "javascript/cwe-89-plain-name",
  title: "Refuse what is no name of a table or column",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-89"],
  review: "merge-after-review",
  description:
    "For statements in which a value stands for a table, a column or the direction of an order, which no parameter can carry: refuses, before the statement is built, what is not a plain name (letters, digits and underscores) or not ASC or DESC. Other values of the statement become parameters. Declines where a name is computed in the text or looked at before, and where no statement can be put before the call.",
  propose: ({ tree, range, packages }) => repairSqlCall(tree, range, packages, (call) => repair(tree, call)),
});
