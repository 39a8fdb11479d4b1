import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear, methodAround, objectOf, typeOf } from "#recipes/java-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "java/cwe-572-started-thread",
  title: "Start the thread",
  languages: ["java"],
  cwes: ["CWE-572"],
  review: "merge-after-review",
  description:
    "Calls `start()` instead of `run()` on a thread that is made at the place or in the same function. Declines for anything else that has a `run()`, such as a task.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["run"]).filter((one) => argumentsOf(tree, one).length === 0);
    const object = call === undefined ? undefined : objectOf(tree, call);
    if (call === undefined || object === undefined || object < 0) return decline("nothing is run at the place", "other-place");
    const made = kindOf(tree, object) === "object_creation_expression" && typeOf(tree, object) === "Thread";
    const method = methodAround(tree, call);
    const around = method < 0 ? "" : textOf(tree, method);
    const name = textOf(tree, object);
    if (
      !made &&
      !(/^\w+$/u.test(name) && new RegExp(`\\b${name}\\s*=\\s*new\\s+(?:java\\.lang\\.)?Thread\\s*\\(`, "u").test(around))
    )
      return decline("it is not seen that this is a thread", "not-in-view");
    const callee = childByField(tree, call, "name");
    const word = kindOf(tree, callee) === "field_access" ? childByField(tree, callee, "field") : callee;
    return offer(tree, [
      {
        variant: "start",
        title: "Call start()",
        rationale: "The work runs in a thread of its own, as the code that makes one means it to.",
        tradeOffs: { behaviour: "The caller no longer waits for the work, nor sees what it throws." },
        edits: [replaceNode(tree, word, "start")],
      },
    ]);
  },
});
