import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { readSql, type SqlPlan } from "#recipes/kit/sql.ts";
import { parameterEdits } from "#recipes/python-syntax/sql-call.ts";
import { importsModule } from "#recipes/python-syntax/names.ts";
import { type ParameterStyle, parameterStyle, placeholder } from "#recipes/python-syntax/sql-driver.ts";
import { parameterText, placeholderEdits } from "#recipes/python-syntax/sql-parameters.ts";
import { findStatement, type Statement } from "#recipes/python-syntax/sql-statement.ts";

const OPTION = {
  title: "Pass the values as parameters",
  rationale: "The statement's text is fixed and the driver sends the values apart from it, so that no value can be read as SQL.",
};

export default defineRecipe({
  id: "python/cwe-89-parameterise-query",
  title: "Pass values to SQL as parameters",
  languages: ["python"],
  cwes: ["CWE-89"],
  review: "merge-after-cursory-review",
  description:
    "Turns SQL that is put together by f-strings, `%`, `.format` or `+`, in the call or in a variable set once before it, into fixed text with placeholders and a tuple of " +
    "values; the placeholder is the one of the driver in use (`?`, `%s`, `$1`, or names for SQLAlchemy's `text`). Quotes around a value go, fixed text beside it in the " +
    "quotes (`'%…%'`) moves into the parameter. Declines where an expression stands for a table, a column, a list or a condition, which parameters cannot carry.",
  propose({ tree, range, packages }) {
    const found = findStatement(tree, range);
    if (!found.ok) return decline(found.reason);
    const { statement } = found;
    const { pieces } = statement.template;
    const reading = readSql(pieces.map((piece) => (piece.kind === "text" ? piece.value : undefined)));
    if (!reading.ok) return decline(reading.reason);
    const { plan } = reading;
    const values = plan.values.map((value) => parameterText(tree, statement.template, value));
    if (!values.every((value) => value !== undefined))
      return decline("a value's expression cannot be moved into a tuple as it stands");

    if (statement.kind === "text") return offer(tree, [boundByName(tree, statement, plan, values)]);
    const style = statement.kind === "fetch" ? "dollar" : parameterStyle(tree, statement.call, packages);
    if (style !== undefined) {
      const edits = parameterEdits(tree, statement, plan, values, style);
      return edits === undefined
        ? decline("the parameters passed already cannot be joined with the new ones")
        : offer(tree, [{ ...OPTION, variant: "parameters", edits }]);
    }
    if (importsModule(tree, "sqlalchemy") || importsModule(tree, "flask_sqlalchemy"))
      return decline("SQLAlchemy takes parameters by name in text() only, and the statement is not wrapped in it");
    return offer(tree, [
      unsure(tree, statement, plan, values, "qmark", "sqlite3, pyodbc or DuckDB"),
      unsure(tree, statement, plan, values, "format", "psycopg, MySQL or Django"),
    ]);
  },
});

function unsure(
  tree: SyntaxTree,
  statement: Statement,
  plan: SqlPlan,
  values: readonly string[],
  style: ParameterStyle,
  drivers: string,
): Draft | undefined {
  const edits = parameterEdits(tree, statement, plan, values, style);
  const behaviour = `The file does not tell its driver; \`${placeholder(style, 1)}\` is right for ${drivers} and an error elsewhere.`;
  return edits && { ...OPTION, variant: `parameters-${style}`, edits, tradeOffs: { behaviour }, review: "merge-after-review" };
}

/** `text("… = :name").bindparams(name=name)`. */
function boundByName(
  tree: SyntaxTree,
  { call, template }: Statement,
  plan: SqlPlan,
  values: readonly string[],
): Draft | undefined {
  const names: string[] = [];
  for (const value of plan.values) {
    const hole = template.pieces.slice(value.first.piece, value.last.piece + 1).find((piece) => piece.kind === "hole");
    const node = hole?.node ?? NONE;
    const last = kindOf(tree, node) === "attribute" ? childByField(tree, node, "attribute") : node;
    const base = /^[A-Za-z]\w*$/.test(textOf(tree, last)) ? textOf(tree, last) : "value";
    let name = base;
    for (let count = 2; names.includes(name); count++) name = `${base}_${count}`;
    names.push(name);
  }
  const edits = placeholderEdits(tree, template, plan, (index) => `:${names[index]}`, false);
  const bound = names.map((name, index) => `${name}=${values[index]}`).join(", ");
  return (
    edits && {
      ...OPTION,
      variant: "bound-names",
      edits: [...edits, insertAt(tree.ends[call] as number, `.bindparams(${bound})`)],
    }
  );
}
