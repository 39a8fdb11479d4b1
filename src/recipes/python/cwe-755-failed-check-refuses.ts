import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { descendants, kindOf, namedChildren, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { calleeOf } from "#recipes/python-syntax/calls.ts";

const CHECK = /(^|[._])(verify|validate|authenticate|authori[sz]e|check|require|ensure|assert)(_[a-z_]+)?$/i;
const SECURITY = /verif|signature|auth|permission|access|token|csrf|certificate|login|credential|privilege|role|acl|allowed/i;

export default defineRecipe({
  id: "python/cwe-755-failed-check-refuses",
  title: "Let a failed check end the function",
  languages: ["python"],
  cwes: ["CWE-755", "CWE-703", "CWE-636"],
  review: "merge-after-review",
  description:
    "Replaces the `pass` of an `except` around a check of rights or signatures by `raise`, so that a failed check is not taken for a passed one. Declines where the handler does anything else, " +
    "where it catches one named kind of error other than `Exception`, and where the `try` holds more than the check.",
  propose({ tree, range }) {
    const statement = nodesNear(tree, range, ["try_statement", "except_clause"])
      .map((node) => (kindOf(tree, node) === "except_clause" ? parentOf(tree, node) : node))
      .find((node) => kindOf(tree, node) === "try_statement");
    if (statement === undefined) return decline("no try statement is at the place", "other-place");
    const [body] = namedChildren(tree, statement).filter((child) => kindOf(tree, child) === "block");
    if (body === undefined || !isCheck(tree, body))
      return decline("the try statement holds no single check of rights or signatures");
    const passes = namedChildren(tree, statement)
      .filter((child) => kindOf(tree, child) === "except_clause")
      .flatMap((clause) => swallowed(tree, clause));
    if (passes.length === 0) return decline("no handler of the check drops every error", "other-place");
    return offer(tree, [
      {
        variant: "raise",
        title: "Raise the error of the check again",
        rationale:
          "What the check refuses, and what the check itself stumbles over, no longer goes on as if it had been allowed.",
        edits: passes.map((pass) => replaceNode(tree, pass, "raise")),
        tradeOffs: { behaviour: "Callers see the error of a failed check, where the function went on before." },
      },
    ]);
  },
});

/** One statement, a bare call of a function whose name tells of a check. */
function isCheck(tree: SyntaxTree, body: NodeId): boolean {
  const [only, ...more] = namedChildren(tree, body).filter((child) => kindOf(tree, child) !== "comment");
  if (only === undefined || more.length > 0 || kindOf(tree, only) !== "expression_statement") return false;
  const call = descendants(tree, only, ["call"])[0];
  const name = call === undefined ? "" : textOf(tree, calleeOf(tree, call));
  return CHECK.test(name) && SECURITY.test(name);
}

/** The `pass` of a handler for all errors that does nothing else. */
function swallowed(tree: SyntaxTree, clause: NodeId): NodeId[] {
  if (!/^except(\s+(\w+\.)?(Base)?Exception(\s+as\s+\w+)?)?\s*:/.test(textOf(tree, clause))) return [];
  const block = namedChildren(tree, clause).find((child) => kindOf(tree, child) === "block");
  const inside = block === undefined ? [] : namedChildren(tree, block).filter((child) => kindOf(tree, child) !== "comment");
  return inside.length === 1 && kindOf(tree, inside[0] as NodeId) === "pass_statement" ? inside : [];
}
