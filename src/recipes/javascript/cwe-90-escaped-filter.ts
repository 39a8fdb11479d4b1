import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { useFunction } from "#recipes/ecmascript-syntax/added-function.ts";
import { argumentsOf, bare, calledName, propertyOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { isText } from "#recipes/ecmascript-syntax/log-calls.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { expressionText, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const NAMES = ["escapeLdapValue", "escapeLdapFilter", "ldapEscape", "escapeFilter"];

/** The expression of the filter that a search or a parser gets, or NONE. */
function filterOf(tree: SyntaxTree, call: NodeId): NodeId {
  const all = argumentsOf(tree, call);
  if (calledName(tree, call) === "parseFilter") return all[0] ?? NONE;
  if (!/^search(?:Async|Sync)?$/.test(calledName(tree, call))) return NONE;
  return propertyOf(tree, valueOf(tree, bare(tree, all[1] ?? NONE)).value, "filter")?.value ?? NONE;
}

/** The values of a filter, or why one stands where escaping does not help. */
function valuesOf(tree: SyntaxTree, filter: NodeId): NodeId[] | string {
  const { value, binding } = valueOf(
    tree,
    kindOf(tree, filter) === "shorthand_property_identifier" ? shorthand(tree, filter) : bare(tree, filter),
  );
  if (!isText(tree, value)) return "the filter is not put together in view";
  if (binding !== undefined && usesOf(tree, binding).length > 1) return "the filter serves other code too";
  const values: NodeId[] = [];
  let before = "";
  for (const piece of piecesOf(tree, value) ?? []) {
    if (piece.kind === "literal") before += piece.text;
    else {
      if (!/\([^()=]+[~<>]?=[^()]*$/.test(before)) return "a value names an attribute or is a filter itself";
      const plain = bare(tree, piece.node);
      const safe =
        kindOf(tree, plain) === "call_expression" && /^(?:escape\w*|\w*Escape|Number|parseInt)$/.test(calledName(tree, plain));
      if (!safe) values.push(piece.node);
      before += "x";
    }
  }
  return values.length === 0 ? "every value of the filter is escaped" : values;
}

/** The use of the name in a shorthand property counts as its identifier. */
function shorthand(tree: SyntaxTree, node: NodeId): NodeId {
  for (let other = 0; other < node; other++) {
    if (kindOf(tree, other) === "identifier" && textOf(tree, other) === textOf(tree, node)) {
      const found = valueOf(tree, other).binding;
      if (found !== undefined && node < (tree.after[found.scope] as number)) return found.value;
    }
  }
  return node;
}

export default defineRecipe({
  id: "javascript/cwe-90-escaped-filter",
  title: "Values of an LDAP filter are escaped",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-90"],
  review: "merge-after-cursory-review",
  description:
    "Escapes the values in the text of a filter for `search` and `parseFilter` as RFC 4515 has it, with the file's own function or one that is added below its imports. Declines when a value names an attribute or is a whole filter, when the filter is not put together in view, and when its values are escaped.",
  propose({ tree, range }) {
    let reason = "no LDAP filter is used at the place";
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const filter = filterOf(tree, call);
      if (filter === NONE) continue;
      const values = valuesOf(tree, filter);
      if (typeof values === "string") {
        reason = values;
        continue;
      }
      const escape = useFunction(tree, NAMES, {
        parameters: ["value: unknown"],
        result: "string",
        body: [
          'return String(value).replace(/[\\0()*\\\\]/g, (sign) => `\\\\${sign.charCodeAt(0).toString(16).padStart(2, "0")}`)',
        ],
      });
      return offer(tree, [
        {
          variant: "escaped",
          title: "Escape the values of the filter",
          rationale: "Parentheses and stars in a value match themselves and cannot change what the filter asks.",
          tradeOffs: { behaviour: "Stars in a value are no wildcards any more." },
          edits: [
            ...escape.edits,
            ...values.map((value) => replaceNode(tree, value, `${escape.name}(${expressionText(tree, value)})`)),
          ],
        },
      ]);
    }
    return decline(reason);
  },
});
