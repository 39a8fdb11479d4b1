import {
  childByField,
  enclosing,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** The name of a comparison that was made a number by `Number`, `parseFloat` or `parseInt`. */
function numberIn(tree: SyntaxTree, comparison: NodeId): NodeId | undefined {
  return [childByField(tree, comparison, "left"), childByField(tree, comparison, "right")].find((side) => {
    const node = bare(tree, side);
    if (node === NONE || kindOf(tree, node) !== "identifier") return false;
    const made = bare(tree, valueOf(tree, node).value);
    if (made === NONE || kindOf(tree, made) !== "call_expression" || argumentsOf(tree, made).length === 0) return false;
    return /^(?:Number\.)?(?:Number|parseFloat|parseInt)$/.test(textOf(tree, calleeOf(tree, made)));
  });
}

/** True where the statement leaves: its last step returns or throws. */
function leaves(tree: SyntaxTree, statement: NodeId): boolean {
  if (statement === NONE) return false;
  const last = kindOf(tree, statement) === "statement_block" ? namedChildren(tree, statement).at(-1) : statement;
  return last !== undefined && ["return_statement", "throw_statement", "continue_statement"].includes(kindOf(tree, last));
}

export default defineRecipe({
  id: "javascript/cwe-681-finite-number",
  title: "What is no number is refused like one out of bounds",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-681", "CWE-1287", "CWE-20"],
  review: "merge-after-cursory-review",
  description:
    "Puts `!Number.isFinite(amount) ||` before a comparison that refuses a number of the request, because every comparison with NaN is false and lets it through. Declines where the condition does not lead away, where it combines by `&&`, and where the number is looked at already.",
  propose({ tree, range }) {
    for (const comparison of nodesNear(tree, range, ["binary_expression"])) {
      if (!/^[<>]=?$/.test(textOf(tree, childByField(tree, comparison, "operator")))) continue;
      const number = numberIn(tree, comparison);
      if (number === undefined) continue;
      const test = enclosing(tree, comparison, ["if_statement", "arrow_function", "function_declaration"]);
      const condition = test === NONE || kindOf(tree, test) !== "if_statement" ? NONE : childByField(tree, test, "condition");
      const whole = bare(tree, condition);
      if (condition === NONE || !leaves(tree, childByField(tree, test, "consequence")))
        return decline("the comparison does not lead away from what follows", "intent-unknown");
      if (/isNaN|isFinite|isInteger|isSafeInteger/.test(textOf(tree, condition)))
        return decline("the number is looked at already", "already-safe");
      const name = textOf(tree, bare(tree, number));
      const text = textOf(tree, whole);
      if (whole !== comparison && textOf(tree, childByField(tree, whole, "operator")) !== "||")
        return decline("the comparison is combined with other conditions by more than ||");
      return offer(tree, [
        {
          variant: "finite",
          title: "Refuse what is no finite number",
          rationale: "NaN is neither larger nor smaller than any bound; asked for by name it no longer slips through.",
          tradeOffs: { behaviour: "What is no finite number is refused." },
          edits: [replaceNode(tree, whole, `!Number.isFinite(${name}) || ${text}`)],
        },
      ]);
    }
    return decline("no number of a request is compared at the place", "other-place");
  },
});
