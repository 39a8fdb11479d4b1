import { kindOf, namedChildren, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, indentationUnit, insertAt, quoteStyle, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const RIGHTS =
  /is_(admin|staff|superuser|authenticated|authori[sz]ed|owner|active)|has_(perm|role|access)|can_\w+|check_(password|signature|token)|verify_|compare_digest|csrf|permission|allowed/i;
const TIGHT = ["identifier", "attribute", "call", "subscript", "parenthesized_expression"];

export default defineRecipe({
  id: "python/cwe-617-raised-refusal",
  title: "Refuse by an exception, not by assert",
  languages: ["python"],
  cwes: ["CWE-617", "CWE-703"],
  review: "merge-after-cursory-review",
  description:
    "Turns an `assert` that checks rights, passwords or signatures into `if not ...: raise PermissionError(...)`, which Python keeps under `-O` too. Declines for assertions about anything else, " +
    "for those in tests, and where the statement shares its line with another.",
  propose({ tree, range, path }) {
    if (/(^|\/)(tests?\/|test_[^/]*$|conftest\.py$)|_test\.py$/.test(path))
      return decline("assertions of tests are meant to be assertions", "already-safe");
    const statement = nodesNear(tree, range, ["assert_statement"])[0];
    if (statement === undefined) return decline("no assert statement is at the place", "other-place");
    const [check, message] = namedChildren(tree, statement).filter((child) => kindOf(tree, child) !== "comment");
    if (check === undefined || !RIGHTS.test(textOf(tree, check)))
      return decline("the assertion is not about rights, passwords or signatures", "other-place");
    const end = tree.ends[statement] as number;
    if (!startsLine(tree, statement) || /^[ \t]*;/.test(tree.text.slice(end, end + 20)))
      return decline("the statement shares its line with another");
    const start = tree.starts[statement] as number;
    const mark = quoteStyle(tree);
    const reason = message === undefined ? `${mark}not allowed${mark}` : textOf(tree, message);
    const open = TIGHT.includes(kindOf(tree, check)) ? ["not ", ""] : ["not (", ")"];
    const indent = indentationAt(tree.text, start) + indentationUnit(tree.text);
    const checkEnd = tree.ends[check] as number;
    return offer(tree, [
      {
        variant: "raise",
        title: "Raise PermissionError",
        rationale:
          "Optimised byte code holds no assertions, so the check vanished where Python runs with -O; an exception stays.",
        edits: [
          { start, end: tree.starts[check] as number, text: `if ${open[0]}` },
          { start: checkEnd, end, text: `${open[1]}:` },
          insertAt(end, `\n${indent}raise PermissionError(${reason})`),
        ],
        tradeOffs: { behaviour: "Callers see PermissionError in the place of AssertionError." },
      },
    ]);
  },
});
