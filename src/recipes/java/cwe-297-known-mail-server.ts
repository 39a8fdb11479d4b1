import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear, literalAt } from "#recipes/java-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

const CHECK = "mail.smtp.ssl.checkserveridentity";

export default defineRecipe({
  id: "java/cwe-297-known-mail-server",
  title: "Let the mail server prove its name",
  languages: ["java"],
  cwes: ["CWE-297", "CWE-295"],
  review: "merge-after-review",
  description:
    "Turns the check of the mail server's name on, and replaces trust in every server (`mail.smtp.ssl.trust` of `*`) by it. Declines where the check is on or the setting is computed.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["put", "setProperty", "setSSLCheckServerIdentity"]);
    const [first, second] = call === undefined ? [] : argumentsOf(tree, call);
    if (first === undefined) return decline("no server of mail is set up at the place", "other-place");
    const option = {
      variant: "checked",
      title: "Check the server's name",
      rationale: "Mail and its password go to the server with that name only, or nowhere.",
      tradeOffs: { behaviour: "A server whose certificate names another host is refused." },
    };
    if (second === undefined)
      return textOf(tree, first) === "false"
        ? offer(tree, [{ ...option, edits: [replaceNode(tree, first, "true")] }])
        : decline("the check is on", "already-safe");
    const key = literalAt(tree, first);
    const value = literalAt(tree, second) ?? textOf(tree, second);
    if (key === CHECK && value === "false")
      return offer(tree, [{ ...option, edits: [replaceNode(tree, second, textOf(tree, second).replace("false", "true"))] }]);
    if (key === "mail.smtp.ssl.trust" && value === "*")
      return offer(tree, [{ ...option, edits: [replaceNode(tree, first, `"${CHECK}"`), replaceNode(tree, second, '"true"')] }]);
    return decline("the setting trusts no unknown server", "already-safe");
  },
});
