import { enclosing, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import type { SqlValue } from "#recipes/kit/sql.ts";
import { type BuiltText, builtText } from "#recipes/c-syntax/built-text.ts";
import { argumentsOf, calleeName, callsNear, includeEdit, nameAt, plainOf } from "#recipes/c-syntax/calls.ts";
import { withoutFilled } from "#recipes/c-syntax/fillings.ts";
import { linesBefore, wholeStatement } from "#recipes/c-syntax/statements.ts";

const AT: Readonly<Record<string, readonly [text: number, context: number]>> = {
  xmlXPathEvalExpression: [0, 1],
  xmlXPathEval: [0, 1],
  xmlXPathNodeEval: [1, 2],
};

export default defineRecipe({
  id: "c/cwe-643-bound-variables",
  title: "Pass values to XPath as variables",
  languages: ["c", "cpp"],
  cwes: ["CWE-643"],
  review: "merge-after-review",
  description:
    "Turns an XPath expression that `snprintf` put together and libxml2 evaluates into fixed text with variables (`$name`), which are registered with the context before. Declines where a value is no text in quotes, or has other text beside it there.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, Object.keys(AT));
    const [at, contextAt] = call === undefined ? [] : (AT[calleeName(tree, call)] ?? []);
    const all = call === undefined ? [] : argumentsOf(tree, call);
    const [text, context] = [all[at ?? 0], all[contextAt ?? 0]];
    if (call === undefined || text === undefined || context === undefined)
      return decline("no XPath expression is evaluated at the place", "other-place");
    const built = builtText(tree, text);
    if (typeof built === "string") return decline(built, "not-in-view");
    const values = quotedValues(built);
    const names = values.map(({ argument }) => nameAt(tree, plainOf(tree, argument)));
    if (values.length === 0 || values.length < built.pieces.filter(({ kind }) => kind === "filled").length || names.includes(""))
      return decline("a value is no whole text in quotes with a name of its own");
    const statement = wholeStatement(tree, call);
    if (statement === NONE || enclosing(tree, call, ["while_statement", "for_statement"]) !== NONE)
      return decline("no line can be put before the call");
    const filled = withoutFilled(
      tree,
      built,
      values.map(({ value }) => value),
      (index) => `$${names[index]}`,
      "",
    );
    if (filled === undefined) return decline("a value has text beside it in its quotes");
    const header = includeEdit(tree, "libxml/xpathInternals.h");
    return offer(tree, [
      {
        variant: "variables",
        title: "Pass the values as variables",
        rationale: "The expression's text is fixed, and what a variable holds is never read as XPath.",
        edits: [
          ...(header === undefined ? [] : [header]),
          ...filled.edits,
          linesBefore(
            tree,
            statement,
            [...new Set(names)].map(
              (name) =>
                `xmlXPathRegisterVariable(${textOf(tree, context)}, (const xmlChar *)"${name}", xmlXPathNewCString(${name}));`,
            ),
          ),
        ],
      },
    ]);
  },
});

/** Values that stand alone in quotes. */
function quotedValues({ pieces }: BuiltText): { readonly value: SqlValue; readonly argument: number }[] {
  return pieces.flatMap((piece, index) => {
    const [before, behind] = [pieces[index - 1], pieces[index + 1]];
    if (piece.kind !== "filled" || before?.kind !== "text" || behind?.kind !== "text") return [];
    const mark = before.value.at(-1);
    if ((mark !== "'" && mark !== '"') || behind.value[0] !== mark) return [];
    const first = { piece: index - 1, unit: before.value.length - 1 };
    return [
      { value: { first, last: { piece: index + 1, unit: 0 }, quoted: true, wholeNumber: false }, argument: piece.argument },
    ];
  });
}
