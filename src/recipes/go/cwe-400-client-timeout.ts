import { NONE } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { fieldOf, literalsNear, setField, usePackage } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "go/cwe-400-client-timeout",
  title: "Ask other servers with a timeout",
  languages: ["go"],
  cwes: ["CWE-400", "CWE-1088"],
  review: "merge-after-review",
  description:
    "Sets `Timeout` of an `http.Client` literal to thirty seconds. Declines where it is set, and for literals without field names.",
  propose({ tree, range }) {
    const [client] = literalsNear(tree, range, ["http.Client"]);
    if (client === undefined) return decline("no client is made at the place", "other-place");
    if (fieldOf(tree, client, "Timeout") !== NONE) return decline("the client has a timeout", "already-safe");
    const time = usePackage(tree, "time");
    if (time === undefined) return decline("the name time means something else here", "name-taken");
    const edit = setField(tree, client, "Timeout", `30 * ${time.name}.Second`);
    if (edit === undefined) return decline("the fields are given without names", "not-in-view");
    return offer(tree, [
      {
        variant: "thirty-seconds",
        title: "Give up after thirty seconds",
        rationale: "A server that never answers no longer keeps the caller, its memory and its connection for ever.",
        tradeOffs: {
          behaviour:
            "Requests, with the reading of their answer, end with an error after thirty seconds; long downloads need more.",
        },
        edits: [...time.edits, edit],
      },
    ]);
  },
});
