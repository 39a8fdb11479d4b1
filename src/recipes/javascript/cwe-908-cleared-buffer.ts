import { childByField, kindOf, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { bindingOf, moduleBindings } from "#recipes/ecmascript-syntax/modules.ts";
import { isNumber } from "#recipes/ecmascript-syntax/number-value.ts";
import { resolve, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const DATA = ["string", "template_string", "array"];

/** True for the global of this name and for the one that is imported from `buffer`. */
function isBuffer(tree: SyntaxTree, node: NodeId): boolean {
  if (textOf(tree, node) !== "Buffer") return false;
  const imported = moduleBindings(tree, (module) => module === "buffer");
  return resolve(tree, node, "Buffer") === undefined || bindingOf(tree, node, imported) !== undefined;
}

function filledAtOnce(tree: SyntaxTree, call: NodeId): boolean {
  const around = parentOf(tree, call);
  return kindOf(tree, around) === "member_expression" && textOf(tree, childByField(tree, around, "property")) === "fill";
}

function constructorFor(tree: SyntaxTree, call: NodeId): "alloc" | "from" | undefined {
  const [first, second] = argumentsOf(tree, call);
  if (first === undefined) return undefined;
  if (second !== undefined || DATA.includes(kindOf(tree, valueOf(tree, bare(tree, first)).value))) return "from";
  return isNumber(tree, first) ? "alloc" : undefined;
}

export default defineRecipe({
  id: "javascript/cwe-908-cleared-buffer",
  title: "Buffer starts cleared instead of with old memory",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-908", "CWE-200"],
  review: "merge-without-review",
  description:
    "Turns `Buffer.allocUnsafe` and `Buffer.allocUnsafeSlow` into `Buffer.alloc`, `new Buffer(number)` into `Buffer.alloc` and `new Buffer` of a text, list or text with encoding into `Buffer.from`. Declines when the buffer is filled at once, when `Buffer` is a name of the file's own, and when the argument of `new Buffer` may be a number or data.",
  propose({ tree, range }) {
    let reason = "no buffer that keeps old memory is made at the place";
    for (const call of nodesNear(tree, range, ["call_expression", "new_expression"])) {
      const callee = calleeOf(tree, call);
      const member = memberOf(tree, callee);
      const made = kindOf(tree, call) === "new_expression";
      if (!isBuffer(tree, made ? callee : (member?.object ?? call))) continue;
      if (!made && member?.property !== "allocUnsafe" && member?.property !== "allocUnsafeSlow") continue;
      const wanted = made ? constructorFor(tree, call) : "alloc";
      if (filledAtOnce(tree, call)) reason = "the buffer is filled as soon as it is made";
      else if (wanted === undefined) reason = "the argument of new Buffer may be a number or data";
      else {
        const buffer = made ? "Buffer" : textOf(tree, childByField(tree, callee, "object"));
        const end = tree.starts[childByField(tree, call, "arguments")] as number;
        return offer(tree, [
          {
            variant: wanted,
            title: wanted === "alloc" ? "Make a cleared buffer" : "Make the buffer from its data",
            rationale: "Bytes that are never written are zero and cannot show what the process kept there before.",
            tradeOffs: wanted === "alloc" ? { behaviour: "Clearing costs a little time for large buffers." } : {},
            edits: [{ ...replaceNode(tree, call, `${buffer}.${wanted}`), end }],
          },
        ]);
      }
    }
    return decline(reason);
  },
});
