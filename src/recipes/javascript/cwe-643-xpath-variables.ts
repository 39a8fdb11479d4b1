import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf, quoted } from "#recipes/ecmascript-syntax/expressions.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { expressionText, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

interface Query {
  readonly text: string;
  /** `name` or `name: expression` for each variable, in order. */
  readonly variables: readonly string[];
}

/** The query with `$name` in the place of each quoted value, or why a value is not quoted as a whole. */
function withVariables(tree: SyntaxTree, node: NodeId): Query | string {
  const pieces = piecesOf(tree, node) ?? [];
  let text = "";
  let open = "";
  const variables = new Map<string, string>();
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "literal") {
      if (open !== "" && !piece.text.startsWith(open)) return "a value is only a part of its text";
      text += open === "" ? piece.text : piece.text.slice(1);
      open = "";
      continue;
    }
    const quote = text.at(-1) ?? "";
    if (open !== "" || !/^["']$/.test(quote) || pieces[index + 1]?.kind !== "literal") return "a value stands outside of quotes";
    const expression = expressionText(tree, piece.node);
    const wanted = /([A-Za-z_]\w*)\W*$/.exec(expression)?.[1] ?? "value";
    let name = wanted;
    for (let count = 2; variables.has(name) && variables.get(name) !== expression; count++) name = `${wanted}${count}`;
    variables.set(name, expression);
    text = `${text.slice(0, -1)}$${name}`;
    open = quote;
  }
  if (variables.size === 0) return "the query holds no values";
  return { text, variables: [...variables].map(([name, expression]) => (name === expression ? name : `${name}: ${expression}`)) };
}

function edits(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  const [query, node, more] = argumentsOf(tree, call);
  const callee = calleeOf(tree, call);
  if (query === undefined || node === undefined || more !== undefined) return "the call has no document, or more than that";
  const { value, binding } = valueOf(tree, bare(tree, query));
  const found = withVariables(tree, value);
  if (typeof found === "string") return found;
  if (!/^\.{0,2}\//.test(found.text)) return "the query may give something else than nodes";
  if (binding !== undefined && usesOf(tree, binding).length > 1) return "the query serves other calls too";
  const member = memberOf(tree, callee);
  if (member === undefined || kindOf(tree, callee) !== "member_expression")
    return "the function is imported by name, and parse is needed beside it";
  const quote = quoteStyle(tree);
  const text = quoted(found.text, found.text.includes(quote) ? "`" : quote);
  const parsed = binding === undefined ? text : textOf(tree, query);
  const options = `{ node: ${textOf(tree, node)}, variables: { ${found.variables.join(", ")} } }`;
  const given = `${textOf(tree, member.object)}.parse(${parsed}).${calledName(tree, call)}(${options})`;
  return [...(binding === undefined ? [] : [replaceNode(tree, value, text)]), replaceNode(tree, call, given)];
}

export default defineRecipe({
  id: "javascript/cwe-643-xpath-variables",
  title: "Values reach an XPath query as variables",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-643", "CWE-91"],
  review: "merge-after-cursory-review",
  description:
    "Turns `xpath.select` and `xpath.select1` of a query that is built from quoted values into `xpath.parse(query).select({ node, variables })`. Declines when a value stands outside of quotes or is a part of a text, when the query may give something else than nodes, when namespaces are given, and for functions that are imported by name.",
  propose({ tree, range }) {
    let reason = "no XPath query is run at the place";
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      if (!/^select1?$/.test(exportCalled(tree, call, ["xpath"]) ?? "") || call === NONE) continue;
      const found = edits(tree, call);
      if (typeof found === "string") {
        reason = found;
        continue;
      }
      return offer(tree, [
        {
          variant: "variables",
          title: "Pass the values as variables",
          rationale: "A quote in a value stays within the value and cannot change what the query selects.",
          edits: found,
        },
      ]);
    }
    return decline(reason);
  },
});
