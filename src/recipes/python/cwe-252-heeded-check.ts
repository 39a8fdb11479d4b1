import { kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, indentationUnit, quoteStyle, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { calleeOf } from "#recipes/python-syntax/calls.ts";
import { refusalAt } from "#recipes/python-syntax/refusal.ts";

/** Checks that say yes or no and raise neither way. */
const CHECKS =
  /(?:^|\.)(?:compare_digest|check_password|check_password_hash|checkpw|verify_password|has_perm|has_permission|is_allowed|is_authorized|is_valid_token|is_safe_url|url_has_allowed_host_and_scheme)$/;

export default defineRecipe({
  id: "python/cwe-252-heeded-check",
  title: "Let a check's no end the function",
  languages: ["python"],
  cwes: ["CWE-252", "CWE-754"],
  review: "merge-after-review",
  description:
    "Turns a statement that asks a check (`compare_digest`, `check_password`, `has_permission` and their like) and throws its answer away into a condition: when the answer is no, the function refuses as it refuses elsewhere, with status 403 in a web handler. Declines where the answer is used, and for checks that raise by themselves.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      if (!CHECKS.test(textOf(tree, calleeOf(tree, call)))) continue;
      const around = parentOf(tree, call);
      const awaited = kindOf(tree, around) === "await";
      const statement = awaited ? parentOf(tree, around) : around;
      if (statement === NONE || kindOf(tree, statement) !== "expression_statement" || !startsLine(tree, statement))
        return decline("the answer of the check is used", "already-safe");
      if (tree.text[tree.ends[statement] as number] === ";") return decline("the statement shares its line with another");
      const quote = quoteStyle(tree);
      const refusal = refusalAt(tree, call, `${quote}refused${quote}`, 403);
      const indent = indentationAt(tree.text, tree.starts[statement] as number) + indentationUnit(tree.text);
      const asked = textOf(tree, awaited ? around : call);
      const text = `if not ${asked}:${refusal.lines.map((line) => `\n${indent}${line}`).join("")}`;
      return offer(tree, [
        {
          variant: "refused",
          title: "Refuse when the check says no",
          rationale: "The check was asked and its answer thrown away, so everybody passed.",
          tradeOffs: { behaviour: `Those whom the check turns down ${refusal.answer}.` },
          edits: [...refusal.edits, replaceNode(tree, statement, text)],
        },
      ]);
    }
    return decline("no check is asked at the place", "other-place");
  },
});
