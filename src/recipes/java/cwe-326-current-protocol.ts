import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, literalAt, objectText } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-326-current-protocol",
  title: "Ask for a current version of TLS",
  languages: ["java"],
  cwes: ["CWE-326", "CWE-327"],
  review: "merge-after-review",
  description:
    "Asks `SSLContext.getInstance` for TLSv1.2 where a literal asks for SSL or a version of TLS before 1.2. Declines where the name is not written.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["getInstance"]);
    const [first] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || first === undefined || !objectText(tree, call).endsWith("SSLContext"))
      return decline("no context for TLS is made at the place", "other-place");
    if (!/^(?:ssl|sslv2|sslv3|tlsv1|tlsv1[.][01])$/iu.test(literalAt(tree, first) ?? ""))
      return decline("no old version is asked for by a literal here", "already-safe");
    return offer(tree, [
      {
        variant: "tls-1-2",
        title: "Ask for TLS 1.2",
        rationale: "Whoever sits between cannot break connections of this version.",
        tradeOffs: { behaviour: "Servers that speak only older versions are no longer reached." },
        edits: [replaceNode(tree, first, '"TLSv1.2"')],
      },
    ]);
  },
});
