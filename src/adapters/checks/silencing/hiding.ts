import { childByField, descendants, kindOf, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { Detector } from "./silencing.ts";

const EVALUATORS =
  /^(?:(?:builtins|__builtins__|globalThis|window|global|self|vm)\.)?(?:eval|exec|compile|__import__|Function|execScript|runInThisContext|runInNewContext|runInContext)$/;

/** More code in texts or behind computed names, where analysis cannot follow it. */
export const hidesCode: Detector = ({ path, trees }) => {
  if (trees === undefined || evaluations(trees.after) <= evaluations(trees.before)) return undefined;
  return { reason: "hides-code", detail: `${path}: code moves into a text that is evaluated` };
};

function evaluations(tree: SyntaxTree): number {
  return descendants(tree, 0, ["call", "call_expression", "new_expression"]).filter((call) => {
    const callee = childByField(tree, call, kindOf(tree, call) === "new_expression" ? "constructor" : "function");
    if (callee === NONE) return false;
    const name = textOf(tree, callee);
    return EVALUATORS.test(name) || /^(?:getattr|Reflect\.get)$/.test(name) || /^(?:globals|locals|vars)\(\)\[/.test(name);
  }).length;
}
