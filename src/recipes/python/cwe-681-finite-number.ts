import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, enclosing, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertBefore } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { isCallOf, unwrap } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { localValue } from "#recipes/python-syntax/scope.ts";

function isFloat(tree: SyntaxTree, node: NodeId): boolean {
  if (kindOf(tree, node) !== "identifier") return false;
  const local = localValue(tree, node);
  return local !== undefined && isCallOf(tree, unwrap(tree, local.value), ["float", "builtins.float"]);
}

export default defineRecipe({
  id: "python/cwe-681-finite-number",
  title: "Refuse what is no finite number like one out of bounds",
  languages: ["python"],
  cwes: ["CWE-681", "CWE-20", "CWE-1287"],
  review: "merge-after-cursory-review",
  description:
    "Puts `not math.isfinite(amount) or` before a comparison that refuses a number made by `float`, because every comparison with nan is false and lets it through. Declines where the condition does not lead away, where it combines by `and`, and where the number is looked at already.",
  propose({ tree, range }) {
    for (const comparison of nodesNear(tree, range, ["comparison_operator"])) {
      const number = namedChildren(tree, comparison).find((child) => isFloat(tree, child));
      if (number === undefined || !/[<>]/.test(textOf(tree, comparison))) continue;
      const test = enclosing(tree, comparison, ["if_statement", "elif_clause", "block"]);
      if (test === NONE || kindOf(tree, test) !== "if_statement")
        return decline("the comparison decides no branch of its own", "intent-unknown");
      const condition = childByField(tree, test, "condition");
      const last = namedChildren(tree, childByField(tree, test, "consequence")).findLast(
        (child) => kindOf(tree, child) !== "comment",
      );
      if (last === undefined || !["return_statement", "raise_statement", "continue_statement"].includes(kindOf(tree, last)))
        return decline("the comparison does not lead away from what follows", "intent-unknown");
      if (/isfinite|isnan/.test(textOf(tree, condition))) return decline("the number is looked at already", "already-safe");
      const first = unwrap(tree, condition);
      if (
        first !== comparison &&
        !(kindOf(tree, first) === "boolean_operator" && / or /.test(textOf(tree, first)) && !/ and /.test(textOf(tree, first)))
      )
        return decline("the comparison is combined with other conditions by more than or");
      if (first !== condition) return decline("the condition stands in parentheses of its own");
      const math = useModule(tree, "math");
      if (math === undefined) return decline("the file uses the name math for something else", "name-taken");
      return offer(tree, [
        {
          variant: "finite",
          title: "Refuse nan and the infinities",
          rationale: "nan is neither larger nor smaller than any bound; asked for by name it no longer slips through.",
          tradeOffs: { behaviour: "nan and the infinities are refused." },
          edits: [...math.edits, insertBefore(tree, condition, `not ${math.name}.isfinite(${textOf(tree, number)}) or `)],
        },
      ]);
    }
    return decline("no number that float has made is compared at the place", "other-place");
  },
});
