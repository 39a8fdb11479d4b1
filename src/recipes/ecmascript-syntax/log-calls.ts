import { kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { argumentsOf, bare, calleeOf, memberOf } from "./expressions.ts";

const LEVELS = /^(?:log|trace|debug|info|warn|warning|error|fatal|verbose|notice)$/;
const LOGGER = /^(?:[\w#$]+\.)*_*\w*(?:console|log|logger)$/i;

export interface LogCall {
  readonly call: NodeId;
  readonly arguments: readonly NodeId[];
  /** True for `console`, which writes every argument as text; loggers may treat later ones as fields. */
  readonly console: boolean;
}

/** Calls of a logger or of `console` that a place may mean, most likely first. */
export function logCallsNear(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): LogCall[] {
  return nodesNear(tree, range, ["call_expression"]).flatMap((call) => {
    const member = memberOf(tree, calleeOf(tree, call));
    if (member === undefined || !LEVELS.test(member.property)) return [];
    const object = textOf(tree, member.object).replaceAll("?.", ".");
    if (!LOGGER.test(object)) return [];
    return [{ call, arguments: argumentsOf(tree, call), console: object === "console" }];
  });
}

/** True for a template, a concatenation or a plain text. */
export function isText(tree: SyntaxTree, node: NodeId): boolean {
  return ["string", "template_string", "binary_expression"].includes(kindOf(tree, bare(tree, node)));
}
