import { kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import {
  argumentsOf,
  bare,
  calledName,
  endsWithSemicolons,
  functionOf,
  stringValue,
} from "#recipes/ecmascript-syntax/expressions.ts";
import { levelOf } from "#recipes/ecmascript-syntax/indentation.ts";
import { freshName, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, insertAfter, insertBefore, quoteStyle, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const SETTERS = /^(?:setHeader|header|set|append)$/;
const ORIGIN = /\b(?:req|request|ctx)\b[\s\S]*\borigin\b/i;

export default defineRecipe({
  id: "javascript/cwe-942-checked-origin",
  title: "Only listed origins are told that they may read",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-942", "CWE-346"],
  review: "merge-after-review",
  description:
    "Sets `Access-Control-Allow-Origin` to the origin of the request only when the environment variable `ALLOWED_ORIGINS` (comma-separated; empty means none) lists it. Declines for fixed values, where a list is asked already, and where the header is set in the middle of a statement.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const [name = NONE, value = NONE] = argumentsOf(tree, call);
      if (!SETTERS.test(calledName(tree, call)) || name === NONE || value === NONE) continue;
      if (!/^access-control-allow-origin$/i.test(stringValue(tree, name) ?? "")) continue;
      const origin = bare(tree, value);
      if (!ORIGIN.test(textOf(tree, valueOf(tree, origin).value)))
        return decline("the header is not taken from the request", "not-in-view");
      const around = functionOf(tree, call);
      if (/\.(?:includes|has|test|some|indexOf)\(|ALLOWED/.test(textOf(tree, around === NONE ? 0 : around)))
        return decline("a list of origins is asked already", "already-safe");
      const statement = parentOf(tree, call);
      if (statement === NONE || kindOf(tree, statement) !== "expression_statement" || !startsLine(tree, statement))
        return decline("the header is set in the middle of a statement");
      const quote = quoteStyle(tree);
      const indent = indentationAt(tree.text, tree.starts[statement] as number);
      const named = kindOf(tree, origin) === "identifier";
      const end = endsWithSemicolons(tree) ? ";" : "";
      const asked = named ? textOf(tree, origin) : freshName(tree, ["origin", "requestOrigin", "askingOrigin"]);
      const declared = named ? "" : `const ${asked} = ${textOf(tree, origin)}${end}\n${indent}`;
      const list = `(process.env.ALLOWED_ORIGINS ?? ${quote}${quote}).split(${quote},${quote})`;
      return offer(tree, [
        {
          variant: "listed",
          title: "Take the origins from ALLOWED_ORIGINS",
          rationale: "A page of any other site no longer reads answers in the name of whoever visits it.",
          tradeOffs: { behaviour: "ALLOWED_ORIGINS must be set, comma-separated; until then no other origin may read." },
          edits: [
            insertBefore(tree, statement, `${declared}if (${list}.includes(${asked})) {\n${indent}${levelOf(tree)}`),
            ...(named ? [] : [replaceNode(tree, value, asked)]),
            insertAfter(tree, statement, `\n${indent}}`),
          ],
        },
      ]);
    }
    return decline("no origin is allowed by a header at the place", "other-place");
  },
});
