import { defineRecipe } from "#ports/recipe.ts";
import { literalAt } from "#recipes/java-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const LOCAL = /^http:\/\/(?:localhost|127\.|10\.|192\.168\.|\[::1\]|0\.0\.0\.0)/iu;

export default defineRecipe({
  id: "java/cwe-319-https",
  title: "Send over TLS",
  languages: ["java"],
  cwes: ["CWE-319", "CWE-311"],
  review: "merge-after-review",
  description:
    "Writes `https` into the literal address that is asked. Declines for addresses of this machine or the own network, with a port of its own, and where the address is computed.",
  propose({ tree, range }) {
    const [literal] = nodesNear(tree, range, ["string_literal"]).filter((node) => /^http:/iu.test(literalAt(tree, node) ?? ""));
    const address = literalAt(tree, literal);
    if (literal === undefined || address === undefined) return decline("no literal address stands at the place", "not-in-view");
    if (LOCAL.test(address)) return decline("the address is of this machine or network", "already-safe");
    if (/^http:\/\/[^/?#]*:\d/iu.test(address)) return decline("the port of the address may not speak TLS", "intent-unknown");
    return offer(tree, [
      {
        variant: "https",
        title: "Ask over https",
        rationale: "Nobody on the way can read or change what is sent, and the server proves who it is.",
        tradeOffs: { behaviour: "A server that does not speak TLS is no longer reached." },
        edits: [replaceNode(tree, literal, `"${address.replace(/^http:/iu, "https:")}"`)],
      },
    ]);
  },
});
