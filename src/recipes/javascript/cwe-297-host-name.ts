import { childByField, kindOf, NONE, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { entriesNear } from "#recipes/ecmascript-syntax/entries.ts";
import { bare } from "#recipes/ecmascript-syntax/expressions.ts";
import { removeEntry } from "#recipes/ecmascript-syntax/removal.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

/** True for a function that says yes whatever it is asked: an empty body, or one that gives undefined or null. */
function saysYes(tree: SyntaxTree, value: NodeId): boolean {
  const fn = bare(tree, value);
  if (fn === NONE || !["arrow_function", "function_expression"].includes(kindOf(tree, fn))) return false;
  const body = childByField(tree, fn, "body");
  if (kindOf(tree, body) !== "statement_block") return /^(?:undefined|null|void 0)$/.test(textOf(tree, bare(tree, body)));
  return namedChildren(tree, body).every(
    (child) => kindOf(tree, child) === "comment" || /^return(?:\s+(?:undefined|null|void 0))?;?$/.test(textOf(tree, child)),
  );
}

export default defineRecipe({
  id: "javascript/cwe-297-host-name",
  title: "Certificate is that of the host asked",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-297", "CWE-295"],
  review: "merge-after-review",
  description:
    "Takes away a `checkServerIdentity` that accepts every certificate (an empty function, or one that gives undefined), so that Node's own comparison with the host name is used. Declines for functions that look at anything.",
  propose({ tree, range }) {
    const entry = entriesNear(tree, range).find(({ key, value }) => key === "checkServerIdentity" && saysYes(tree, value));
    if (entry === undefined) return decline("no comparison of host names is turned off at the place", "other-place");
    return offer(tree, [
      {
        variant: "own-check",
        title: "Compare the certificate with the host name",
        rationale: "A valid certificate of any other host no longer passes for this one.",
        tradeOffs: { behaviour: "Servers whose certificate names another host are refused." },
        edits: [removeEntry(tree, entry.pair)],
      },
    ]);
  },
});
