import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-601-local-redirect",
  title: "Send visitors to pages of the own site only",
  languages: ["java"],
  cwes: ["CWE-601"],
  review: "merge-after-review",
  description:
    "Sends the visitor to the front page unless the address begins with one slash and no second one. Declines where the address is more than a variable.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["sendRedirect"]);
    const [address] = call === undefined ? [] : argumentsOf(tree, call);
    if (address === undefined) return decline("nobody is sent elsewhere at the place", "other-place");
    if (kindOf(tree, address) !== "identifier") return decline("the address is more than a variable", "too-involved");
    const name = textOf(tree, address);
    const own = `${name} != null && ${name}.matches("/(?![/\\\\\\\\]).*") ? ${name} : "/"`;
    return offer(tree, [
      {
        variant: "own-pages",
        title: "Allow pages of the own site",
        rationale: "What begins with one slash and no second one stays on the site.",
        tradeOffs: { behaviour: "Addresses of other sites, and of this one with its name, lead to the front page." },
        edits: [replaceNode(tree, address, own)],
      },
    ]);
  },
});
