import { kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const SETTINGS = /^(?:this\.)?_?(?:options|opts|settings|config|params|conf|o)(?:\.[\w$]+)+$/;

export default defineRecipe({
  id: "javascript/cwe-79-found-element",
  title: "Option of a plug-in is a selector, never markup",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-79", "CWE-116"],
  review: "merge-after-cursory-review",
  description:
    "Turns `$(options.target)` into `$(document).find(options.target)`, which reads text as a selector alone, while `$` makes elements of text that looks like markup. Declines for other arguments and where a context is given.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const name = textOf(tree, calleeOf(tree, call));
      const [selector = NONE, ...more] = argumentsOf(tree, call);
      if (!/^(?:\$|jQuery)$/.test(name) || selector === NONE || more.length > 0) continue;
      const node = bare(tree, selector);
      if (kindOf(tree, node) !== "member_expression" || !SETTINGS.test(textOf(tree, node))) continue;
      return offer(tree, [
        {
          variant: "found",
          title: "Find the element in the document",
          rationale: "find() never makes elements, so a selector with markup in it makes no script.",
          tradeOffs: { behaviour: "Markup that a caller gives in place of a selector is no longer made into elements." },
          edits: [replaceNode(tree, call, `${name}(document).find(${textOf(tree, selector)})`)],
        },
      ]);
    }
    return decline("no element is looked up by an option at the place", "other-place");
  },
});
