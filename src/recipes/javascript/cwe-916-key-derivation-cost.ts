import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { documentationAt } from "#recipes/ecmascript-syntax/documentation.ts";
import { argumentsOf, bare, calledName, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { namesNumber } from "#recipes/kit/prose.ts";

/** Iterations by digest, from the OWASP Password Storage Cheat Sheet. */
const ITERATIONS: Readonly<Record<string, number>> = { sha1: 1_300_000, sha256: 600_000, sha512: 210_000 };
/** Rounds below which bcrypt is too cheap, and what replaces them. */
const ROUNDS = 10;
const STRONG_ROUNDS = 12;

interface Cost {
  readonly argument: NodeId;
  readonly least: number;
  readonly wanted: number;
}

function costOf(tree: SyntaxTree, call: NodeId): Cost | undefined {
  const name = calledName(tree, call);
  const all = argumentsOf(tree, call);
  if (name === "pbkdf2" || name === "pbkdf2Sync") {
    const digest =
      stringValue(tree, valueOf(tree, bare(tree, all[4] ?? NONE)).value)
        ?.toLowerCase()
        .replace("-", "") ?? "sha1";
    const wanted = ITERATIONS[digest];
    return all[2] === undefined || wanted === undefined ? undefined : { argument: all[2], least: 100_000, wanted };
  }
  const argument =
    name === "hash" || name === "hashSync" ? all[1] : name === "genSalt" || name === "genSaltSync" ? all[0] : undefined;
  const isBcrypt = /bcrypt/i.test(textOf(tree, call)) || /["']bcrypt(?:js)?["']/.test(tree.text);
  return argument === undefined || !isBcrypt ? undefined : { argument, least: ROUNDS, wanted: STRONG_ROUNDS };
}

function repair(tree: SyntaxTree, { argument, least, wanted }: Cost): RecipeAnswer {
  const { value, binding } = valueOf(tree, bare(tree, argument));
  if (kindOf(tree, value) !== "number") return decline("the cost is no number in view");
  const text = textOf(tree, value);
  if (namesNumber(documentationAt(tree, argument), Number(text.replaceAll("_", ""))))
    return decline("the cost is part of what the function documents");
  if (Number(text.replaceAll("_", "")) >= least) return decline("the cost is high enough already", "already-safe");
  if (binding !== undefined && usesOf(tree, binding).length > 1) return decline("the number is used elsewhere too");
  const rationale = "Each guess at a stolen hash costs the attacker as much more as the hash costs the program.";
  const tradeOffs = { behaviour: "Hashing takes longer; keys and hashes stored without their cost must be derived anew." };
  return {
    kind: "options",
    options: [
      {
        variant: "current-advice",
        title: `Raise the cost to ${wanted}`,
        rationale,
        tradeOffs,
        edits: settleEdits(tree, [replaceNode(tree, value, String(wanted))]),
      },
    ],
  };
}

export default defineRecipe({
  id: "javascript/cwe-916-key-derivation-cost",
  title: "Cost of a password hash is raised to current advice",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-916"],
  review: "merge-after-review",
  description:
    "Raises the iterations of `pbkdf2` and `pbkdf2Sync` (by digest) and the rounds of bcrypt where they are numbers below the least that is advised, in the call or in the constant that names them. Declines when the cost is computed, shared with other code, named by the documentation of the function, or high enough.",
  propose({ tree, range }) {
    const cost = nodesNear(tree, range, ["call_expression"])
      .map((call) => costOf(tree, call))
      .find((found) => found !== undefined);
    return cost === undefined ? decline("no pbkdf2 or bcrypt with a cost at this place", "other-place") : repair(tree, cost);
  },
});
