import { childByField, kindOf, NONE, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** True for a call that gives bytes: a digest without an encoding, a derived key, `Buffer.from`. */
function isBytes(tree: SyntaxTree, node: NodeId): boolean {
  if (node === NONE || kindOf(tree, node) !== "call_expression") return false;
  const callee = textOf(tree, calleeOf(tree, node));
  if (callee.endsWith(".digest")) return argumentsOf(tree, node).length === 0;
  return /^(?:Buffer\.(?:from|concat)|(?:crypto\.)?(?:scryptSync|pbkdf2Sync|hkdfSync|randomBytes))$/.test(callee);
}

function isEmptyList(tree: SyntaxTree, node: NodeId): boolean {
  return node !== NONE && kindOf(tree, node) === "array" && namedChildren(tree, node).length === 0;
}

export default defineRecipe({
  id: "javascript/cwe-595-compared-content",
  title: "Bytes and lists are compared by what they hold",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-595", "CWE-697"],
  review: "merge-after-review",
  description:
    "Turns `===` between bytes that are made in the comparison (a digest without an encoding, a derived key, `Buffer.from`) and another value into `equals`, and `list === []` into a look at the length: two objects are never identical, so the comparison always said no. Declines for objects of other kinds.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["binary_expression"])) {
      const operator = textOf(tree, childByField(tree, node, "operator"));
      if (!/^[!=]==?$/.test(operator)) continue;
      const [left, right] = [bare(tree, childByField(tree, node, "left")), bare(tree, childByField(tree, node, "right"))];
      const not = operator.startsWith("!");
      const option = {
        variant: "content",
        rationale: "Two objects are identical only when they are one; what they hold decides now.",
      };
      const list = isEmptyList(tree, right) ? left : isEmptyList(tree, left) ? right : NONE;
      if (list !== NONE && ["identifier", "member_expression"].includes(kindOf(tree, list)))
        return offer(tree, [
          {
            ...option,
            title: "Look at the length of the list",
            edits: [replaceNode(tree, node, `${textOf(tree, list)}.length ${not ? "!" : "="}== 0`)],
          },
        ]);
      const [bytes, other] = isBytes(tree, left) ? [left, right] : [right, left];
      if (!isBytes(tree, bytes) || other === NONE || ["null", "undefined", "string", "number"].includes(kindOf(tree, other)))
        continue;
      return offer(tree, [
        {
          ...option,
          title: "Compare the bytes",
          tradeOffs: {
            behaviour: "Equal bytes give another value than before; what is no Buffer raises TypeError.",
            security: "The time of equals tells how many bytes are right: use timingSafeEqual where others can measure it.",
          },
          edits: [replaceNode(tree, node, `${not ? "!" : ""}${textOf(tree, bytes)}.equals(${textOf(tree, other)})`)],
        },
      ]);
    }
    return decline("no bytes and no list are compared by identity at the place", "other-place");
  },
});
