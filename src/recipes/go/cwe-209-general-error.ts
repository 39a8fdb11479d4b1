import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { childByField } from "#analysis/parse/tree.ts";

export default defineRecipe({
  id: "go/cwe-209-general-error",
  title: "Answer with the status alone",
  languages: ["go"],
  cwes: ["CWE-209", "CWE-200"],
  review: "merge-after-review",
  description:
    "Answers `http.StatusText(\u2026)` in place of `err.Error()` in `http.Error` for errors of the server. Declines for other statuses, whose text may be meant for the client, and where the text is put together.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["http.Error"]);
    const [, text, status] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || text === undefined || status === undefined)
      return decline("no error is answered at the place", "other-place");
    if (!/^\w+\.Error\(\)$/u.test(textOf(tree, text))) return decline("the answer is not the text of an error", "not-in-view");
    if (!/^(?:\w+\.Status(?:InternalServerError|BadGateway|ServiceUnavailable|GatewayTimeout)|50\d)$/u.test(textOf(tree, status)))
      return decline("the error is one of the client", "not-in-view");
    const owner = textOf(tree, childByField(tree, call, "function")).split(".")[0];
    return offer(tree, [
      {
        variant: "status",
        title: "Tell the client nothing but the status",
        rationale: "What went wrong inside is nothing that a stranger has to know.",
        tradeOffs: { behaviour: "The error is no longer told to the client; log it where it is not yet." },
        edits: [replaceNode(tree, text, `${owner}.StatusText(${textOf(tree, status)})`)],
      },
    ]);
  },
});
