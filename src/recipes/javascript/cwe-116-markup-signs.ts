import { kindOf, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** The pattern of a call that removes angle brackets and leaves quotes, or undefined. */
function removedBy(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  const [first, second] = argumentsOf(tree, call);
  if (calledName(tree, call) !== "replace" || first === undefined || second === undefined) return undefined;
  const what = bare(tree, first);
  const brackets = /^\/(?:\[[<>&]*[<>][<>&]*\]|\(?<\|>\)?|\(?>\|<\)?)\/\w*g\w*$/.test(textOf(tree, what));
  return kindOf(tree, what) === "regex" && brackets && stringValue(tree, second) === "" ? what : undefined;
}

export default defineRecipe({
  id: "javascript/cwe-116-markup-signs",
  title: "All signs of markup are escaped, not two removed",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-116", "CWE-79", "CWE-80"],
  review: "merge-after-review",
  description:
    'Turns `replace(/[<>]/g, "")` into an escape of `& < > " \'` as character references, so that the text cannot leave an attribute either; a second option removes quotes along with the brackets. Declines when another replacement follows, and for patterns of other signs.',
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const what = removedBy(tree, call);
      if (what === undefined) continue;
      if (kindOf(tree, parentOf(tree, call)) === "member_expression" && /^\.\s*replace/.test(tree.text.slice(tree.ends[call])))
        return decline("another replacement follows and may take the quotes");
      const second = argumentsOf(tree, call)[1] as NodeId;
      const flags = /\w*$/.exec(textOf(tree, what))?.[0] ?? "g";
      const rationale = "A quote in the text can no longer end an attribute and begin a handler.";
      return offer(tree, [
        {
          variant: "escape",
          title: "Escape the signs of markup",
          rationale,
          tradeOffs: { behaviour: "The text shows as it was written; code that expects plain text sees character references." },
          edits: [
            replaceNode(tree, what, `/[&<>"']/${flags}`),
            replaceNode(tree, second, "(sign) => `&#${sign.charCodeAt(0)};`"),
          ],
        },
        {
          variant: "remove",
          title: "Remove quotes along with the brackets",
          rationale,
          tradeOffs: { behaviour: "Apostrophes and quotes vanish from the text." },
          edits: [replaceNode(tree, what, `/[${textOf(tree, what).includes("&") ? "&" : ""}<>"']/${flags}`)],
        },
      ]);
    }
    return decline("no call at the place removes angle brackets and leaves quotes", "other-place");
  },
});
