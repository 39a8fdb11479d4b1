import { kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, removeRange } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const ESCAPES = /(?:escape|encode|sanitiz|sanitis)/i;

/** The one value that a call of an escaping function is given. */
function escapedValue(tree: SyntaxTree, node: NodeId): NodeId | undefined {
  const call = bare(tree, node);
  if (call === NONE || kindOf(tree, call) !== "call_expression" || !ESCAPES.test(textOf(tree, calleeOf(tree, call))))
    return undefined;
  const [value, ...more] = argumentsOf(tree, call);
  const simple =
    value !== undefined && ["identifier", "member_expression", "call_expression"].includes(kindOf(tree, bare(tree, value)));
  return simple && more.length === 0 ? value : undefined;
}

export default defineRecipe({
  id: "javascript/cwe-176-normalise-first",
  title: "Text is normalised before it is escaped",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-176", "CWE-180"],
  review: "merge-after-cursory-review",
  description:
    "Moves `normalize('NFKC')` or `'NFKD'` from the result of an escaping function to the text that it is given, also where a variable that is used once stands between them. Declines where the text is only checked before, where the variable is used for more, and for the forms NFC and NFD, which make no new signs.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const callee = calleeOf(tree, call);
      const member = memberOf(tree, callee);
      if (member?.property !== "normalize" || !/NFK[CD]/.test(textOf(tree, argumentsOf(tree, call)[0] ?? call))) continue;
      const { value: escaping, binding } = valueOf(tree, bare(tree, member.object));
      if (binding !== undefined && usesOf(tree, binding).length > 1)
        return decline("the escaped text is used for more than this");
      const value = escapedValue(tree, escaping);
      if (value === undefined) return decline("the text is not escaped in view before it is normalised", "not-in-view");
      const moved = tree.text.slice(tree.ends[bare(tree, member.object)], tree.ends[call]);
      if (kindOf(tree, parentOf(tree, value)) !== "arguments") continue;
      return offer(tree, [
        {
          variant: "first",
          title: "Normalise, then escape",
          rationale: "Wide and other forms of signs such as < become the plain ones before escaping looks for them, not after.",
          tradeOffs: { behaviour: "Text with wide forms of signs gives other, escaped text." },
          edits: [
            insertAfter(tree, value, moved),
            removeRange((tree.ends[call] as number) - moved.length, tree.ends[call] as number),
          ],
        },
      ]);
    }
    return decline("no escaped text is normalised at the place", "other-place");
  },
});
