import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const SCRIPT = /^(?:javascript|data|vbscript):$/i;

/** The text under `trim()` and changes of case, which the new check does itself. */
function plainText(tree: SyntaxTree, node: NodeId): NodeId {
  let current = bare(tree, node);
  while (current !== NONE && kindOf(tree, current) === "call_expression" && argumentsOf(tree, current).length === 0) {
    if (!["trim", "trimStart", "toLowerCase", "toLocaleLowerCase"].includes(calledName(tree, current))) break;
    const member = memberOf(tree, calleeOf(tree, current));
    if (member === undefined) break;
    current = member.object;
  }
  return current;
}

/** The check that a node makes of one scheme: the node to replace and the text that is looked at. */
function checkAt(tree: SyntaxTree, call: NodeId): { readonly node: NodeId; readonly text: NodeId } | undefined {
  const member = memberOf(tree, calleeOf(tree, call));
  const [scheme, ...more] = argumentsOf(tree, call);
  if (member === undefined || scheme === undefined || more.length > 0 || !SCRIPT.test(stringValue(tree, scheme) ?? ""))
    return undefined;
  const text = plainText(tree, member.object);
  if (member.property === "startsWith") return { node: call, text };
  const around = parentOf(tree, call);
  const compared = member.property === "indexOf" && kindOf(tree, around) === "binary_expression";
  return compared && /===?\s*0$/.test(textOf(tree, around)) ? { node: around, text } : undefined;
}

export default defineRecipe({
  id: "javascript/cwe-184-script-schemes",
  title: "Check of a link knows every scheme that runs scripts",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-184", "CWE-20"],
  review: "merge-after-cursory-review",
  description:
    "Turns a check for `javascript:` alone (`startsWith`, `indexOf(…) === 0`, `protocol === …`) into one for `javascript:`, `data:` and `vbscript:` in any case, with the blanks and control characters left out that browsers drop. Declines where another of these schemes is looked at beside it.",
  propose({ tree, range }) {
    const rationale = "Browsers run scripts from all three schemes, however they are written; none of them passes any more.";
    const tradeOffs = {
      behaviour: "Links with `data:`, such as inlined pictures, give the value that those with `javascript:` give.",
    };
    const option = { variant: "all-schemes", title: "Look for every scheme that runs scripts", rationale, tradeOffs };
    for (const node of nodesNear(tree, range, ["call_expression", "binary_expression"])) {
      if (/\b(?:data|vbscript):["'`]/i.test(textOf(tree, statementOf(tree, node))))
        return decline("several schemes are looked at already", "already-safe");
      if (kindOf(tree, node) === "binary_expression") {
        const [left, right] = [bare(tree, childByField(tree, node, "left")), childByField(tree, node, "right")];
        const equal = /^===?$/.test(textOf(tree, childByField(tree, node, "operator")));
        if (!equal || memberOf(tree, left)?.property !== "protocol" || !SCRIPT.test(stringValue(tree, right) ?? "")) continue;
        const quote = quoteStyle(tree);
        const list = ["javascript:", "data:", "vbscript:"].map((scheme) => quote + scheme + quote).join(", ");
        return offer(tree, [{ ...option, edits: [replaceNode(tree, node, `[${list}].includes(${textOf(tree, left)})`)] }]);
      }
      const check = checkAt(tree, node);
      if (check === undefined || !["identifier", "member_expression"].includes(kindOf(tree, check.text))) continue;
      const quote = quoteStyle(tree);
      const plain = `${textOf(tree, check.text)}.replace(/[\\s\\u0000-\\u001f]/g, ${quote}${quote})`;
      return offer(tree, [
        { ...option, edits: [replaceNode(tree, check.node, `/^(?:javascript|data|vbscript):/i.test(${plain})`)] },
      ]);
    }
    return decline("no check for the scheme of scripts is at the place", "other-place");
  },
});

function statementOf(tree: SyntaxTree, node: NodeId): NodeId {
  let current = node;
  while (parentOf(tree, current) !== NONE && !/statement|declaration|arrow_function/.test(kindOf(tree, current)))
    current = parentOf(tree, current);
  return kindOf(tree, current) === "if_statement" ? childByField(tree, current, "condition") : current;
}
