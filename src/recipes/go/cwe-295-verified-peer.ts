import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { fieldOf, literalsNear } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "go/cwe-295-verified-peer",
  title: "Verify the certificate",
  languages: ["go"],
  cwes: ["CWE-295"],
  review: "merge-after-review",
  description:
    "Sets `InsecureSkipVerify` of a `tls.Config` to `false`, in a literal or where it is assigned. Declines where it is not literally `true`.",
  propose({ tree, range }) {
    const inLiteral = literalsNear(tree, range, ["tls.Config"]).map((literal) => fieldOf(tree, literal, "InsecureSkipVerify"));
    const assigned = nodesNear(tree, range, ["assignment_statement"]).flatMap((node) =>
      textOf(tree, childByField(tree, node, "left")).endsWith(".InsecureSkipVerify") ? [childByField(tree, node, "right")] : [],
    );
    const value = [...inLiteral, ...assigned].find((node) => node !== NONE);
    if (value === undefined) return decline("nothing is said of the verification at the place", "other-place");
    if (textOf(tree, value) !== "true")
      return decline(
        "the verification is not literally turned off",
        kindOf(tree, value) === "false" ? "already-safe" : "not-in-view",
      );
    return offer(tree, [
      {
        variant: "verify",
        title: "Verify the server's certificate",
        rationale: "Only whoever has the key to a certificate that an authority signed for the host can answer.",
        tradeOffs: {
          behaviour: "Servers with certificates that no known authority signed are refused; give their authority in RootCAs.",
        },
        edits: [replaceNode(tree, value, "false")],
      },
    ]);
  },
});
