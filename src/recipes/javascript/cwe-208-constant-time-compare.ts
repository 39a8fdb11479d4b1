import { childByField, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { useFunction } from "#recipes/ecmascript-syntax/added-function.ts";
import { argumentsOf, bare, calledName, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { useExport } from "#recipes/ecmascript-syntax/imports.ts";
import { bindingsNamed, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { expressionText } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const NAMES = ["equalInConstantTime", "constantTimeEqual", "timingSafeEqualText", "safeCompare"];
const SECRET = /(?:signature|digest|hmac|mac|hash|token|secret|key|password|passwd|otp|pin|code)\d?$/i;

/** `bytes` for a digest without encoding, `text` for one with, undefined for what is no digest in view. */
function digest(tree: SyntaxTree, node: NodeId): "bytes" | "text" | undefined {
  const { value } = valueOf(tree, bare(tree, node));
  const plain = bare(tree, value);
  if (kindOf(tree, plain) !== "call_expression" || calledName(tree, plain) !== "digest") return undefined;
  return argumentsOf(tree, plain).length === 0 ? "bytes" : "text";
}

function isLiteral(tree: SyntaxTree, node: NodeId): boolean {
  const kind = kindOf(tree, bare(tree, node));
  return (
    ["null", "undefined", "number", "true", "false", "unary_expression"].includes(kind) || textOf(tree, node) === "undefined"
  );
}

/** Why the comparison is to stay; undefined when it compares a secret text with a value. */
function trouble(tree: SyntaxTree, left: NodeId, right: NodeId): string | undefined {
  if (isLiteral(tree, left) || isLiteral(tree, right)) return "the comparison is with a fixed value";
  if ([left, right].some((side) => stringValue(tree, side) === "")) return "the comparison is with an empty text";
  const kinds = [digest(tree, left), digest(tree, right)];
  if (kinds.includes("bytes")) return "a digest without an encoding is bytes, which are never equal by ===";
  if (kinds.includes("text")) return undefined;
  const named = [left, right].some((side) => SECRET.test(textOf(tree, bare(tree, side)).replace(/["'\])]+$/, "")));
  return named ? undefined : "neither side is a digest or is named as a secret";
}

export default defineRecipe({
  id: "javascript/cwe-208-constant-time-compare",
  title: "Secret is compared in constant time",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-208", "CWE-203"],
  review: "merge-after-cursory-review",
  description:
    "Turns `===`, `!==`, `==` and `!=` between a secret text and a value into a call of a small function, added below the imports, around `crypto.timingSafeEqual`: texts of another length and values that are no text are unequal, nothing throws. Declines for digests as bytes, for comparisons with fixed values and where neither side is a digest or named as a secret.",
  propose({ tree, range }) {
    let reason = "no comparison at the place";
    for (const node of nodesNear(tree, range, ["binary_expression"])) {
      const sign = textOf(tree, childByField(tree, node, "operator"));
      if (!/^[!=]==?$/.test(sign)) continue;
      const left = childByField(tree, node, "left");
      const right = childByField(tree, node, "right");
      const found = trouble(tree, left, right);
      if (found !== undefined) {
        reason = found;
        continue;
      }
      const safe = useExport(tree, 0, { module: "crypto", exported: "timingSafeEqual", as: "name" });
      if (bindingsNamed(tree, safe.text).some(({ kind }) => kind === "parameter")) continue;
      const compare = useFunction(tree, NAMES, {
        parameters: ["left: unknown", "right: unknown"],
        result: "boolean",
        body: [
          'if (typeof left !== "string" || typeof right !== "string") return false',
          "const [first, second] = [Buffer.from(left), Buffer.from(right)]",
          `return first.length === second.length && ${safe.text}(first, second)`,
        ],
      });
      const call = `${compare.name}(${expressionText(tree, left)}, ${expressionText(tree, right)})`;
      return offer(tree, [
        {
          variant: "timing-safe-equal",
          title: "Compare with timingSafeEqual",
          rationale: "The time of the comparison no longer tells how much of a guess is right.",
          edits: [...safe.edits, ...compare.edits, replaceNode(tree, node, sign.startsWith("!") ? `!${call}` : call)],
        },
      ]);
    }
    return decline(reason);
  },
});
