import {
  childByField,
  descendants,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { argumentsOf, bare, calledName, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { resolve, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { insertAfter, insertBefore, replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const QUERIES =
  /^(?:find|findOne|findMany|findOneAnd(?:Update|Delete|Replace|Remove)|countDocuments|count|exists|distinct|updateOne|updateMany|deleteOne|deleteMany|replaceOne|remove|where)$/;

const READS_REQUEST = /^(?:req|request|ctx(?:\.request)?)\??\.(?:body|query|params|cookies)\b/;

/** True for a value read from the request, directly or through a constant or a destructuring of it. */
function fromRequest(tree: SyntaxTree, node: NodeId): boolean {
  const plain = bare(tree, node);
  if (kindOf(tree, plain) === "member_expression" || kindOf(tree, plain) === "subscript_expression")
    return READS_REQUEST.test(textOf(tree, plain));
  if (!["identifier", "shorthand_property_identifier"].includes(kindOf(tree, plain))) return false;
  const binding = resolve(tree, plain, textOf(tree, plain));
  if (binding === undefined || kindOf(tree, binding.declaration) !== "variable_declarator") return false;
  return READS_REQUEST.test(textOf(tree, childByField(tree, binding.declaration, "value")));
}

/** Edits that make every value of a filter a string. */
function stringify(tree: SyntaxTree, filter: NodeId): TextEdit[] {
  return descendants(tree, filter, ["pair", "shorthand_property_identifier"]).flatMap((entry) => {
    if (kindOf(tree, entry) === "shorthand_property_identifier") {
      const name = textOf(tree, entry);
      return fromRequest(tree, entry) ? [replaceNode(tree, entry, `${name}: String(${name})`)] : [];
    }
    const key = childByField(tree, entry, "key");
    const value = childByField(tree, entry, "value");
    if ((stringValue(tree, key) ?? textOf(tree, key)) === "$where" || !fromRequest(tree, value)) return [];
    return [insertBefore(tree, value, "String("), insertAfter(tree, value, ")")];
  });
}

export default defineRecipe({
  id: "javascript/cwe-943-query-values",
  title: "Values of a MongoDB filter are strings, not operators",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-943"],
  review: "merge-after-cursory-review",
  description:
    "Wraps values that come from the request's body, query or parameters in `String(…)` in the filter of MongoDB and Mongoose calls such as `findOne`, so that an object like `{ $ne: null }` cannot act as an operator. Declines when the filter is not an object in view or none of its values is plainly from the request.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const first = QUERIES.test(calledName(tree, call)) ? argumentsOf(tree, call)[0] : undefined;
      const filter = first === undefined ? NONE : bare(tree, valueOf(tree, bare(tree, first)).value);
      if (filter === NONE || kindOf(tree, filter) !== "object" || namedChildren(tree, filter).length === 0) continue;
      const edits = settleEdits(tree, stringify(tree, filter));
      if (edits.length === 0) continue;
      const rationale = "A string is compared as it is; only an object could carry an operator of the query language.";
      const tradeOffs = {
        behaviour: "Numbers and missing values are compared by their text; a field that holds numbers needs Number instead.",
      };
      return {
        kind: "options",
        options: [{ variant: "strings", title: "Compare with strings only", rationale, tradeOffs, edits }],
      };
    }
    return decline("no filter with a value from the request at this place", "other-place");
  },
});
