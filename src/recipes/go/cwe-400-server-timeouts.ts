import { NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear, fieldOf, literalsNear, setField, usePackage } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { childByField } from "#analysis/parse/tree.ts";

const WHY = {
  variant: "timeouts",
  title: "Give up on clients that do not finish their header",
  rationale: "A client that sends its request byte by byte no longer holds a connection for ever.",
  tradeOffs: { behaviour: "Requests whose header takes more than ten seconds are refused." },
} as const;

export default defineRecipe({
  id: "go/cwe-400-server-timeouts",
  title: "Serve with a timeout",
  languages: ["go"],
  cwes: ["CWE-400", "CWE-770"],
  review: "merge-after-review",
  description:
    "Sets `ReadHeaderTimeout` of an `http.Server` to ten seconds, and starts one with it in place of `http.ListenAndServe` and `http.ListenAndServeTLS`. Declines where a server has a timeout for reading.",
  propose({ tree, range }) {
    const time = usePackage(tree, "time");
    if (time === undefined) return decline("the name time means something else here", "name-taken");
    const limit = `10 * ${time.name}.Second`;
    const [call] = callsNear(tree, range, ["http.ListenAndServe", "http.ListenAndServeTLS"]);
    if (call !== undefined) {
      const callee = textOf(tree, childByField(tree, call, "function"));
      const args = argumentsOf(tree, call).map((node) => textOf(tree, node));
      const handler = args.at(-1) ?? "nil";
      const owner = callee.slice(0, callee.indexOf("."));
      const fields = [
        `Addr: ${args[0] ?? '""'}`,
        ...(handler === "nil" ? [] : [`Handler: ${handler}`]),
        `ReadHeaderTimeout: ${limit}`,
      ];
      const rest = args.slice(1, -1).join(", ");
      const text = `(&${owner}.Server{${fields.join(", ")}}).${callee.slice(owner.length + 1)}(${rest})`;
      return offer(tree, [{ ...WHY, edits: [...time.edits, replaceNode(tree, call, text)] }]);
    }
    const [server] = literalsNear(tree, range, ["http.Server"]);
    if (server === undefined) return decline("no server is started at the place", "other-place");
    if (["ReadHeaderTimeout", "ReadTimeout"].some((name) => fieldOf(tree, server, name) !== NONE))
      return decline("the server has a timeout for reading", "already-safe");
    const edit = setField(tree, server, "ReadHeaderTimeout", limit);
    if (edit === undefined) return decline("the fields are given without names", "not-in-view");
    return offer(tree, [{ ...WHY, edits: [...time.edits, edit] }]);
  },
});
