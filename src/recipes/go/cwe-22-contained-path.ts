import { kindOf, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, callsNear } from "#recipes/go-syntax/calls.ts";
import { valueOfName } from "#recipes/go-syntax/pieces.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { childByField } from "#analysis/parse/tree.ts";

export default defineRecipe({
  id: "go/cwe-22-contained-path",
  title: "Keep the path below its folder",
  languages: ["go"],
  cwes: ["CWE-22", "CWE-23", "CWE-36", "CWE-73"],
  review: "merge-after-review",
  description:
    'Joins `filepath.Clean("/" + name)` to the folder in place of `name`, so that no `..` in it leads out; entries of archives are extracted so too. Declines where the path is not joined in the function, or to no folder.',
  propose({ tree, range }) {
    const join = joinNear(tree, range);
    if (join === NONE) return decline("the path is not joined to a folder in the function", "not-in-view");
    const [, ...parts] = argumentsOf(tree, join);
    const open = parts.filter((part) => !kindOf(tree, part).endsWith("_literal") && calleeName(tree, part) !== "filepath.Base");
    if (open.length === 0) return decline("only fixed names are joined", "already-safe");
    if (open.some((part) => /Clean\("\/"/u.test(textOf(tree, part)) || kindOf(tree, part) === "variadic_argument"))
      return decline("the name is cleaned already, or one of a list", "already-safe");
    const owner = textOf(tree, childByField(tree, join, "function")).replace(/Join$/u, "");
    return offer(tree, [
      {
        variant: "rooted",
        title: "Resolve the name below the folder",
        rationale:
          "A path that begins with a slash and was cleaned cannot lead upwards, and what is joined to it stays below the folder.",
        tradeOffs: { behaviour: "Names with .. in them now mean files below the folder." },
        edits: open.map((part) => replaceNode(tree, part, `${owner}Clean("/"+${textOf(tree, part)})`)),
      },
    ]);
  },
});

/** The `filepath.Join` at the place, or behind the name that is used there. */
function joinNear(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): NodeId {
  const [direct] = callsNear(tree, range, ["filepath.Join"]);
  if (direct !== undefined) return direct;
  for (const call of nodesNear(tree, range, ["call_expression"]))
    for (const argument of argumentsOf(tree, call)) {
      const value = valueOfName(tree, argument);
      if (value !== NONE && calleeName(tree, value) === "filepath.Join") return value;
    }
  return NONE;
}

function calleeName(tree: SyntaxTree, node: NodeId): string {
  return kindOf(tree, node) === "call_expression" ? calleeOf(tree, node) : "";
}
