import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { bare } from "#recipes/ecmascript-syntax/expressions.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { passParameters, type SqlCall } from "#recipes/ecmascript-syntax/sql-calls.ts";
import { otherCalls, repairSqlCall } from "#recipes/ecmascript-syntax/sql-near.ts";
import { placeholders } from "#recipes/ecmascript-syntax/sql-placeholders.ts";
import { isConstant, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { settleEdits } from "#recipes/kit/edit.ts";

function repair(tree: SyntaxTree, call: SqlCall): RecipeAnswer {
  const written = bare(tree, call.statement);
  const { value, binding } = valueOf(tree, written);
  const pieces = piecesOf(tree, value);
  if (pieces === undefined)
    return decline("the statement is not built from literals and values in one expression", "not-in-view");
  if (isConstant(pieces)) return decline("the statement is constant, no value is written into it");
  if (binding !== undefined && otherCalls(tree, usesOf(tree, binding), written))
    return decline("the statement's text is run in several places");
  const parameters = placeholders(tree, pieces, call.style);
  if (!parameters.ok) return decline(parameters.reason);
  const passed = passParameters(tree, call, parameters.parameters, parameters.placeholders);
  if (typeof passed === "string") return decline(passed);
  return {
    kind: "options",
    options: [
      {
        variant: "parameters",
        title: "Hand the values to the driver as parameters",
        rationale: "The statement's text is now constant, so a value can never become a part of it, whatever quotes it holds.",
        edits: settleEdits(tree, [...parameters.edits, ...passed]),
        tradeOffs: {
          behaviour: "The driver converts each value by its type instead of by its text; undefined is refused or becomes NULL.",
        },
      },
    ],
  };
}

export default defineRecipe({
  id: "javascript/cwe-89-sql-parameters",
  title: "SQL built from values becomes a statement with parameters",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-89", "CWE-943", "CWE-564"],
  review: "merge-after-cursory-review",
  description:
    "Replaces values in a template or concatenation by placeholders and hands them to the driver: `$1` for pg, `?` for mysql, mysql2, sqlite3, better-sqlite3, node:sqlite, `knex.raw` and `sequelize.query`; the driver is told by the file's imports, how it uses the connection, or the one driver that package.json names. Quotes around a placeholder go, `LIKE '%…%'` keeps its signs in the value, lists in `IN (…)` stay lists, parameters that the call already has keep their order. Declines when a value names a table, column or direction, when the driver is unknown, or when the statement is put together step by step.",
  propose: ({ tree, range, packages }) => repairSqlCall(tree, range, packages, (call) => repair(tree, call)),
});
