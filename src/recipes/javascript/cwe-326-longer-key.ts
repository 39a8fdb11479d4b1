import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, propertyOf, quoted, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { resolve, usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const LEAST = 2048;
const WANTED = "3072";
/** Curves whose order has fewer than 224 bits. */
const WEAK_CURVE =
  /^(?:secp(?:112|128|160|192)[rk]\d|sect(?:113|131|163|193)[rk]\d|prime192v\d|P-192|K-163|B-163|brainpoolP(?:160|192)[rt]1)$/;

function isWeak(tree: SyntaxTree, node: NodeId): boolean {
  return kindOf(tree, node) === "number" && Number(textOf(tree, node)) < LEAST;
}

/** The object of options of a call, and the name of its entry that holds the bits. */
function optionsOf(tree: SyntaxTree, call: NodeId): { options: NodeId; bits: string } | undefined {
  const all = argumentsOf(tree, call).map((argument) => bare(tree, argument));
  const name = exportCalled(tree, call, ["crypto"]) ?? "";
  if (/^generateKeyPair(?:Sync)?$/.test(name)) return { options: all[1] ?? NONE, bits: "modulusLength" };
  const forge = exportCalled(tree, call, ["node-forge"]) ?? "";
  if (forge.endsWith("rsa.generateKeyPair")) return { options: all[0] ?? NONE, bits: "bits" };
  if (kindOf(tree, call) === "new_expression" && exportCalled(tree, call, ["node-rsa"]) === "")
    return { options: all[0] ?? NONE, bits: "b" };
  return undefined;
}

function edits(tree: SyntaxTree, call: NodeId): TextEdit[] | string | undefined {
  const found = optionsOf(tree, call);
  if (found === undefined || found.options === NONE) return undefined;
  const { options, bits } = found;
  const given = bare(tree, propertyOf(tree, options, bits)?.value ?? NONE);
  if (given !== NONE) {
    const { value, binding } = valueOf(tree, given);
    if (kindOf(tree, value) !== "number") return "the length of the key is no number in view";
    if (!isWeak(tree, value)) return "the key is long enough";
    if (binding !== undefined && usesOf(tree, binding).length > 1) return "the number is used elsewhere too";
    const divisor = bare(tree, propertyOf(tree, options, "divisorLength")?.value ?? NONE);
    const more = divisor !== NONE && kindOf(tree, divisor) === "number" ? [replaceNode(tree, divisor, "256")] : [];
    return [replaceNode(tree, value, WANTED), ...more];
  }
  const curve = bare(tree, propertyOf(tree, options, "namedCurve")?.value ?? NONE);
  if (curve === NONE || !WEAK_CURVE.test(stringValue(tree, curve) ?? "")) return undefined;
  return [replaceNode(tree, curve, quoted("prime256v1", textOf(tree, curve)[0] as string))];
}

export default defineRecipe({
  id: "javascript/cwe-326-longer-key",
  title: "Key pair gets a length that lasts",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-326"],
  review: "merge-after-cursory-review",
  description:
    "Raises the length of RSA and DSA keys under 2048 bits to 3072 in `crypto.generateKeyPair`, node-forge and node-rsa (with the divisor of DSA, which has to fit), and replaces curves under 224 bits by P-256. Declines when the length is computed or its constant serves other code.",
  propose({ tree, range }) {
    let reason = "no key pair of a weak length is made at the place";
    for (const call of nodesNear(tree, range, ["call_expression", "new_expression"])) {
      const found = edits(tree, call);
      if (typeof found === "string") reason = found;
      else if (found !== undefined && resolve(tree, call, calledName(tree, call))?.kind !== "parameter")
        return offer(tree, [
          {
            variant: "current-length",
            title: "Make a longer key",
            rationale: "Keys of this length are beyond what factoring and discrete logarithms reach for decades.",
            tradeOffs: { behaviour: "Making and using the key takes longer; keys made before stay as weak as they are." },
            edits: found,
          },
        ]);
    }
    return decline(reason);
  },
});
