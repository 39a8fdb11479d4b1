import { childByField, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, indentationUnit, insertAt, lineBodyEndAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { methodName } from "#recipes/python-syntax/calls.ts";

export default defineRecipe({
  id: "python/cwe-835-ended-receive",
  title: "Stop receiving when the peer has gone",
  languages: ["python"],
  cwes: ["CWE-835", "CWE-400"],
  review: "merge-after-cursory-review",
  description:
    "Ends a `while True` loop when `recv` gives nothing, which is how a closed connection looks. Declines where the received data is looked at already, and where it is not given to a name of its own.",
  propose({ tree, range }) {
    for (const loop of nodesNear(tree, range, ["while_statement"])) {
      if (!/^(?:True|1)$/.test(textOf(tree, childByField(tree, loop, "condition")))) continue;
      const body = childByField(tree, loop, "body");
      for (const statement of namedChildren(tree, body)) {
        const assignment = namedChildren(tree, statement)[0] ?? NONE;
        if (
          assignment === NONE ||
          kindOf(tree, statement) !== "expression_statement" ||
          kindOf(tree, assignment) !== "assignment"
        )
          continue;
        const [name, value] = [childByField(tree, assignment, "left"), childByField(tree, assignment, "right")];
        if (value === NONE || kindOf(tree, value) !== "call" || methodName(tree, value) !== "recv") continue;
        if (kindOf(tree, name) !== "identifier") return decline("the received data has no name of its own");
        const text = textOf(tree, name);
        if (new RegExp(`(?:if|while)\\s+(?:not\\s+)?(?:len\\()?${text}\\b|\\b${text}\\s*==`).test(textOf(tree, body)))
          return decline("the received data is looked at already", "already-safe");
        const indent = indentationAt(tree.text, tree.starts[statement] as number);
        const end = lineBodyEndAt(tree.text, tree.ends[statement] as number);
        if (/^[ \t]*;/.test(tree.text.slice(tree.ends[statement] as number, end)))
          return decline("the statement shares its line with another");
        return offer(tree, [
          {
            variant: "break",
            title: "Leave the loop when nothing comes any more",
            rationale:
              "recv gives an empty text at once, for ever, when the peer has closed; the loop would run at full speed until it is killed.",
            tradeOffs: { behaviour: "When the peer has closed, the loop ends instead of going on." },
            edits: [insertAt(end, `\n${indent}if not ${text}:\n${indent}${indentationUnit(tree.text)}break`)],
          },
        ]);
      }
    }
    return decline("no endless loop that receives is at the place", "other-place");
  },
});
