import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { argumentsOf, bare, calleeOf, propertyOf } from "./expressions.ts";
import { resolve } from "./scope.ts";

const CALLS =
  /^(?:(?:globalThis\.)?fetch|(?:axios|got|needle|superagent|undici|https?)(?:\.(?:get|post|put|delete|head|request|fetch|stream))?|axios\.request)$/;

/** The address that a call of an HTTP client goes to, or NONE for another call. */
export function addressOf(tree: SyntaxTree, call: NodeId): NodeId {
  const callee = calleeOf(tree, call);
  const first = argumentsOf(tree, call)[0];
  if (first === undefined || !CALLS.test(textOf(tree, callee))) return NONE;
  const name = textOf(tree, callee);
  if (name === "fetch" && ["function", "parameter"].includes(resolve(tree, callee, name)?.kind ?? "")) return NONE;
  const plain = bare(tree, first);
  return kindOf(tree, plain) === "object" ? bare(tree, propertyOf(tree, plain, "url")?.value ?? NONE) : plain;
}
