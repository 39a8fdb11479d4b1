import { kindOf, type NodeId, parentOf, type SyntaxTree } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer, type RecipeOption } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { useExport } from "#recipes/ecmascript-syntax/imports.ts";
import { forBrowser, forNode, type Replacement } from "#recipes/ecmascript-syntax/random-replacement.ts";
import { isForBrowser, isMathRandom, type RandomValue, randomValue } from "#recipes/ecmascript-syntax/random-value.ts";
import { replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** Parents in which a product needs no parentheses. */
const LOOSE = [
  "variable_declarator",
  "return_statement",
  "arguments",
  "assignment_expression",
  "parenthesized_expression",
  "pair",
  "array",
  "arrow_function",
  "template_substitution",
  "expression_statement",
];

function option(tree: SyntaxTree, { node }: RandomValue, replacement: Replacement): RecipeOption {
  const used =
    replacement.exported === undefined
      ? { text: "", edits: [] }
      : useExport(tree, node, { module: "crypto", exported: replacement.exported, as: "module" });
  const text = replacement.text(used.text);
  const wrapped = replacement.closed || LOOSE.includes(kindOf(tree, parentOf(tree, node))) ? text : `(${text})`;
  return {
    variant: replacement.variant,
    title: replacement.title,
    rationale: "Math.random can be predicted from a few of its values; the operating system's generator cannot.",
    edits: settleEdits(tree, [replaceNode(tree, node, wrapped), ...used.edits]),
    tradeOffs: replacement.behaviour === undefined ? {} : { behaviour: replacement.behaviour },
  };
}

function repair(tree: SyntaxTree, call: NodeId): RecipeAnswer {
  const value = randomValue(tree, call);
  const replacements = isForBrowser(tree) ? forBrowser(value) : forNode(tree, value);
  return { kind: "options", options: replacements.map((replacement) => option(tree, value, replacement)) };
}

export default defineRecipe({
  id: "javascript/cwe-338-secure-random",
  title: "Math.random for a secret becomes the cryptographic generator",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-338", "CWE-330", "CWE-331", "CWE-340"],
  review: "merge-after-cursory-review",
  description:
    "Replaces `Math.random()` with the expression around it by a call of the same type from `crypto`: `Math.floor(Math.random() * n)` becomes `randomInt(n)`, `Math.random().toString(36).slice(2)` becomes random bytes in hexadecimal, a bare fraction stays a fraction; in code for web pages the global `crypto` serves. Declines where no `Math.random()` stands at the place.",
  propose({ tree, range }) {
    const call = nodesNear(tree, range, ["call_expression"]).find((node) => isMathRandom(tree, node));
    return call === undefined ? decline("no call of Math.random at this place", "other-place") : repair(tree, call);
  },
});
