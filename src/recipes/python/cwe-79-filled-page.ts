import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, insertBefore } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, isCallOf, methodName, unwrap } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { isText } from "#recipes/python-syntax/text-value.ts";

const MARKS = /\{\{|\[\[|\{%|%%|<%|\$\{|__/;
const ESCAPED = ["html.escape", "markupsafe.escape", "django.utils.html.escape"];

export default defineRecipe({
  id: "python/cwe-79-filled-page",
  title: "Escape what fills the place-holders of a page",
  languages: ["python"],
  cwes: ["CWE-79", "CWE-116"],
  review: "merge-after-review",
  description:
    "Wraps the value that replaces a place-holder of a template (`page.replace('{{' + key + '}}', value)`) in `html.escape`. Declines where the value is fixed text or escaped, and where the replaced text is no place-holder.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const [holder, value, ...more] = callArguments(tree, call) ?? [];
      if (methodName(tree, call) !== "replace" || holder === undefined || value === undefined || more.length > 0) continue;
      if (!MARKS.test(textOf(tree, holder.value))) continue;
      const node = unwrap(tree, value.value);
      if (["string", "concatenated_string"].includes(kindOf(tree, node)) && !textOf(tree, node).includes("{"))
        return decline("the value is fixed text", "already-safe");
      if (kindOf(tree, node) === "call" && isCallOf(tree, node, ESCAPED)) return decline("the value is escaped", "already-safe");
      const html = useModule(tree, "html");
      if (html === undefined) return decline("the file uses the name html for something else", "name-taken");
      const text = isText(tree, node);
      return offer(tree, [
        {
          variant: "escape",
          title: "Escape the value",
          rationale:
            "Signs that open tags or end attributes are written as references, so a value is shown and cannot become script.",
          tradeOffs: { behaviour: "Values that hold wanted markup are shown as text." },
          edits: [
            ...html.edits,
            insertBefore(tree, value.value, `${html.name}.escape(${text ? "" : "str("}`),
            insertAfter(tree, value.value, text ? ")" : "))"),
          ],
        },
      ]);
    }
    return decline("no place-holder of a page is filled at the place", "other-place");
  },
});
