import { childByField, kindOf, type NodeId, namedChildren, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { bare, calleeOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { useExport } from "#recipes/ecmascript-syntax/imports.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { removeStatement } from "#recipes/ecmascript-syntax/removal.ts";
import { type Binding, usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { expressionText } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

interface Source {
  /** The name that keeps the bytes, if one does. */
  readonly binding?: Binding;
}

/** Where a number comes from that is read out of random bytes: `bytes[i]`, `bytes.readUInt32BE(0)`; undefined for another expression. */
function randomSource(tree: SyntaxTree, node: NodeId): Source | undefined {
  const plain = bare(tree, node);
  const kind = kindOf(tree, plain);
  const read = kind === "call_expression" ? memberOf(tree, calleeOf(tree, plain)) : undefined;
  const bytes =
    kind === "subscript_expression"
      ? childByField(tree, plain, "object")
      : /^readUInt/i.test(read?.property ?? "")
        ? read?.object
        : undefined;
  if (bytes === undefined) return undefined;
  const { value, binding } = valueOf(tree, bare(tree, bytes));
  const call = bare(tree, value);
  if (kindOf(tree, call) !== "call_expression" || exportCalled(tree, call, ["crypto"]) !== "randomBytes") return undefined;
  return binding === undefined ? {} : { binding };
}

function unneeded(tree: SyntaxTree, binding: Binding | undefined): TextEdit[] {
  if (binding === undefined || usesOf(tree, binding).length > 1) return [];
  const statement = parentOf(tree, binding.declaration);
  return namedChildren(tree, statement).length === 1 ? [removeStatement(tree, statement)] : [];
}

export default defineRecipe({
  id: "javascript/cwe-330-unbiased-integer",
  title: "Random number below a limit is drawn evenly",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-330", "CWE-327", "CWE-331"],
  review: "merge-without-review",
  description:
    "Turns the remainder of a random byte, `randomBytes(1)[0] % 10` or `bytes[i] % letters.length`, into `crypto.randomInt(limit)`, and removes the bytes when nothing else uses them. Declines when the limit is a power of two, whose remainders are even, and for numbers that do not come from `randomBytes`.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["binary_expression"])) {
      if (textOf(tree, childByField(tree, node, "operator")) !== "%") continue;
      const source = randomSource(tree, childByField(tree, node, "left"));
      const limit = childByField(tree, node, "right");
      if (source === undefined) continue;
      const number = Number(textOf(tree, limit));
      if (number <= 256 && Number.isInteger(Math.log2(number)))
        return decline("remainders by a power of two are even", "already-safe");
      const random = useExport(tree, node, { module: "crypto", exported: "randomInt", as: "name" });
      return offer(tree, [
        {
          variant: "random-int",
          title: "Draw with crypto.randomInt",
          rationale: "Every number below the limit comes up as often as every other.",
          edits: [
            ...random.edits,
            ...unneeded(tree, source.binding),
            replaceNode(tree, node, `${random.text}(${expressionText(tree, limit)})`),
          ],
        },
      ]);
    }
    return decline("no remainder of a random byte is taken at the place", "other-place");
  },
});
