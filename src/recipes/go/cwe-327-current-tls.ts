import { childByField, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { fieldOf, literalsNear } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const OLD = /^(.*\.Version)(?:SSL30|TLS10|TLS11)$/u;

export default defineRecipe({
  id: "go/cwe-327-current-tls",
  title: "Speak TLS 1.2 or later",
  languages: ["go"],
  cwes: ["CWE-327", "CWE-326"],
  review: "merge-after-review",
  description:
    "Sets `MinVersion` and `MaxVersion` of a `tls.Config` that name a version before TLS 1.2 to `tls.VersionTLS12`. Declines for versions that are not named.",
  propose({ tree, range }) {
    const inLiteral = literalsNear(tree, range, ["tls.Config"]).flatMap((literal) => [
      fieldOf(tree, literal, "MinVersion"),
      fieldOf(tree, literal, "MaxVersion"),
    ]);
    const assigned = nodesNear(tree, range, ["assignment_statement"]).flatMap((node) =>
      /\.(?:Min|Max)Version$/u.test(textOf(tree, childByField(tree, node, "left"))) ? [childByField(tree, node, "right")] : [],
    );
    const values = [...inLiteral, ...assigned].filter((node) => node !== NONE);
    if (values.length === 0) return decline("no version is named at the place", "other-place");
    const old = values.filter((node) => OLD.test(textOf(tree, node)));
    if (old.length === 0) return decline("no version before TLS 1.2 is named", "already-safe");
    return offer(tree, [
      {
        variant: "tls12",
        title: "Refuse what is older than TLS 1.2",
        rationale: "Versions before can be broken by whoever stands between.",
        tradeOffs: { behaviour: "Peers that speak nothing newer are refused." },
        edits: old.map((node) => replaceNode(tree, node, textOf(tree, node).replace(OLD, "$1TLS12"))),
      },
    ]);
  },
});
