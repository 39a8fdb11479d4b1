import { kindOf, type NodeId, textOf } from "#analysis/parse/tree.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, objectText, operandsOf } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-117-one-line",
  title: "Keep values on one line of the log",
  languages: ["java"],
  cwes: ["CWE-117"],
  review: "merge-after-review",
  description:
    "Replaces line ends in the variables that a logger is given, so that no value can begin a line of its own. Declines where no plain variable is given.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["trace", "debug", "info", "warn", "error", "fine", "warning", "severe"]).find((one) =>
      /^(?:this[.])?\w*log(?:ger)?$/iu.test(objectText(tree, one)),
    );
    if (call === undefined) return decline("nothing is written to the log at the place", "other-place");
    const [first, ...rest] = argumentsOf(tree, call);
    const names = [...(first === undefined ? [] : operandsOf(tree, first)), ...rest].filter(
      (node: NodeId) =>
        kindOf(tree, node) === "identifier" &&
        !/^(?:e|ex|err|error|cause|throwable|exception|\w*Exception)$/u.test(textOf(tree, node)),
    );
    if (names.length === 0) return decline("no plain variable is written to the log here", "too-involved");
    return offer(tree, [
      {
        variant: "one-line",
        title: "Replace line ends",
        rationale: "Nobody can write lines that look like those of the program.",
        tradeOffs: { behaviour: "Line ends in the value are written as _." },
        edits: names.map((node) =>
          replaceNode(tree, node, `String.valueOf(${textOf(tree, node)}).replaceAll("[\\\\r\\\\n]", "_")`),
        ),
      },
    ]);
  },
});
