import { childByField, descendants, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { imports } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "go/cwe-79-html-template",
  title: "Fill the page with html/template",
  languages: ["go"],
  cwes: ["CWE-79", "CWE-80"],
  review: "merge-after-review",
  description:
    "Imports `html/template` in place of `text/template`, which has the same functions and encodes every value for the place where it stands. Declines where the file imports both, or builds its own escaping on the old package.",
  propose({ tree, range }) {
    const executed = nodesNear(tree, range, ["call_expression"]).some((call) =>
      /\.Execute(?:Template)?$/u.test(textOf(tree, childByField(tree, call, "function"))),
    );
    if (!executed) return decline("no template is filled at the place", "other-place");
    const all = imports(tree);
    const own = all.find(({ path }) => path === "text/template");
    if (own === undefined) return decline("the template is not one of text/template", "already-safe");
    if (all.some(({ path }) => path === "html/template")) return decline("html/template is imported beside it", "name-taken");
    const escaped = descendants(tree, 0, ["selector_expression"]).some((node) =>
      /\.(?:HTMLEscape|JSEscape|URLQueryEscaper)/u.test(textOf(tree, node)),
    );
    if (escaped) return decline("the file escapes by itself, and would do so twice", "too-involved");
    return offer(tree, [
      {
        variant: "html-template",
        title: "Import html/template",
        rationale: "Values are encoded for the element, attribute, script or address in which they stand.",
        tradeOffs: { behaviour: "Values that hold markup on purpose are shown as text." },
        edits: [replaceNode(tree, childByField(tree, own.spec, "path"), '"html/template"')],
      },
    ]);
  },
});
