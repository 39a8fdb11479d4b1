import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { isCallOf, unwrap } from "#recipes/python-syntax/calls.ts";
import { guardedStatement, linesBefore } from "#recipes/python-syntax/guard.ts";
import { refusalAt } from "#recipes/python-syntax/refusal.ts";
import { localValue, scopeOf } from "#recipes/python-syntax/scope.ts";

export default defineRecipe({
  id: "python/cwe-369-checked-divisor",
  title: "Refuse zero before dividing by it",
  languages: ["python"],
  cwes: ["CWE-369"],
  review: "merge-after-cursory-review",
  description:
    "Refuses a divisor of zero, a variable that holds a number read from text by `int` or `float`, before the statement that divides: by the web framework's own answer in a handler, else by ValueError. " +
    "Declines where the variable is compared before, where ZeroDivisionError is caught, and where no statement can be put before the division.",
  propose({ tree, range }) {
    for (const operation of nodesNear(tree, range, ["binary_operator"])) {
      if (!["/", "//", "%"].includes(textOf(tree, childByField(tree, operation, "operator")))) continue;
      const divisor = unwrap(tree, childByField(tree, operation, "right"));
      if (divisor === NONE || kindOf(tree, divisor) !== "identifier" || !holdsNumber(tree, divisor)) continue;
      const name = textOf(tree, divisor);
      const scope = textOf(tree, scopeOf(tree, operation));
      if (
        new RegExp(
          `\\b(if|while|and|or|not|assert)\\s+(not\\s+)?\\(?${name}\\b|\\b${name}\\s*(==|!=|<|>)|max\\([^()]*\\b${name}\\b|\\b${name}\\s+or\\b`,
        ).test(scope)
      )
        return decline("the divisor is compared already", "already-safe");
      if (/except[^:]*\b(ZeroDivisionError|ArithmeticError|Exception)\b|except\s*:/.test(scope))
        return decline("the error of a division by zero is caught", "already-safe");
      const statement = guardedStatement(tree, operation);
      if (statement === undefined) return decline("no statement can be put before the division");
      const mark = quoteStyle(tree);
      const refusal = refusalAt(tree, operation, `${mark}${name} must not be zero${mark}`, 400);
      return offer(tree, [
        {
          variant: "refused",
          title: "Refuse zero",
          rationale: "A divisor of zero is turned down as a bad input, where it ended the request with an error of the server.",
          edits: [
            ...refusal.edits,
            linesBefore(tree, statement, [`if ${name} == 0:`, ...refusal.lines.map((line) => `\t${line}`)]),
          ],
          tradeOffs: { behaviour: `Inputs of zero ${refusal.answer}.` },
        },
      ]);
    }
    return decline("no number read from text is divided by at the place", "other-place");
  },
});

function holdsNumber(tree: SyntaxTree, identifier: NodeId): boolean {
  const value = localValue(tree, identifier)?.value;
  return value !== undefined && kindOf(tree, value) === "call" && isCallOf(tree, value, ["int", "float"]);
}
