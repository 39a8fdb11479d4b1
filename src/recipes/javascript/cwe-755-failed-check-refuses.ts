import {
  childByField,
  enclosing,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { endsWithSemicolons } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** The clause's name for the error; `undefined` where it has none. */
function errorName(tree: SyntaxTree, clause: NodeId): string | undefined {
  const parameter = childByField(tree, clause, "parameter");
  return parameter !== NONE && kindOf(tree, parameter) === "identifier" ? textOf(tree, parameter) : undefined;
}

export default defineRecipe({
  id: "javascript/cwe-755-failed-check-refuses",
  title: "A check that fails lets nothing through",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-755", "CWE-703", "CWE-636"],
  review: "merge-after-review",
  description:
    "Changes the `catch` of a check that lets through: `next()` passes the error on, `return true` becomes `return false`, and an empty clause throws the error again. Declines for clauses that do more than this.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, [
      "expression_statement",
      "call_expression",
      "try_statement",
      "lexical_declaration",
    ])) {
      const attempt = kindOf(tree, node) === "try_statement" ? node : enclosing(tree, node, ["try_statement"]);
      const clause = attempt === NONE ? NONE : childByField(tree, attempt, "handler");
      if (clause === NONE) continue;
      const body = childByField(tree, clause, "body");
      const steps = namedChildren(tree, body).filter((child) => kindOf(tree, child) !== "comment");
      const [step, ...more] = steps;
      const name = errorName(tree, clause);
      const said = step === undefined ? "" : textOf(tree, step).replace(/;$/, "");
      const option = {
        rationale: "An error while checking says nothing about the caller's rights, so it must not count as a yes.",
        tradeOffs: { behaviour: "When the check itself fails, the request is refused instead of let through." },
      };
      if (more.length > 0) return decline("the clause does more than let through", "intent-unknown");
      if (step === undefined && name !== undefined && namedChildren(tree, body).length === 0) {
        const edit = replaceNode(tree, body, `{ throw ${name}${endsWithSemicolons(tree) ? ";" : ""} }`);
        return offer(tree, [{ ...option, variant: "thrown", title: "Throw the error again", edits: [edit] }]);
      }
      const call =
        step === undefined ? undefined : /^(?:return )?(?<next>next|done|callback|cb)\(\)$/.exec(said)?.groups?.["next"];
      if (step !== undefined && call !== undefined && name !== undefined) {
        const start = (tree.starts[step] as number) + said.length - 1;
        return offer(tree, [
          { ...option, variant: "passed-on", title: "Pass the error on", edits: [{ start, end: start, text: name }] },
        ]);
      }
      if (step !== undefined && said === "return true") {
        const value = namedChildren(tree, step)[0] ?? NONE;
        return offer(tree, [
          { ...option, variant: "refused", title: "Answer no when the check fails", edits: [replaceNode(tree, value, "false")] },
        ]);
      }
      return decline("the clause does something else than let through", "intent-unknown");
    }
    return decline("no check stands in a try at the place", "other-place");
  },
});
