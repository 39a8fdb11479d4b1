import { childByField, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { appendArgument, calleeOf, callArguments, methodName } from "#recipes/python-syntax/calls.ts";

export default defineRecipe({
  id: "python/cwe-79-escaped-errors",
  title: "Escape the errors of a form",
  languages: ["python"],
  cwes: ["CWE-79", "CWE-116"],
  review: "merge-after-cursory-review",
  description:
    "Adds `escape_html=True` to `form.errors.as_json()` or `get_json_data()` of Django, whose messages repeat what was sent. Declines where the argument is given and for other objects.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      if (!/^(?:as_json|get_json_data)$/.test(methodName(tree, call) ?? "")) continue;
      if (!/(?:^|\.)_?errors$/.test(textOf(tree, childByField(tree, calleeOf(tree, call), "object")))) continue;
      if ((callArguments(tree, call) ?? []).length > 0) return decline("the call says whether it escapes", "already-safe");
      return offer(tree, [
        {
          variant: "escaped",
          title: "Escape the messages",
          rationale:
            "Messages repeat what was sent; escaped, they cannot become script where a browser takes the answer for a page.",
          tradeOffs: { behaviour: "A client that shows the messages as text sees references such as &lt; in them." },
          edits: [appendArgument(tree, call, "escape_html=True")],
        },
      ]);
    }
    return decline("no errors of a form are written out at the place", "other-place");
  },
});
