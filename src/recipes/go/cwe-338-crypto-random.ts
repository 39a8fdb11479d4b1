import { childByField, childrenByField, descendants, kindOf, type NodeId, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { callsNear, imports } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "go/cwe-338-crypto-random",
  title: "Fill the bytes from the system's generator",
  languages: ["go"],
  cwes: ["CWE-338", "CWE-330", "CWE-331"],
  review: "merge-after-review",
  description:
    "Imports `crypto/rand` in place of `math/rand` where all that the file takes from it is `rand.Read`. Declines where it draws numbers too: those calls look different, and can fail.",
  propose({ tree, range }) {
    if (callsNear(tree, range, ["rand.Read"]).length === 0) return decline("no bytes are drawn at the place", "other-place");
    const all = imports(tree);
    const own = all.find(({ path }) => path === "math/rand");
    if (own === undefined) return decline("math/rand is not imported here", "already-safe");
    if (all.some(({ path }) => path === "crypto/rand")) return decline("crypto/rand is imported beside it", "name-taken");
    const uses = descendants(tree, 0, ["selector_expression", "qualified_type"]).filter(
      (node) =>
        textOf(tree, childByField(tree, node, kindOf(tree, node) === "qualified_type" ? "package" : "operand")) === own.local,
    );
    const others = uses.filter((node: NodeId) => !textOf(tree, node).endsWith(".Read"));
    if (others.length > 0) return decline("the file draws numbers from it too", "too-involved");
    const [path] = childrenByField(tree, own.spec, "path");
    return offer(tree, [
      {
        variant: "crypto-rand",
        title: "Import crypto/rand",
        rationale: "Nobody can tell its bytes from those that it gave before.",
        edits: path === undefined ? [] : [replaceNode(tree, path, '"crypto/rand"')],
      },
    ]);
  },
});
