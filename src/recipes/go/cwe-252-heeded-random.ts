import { kindOf, type NodeId, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear } from "#recipes/go-syntax/calls.ts";
import { failure } from "#recipes/go-syntax/functions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { enclosingStatement, indentationAt, replaceNode, startsLine } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "go/cwe-252-heeded-random",
  title: "Stop where no random bytes come",
  languages: ["go"],
  cwes: ["CWE-252", "CWE-330"],
  review: "merge-after-review",
  description:
    "Looks at the error of `rand.Read` and of `io.ReadFull(rand.Reader, …)` where it is thrown away: hands it on as the last result of the function, or panics where there is none. Declines where the result is kept.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["rand.Read", "io.ReadFull"]).find((one) => {
      const [source] = argumentsOf(tree, one);
      return source !== undefined && (argumentsOf(tree, one).length === 1 || /^\w+\.Reader$/u.test(textOf(tree, source)));
    });
    if (call === undefined) return decline("no random bytes are drawn at the place", "other-place");
    const statement = enclosingStatement(tree, call);
    const written = statement < 0 ? "" : textOf(tree, statement);
    const thrown = written === textOf(tree, call) || /^_\s*,\s*_\s*=/u.test(written);
    if (!thrown || kindOf(tree, tree.parents[statement] as NodeId) === "if_statement" || !startsLine(tree, statement))
      return decline("the result of the call is kept", "already-safe");
    const indent = indentationAt(tree.text, tree.starts[statement] as number);
    const lines = [`if _, err := ${textOf(tree, call)}; err != nil {`, `\t${failure(tree, call, "err")}`, "}"];
    return offer(tree, [
      {
        variant: "heeded",
        title: "Look at the error",
        rationale: "Bytes that were never filled are all zero, and are not used any more.",
        edits: [replaceNode(tree, statement, lines.join(`\n${indent}`))],
      },
    ]);
  },
});
