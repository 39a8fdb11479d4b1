import { kindOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { guardedStatement, linesBefore } from "#recipes/python-syntax/guard.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { refusalAt } from "#recipes/python-syntax/refusal.ts";
import { type NamePart, namesOf, parametersBeside } from "#recipes/python-syntax/sql-names.ts";
import { findStatement } from "#recipes/python-syntax/sql-statement.ts";

/** Conditions under which the parts are refused: by their form, or by a list of the environment. */
function conditions(parts: readonly NamePart[], quote: string, plain: (text: string) => string): string {
  return parts
    .map(({ text, kind }) =>
      kind === "name" ? plain(text) : `str(${text}).upper() not in (${quote}ASC${quote}, ${quote}DESC${quote})`,
    )
    .join(" or ");
}

export default defineRecipe({
  id: "python/cwe-89-listed-name",
  title: "Refuse what is no name of a table or column",
  languages: ["python"],
  cwes: ["CWE-89"],
  review: "merge-after-review",
  description:
    "For statements in which a value stands for a table, a column or the direction of an order, which no parameter can carry: refuses, before the statement is run, what is not a plain name (letters, digits and underscores) or not ASC or DESC; a second option takes only the names that the environment variable SQL_NAMES lists. Values of the same statement become parameters. Declines where those cannot, where a name is computed in the text, and where no statement can be put before the call.",
  propose({ tree, range, packages }) {
    const found = findStatement(tree, range);
    if (!found.ok) return decline(found.reason, "other-place");
    const { call, template } = found.statement;
    const names = namesOf(tree, template);
    const parts = [...names.values()];
    if (parts.length === 0) return decline("the statement has no value in the place of a name", "already-safe");
    if (!parts.every(({ node }) => ["identifier", "attribute"].includes(kindOf(tree, node))))
      return decline("a name is computed in the text");
    const beside = parametersBeside(tree, found.statement, names, packages);
    if (!beside.ok) return decline(beside.reason, "other-place");
    const statement = guardedStatement(tree, template.node);
    const early =
      statement === undefined
        ? ""
        : tree.text.slice(Math.max(0, (tree.starts[statement] as number) - 400), tree.starts[statement]);
    if (statement === undefined) return decline("no statement can be put before the statement's text");
    if (parts.some(({ text }) => new RegExp(`if\\b[^\\n]*\\b${text.replaceAll(".", "\\.")}\\b`).test(early)))
      return decline("the name is looked at before", "already-safe");
    const [re, os] = [useModule(tree, "re"), useModule(tree, "os")];
    if (re === undefined || os === undefined) return decline("the file uses the names re or os for something else", "name-taken");
    const quote = quoteStyle(tree);
    const refusal = refusalAt(tree, call, `${quote}not a known name${quote}`, 400);
    const guarded = (condition: string): Draft["edits"] => [
      ...refusal.edits,
      ...beside.edits,
      linesBefore(tree, statement, [`if ${condition}:`, ...refusal.lines.map((line) => `\t${line}`)]),
    ];
    const named = parts.some(({ kind }) => kind === "name");
    const form = (text: string): string => `not ${re.name}.fullmatch(r${quote}[A-Za-z_][A-Za-z0-9_]*${quote}, ${text})`;
    const list = (text: string): string =>
      `${text} not in ${os.name}.environ.get(${quote}SQL_NAMES${quote}, ${quote}${quote}).split()`;
    const rationale =
      "What is no name cannot end the statement or add to it, so the value only chooses among tables, columns or directions.";
    return offer(tree, [
      {
        variant: "plain-name",
        title: "Refuse what is not a plain name",
        rationale,
        tradeOffs: {
          behaviour: `Other texts ${refusal.answer}.`,
          ...(named && { security: "Every table and column of the database can still be named." }),
        },
        edits: [...(named ? re.edits : []), ...guarded(conditions(parts, quote, form))],
      },
      named
        ? {
            variant: "listed",
            title: "Take the names that SQL_NAMES lists",
            rationale: "Only tables and columns that whoever runs the program has listed can be chosen.",
            tradeOffs: {
              behaviour: `The environment variable SQL_NAMES must list the names, separated by blanks; others ${refusal.answer}.`,
              setting: "Set SQL_NAMES where the program and its tests run.",
            },
            edits: [...os.edits, ...guarded(conditions(parts, quote, list))],
          }
        : undefined,
    ]);
  },
});
