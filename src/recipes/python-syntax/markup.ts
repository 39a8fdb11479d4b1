import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { enclosing, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { speaksOfPage } from "#recipes/kit/prose.ts";
import { callArguments, calleeOf, isCallOf, methodName } from "./calls.ts";
import { documentationAt } from "./documentation.ts";
import { formatOfConstant } from "./format-constant.ts";
import { assignmentTarget, localValue, mentions, scopeOf } from "./scope.ts";
import { type Template, templateOf } from "./template.ts";

const SAFE = [
  "html.escape",
  "markupsafe.escape",
  "flask.escape",
  "cgi.escape",
  "urllib.parse.quote",
  "urllib.parse.quote_plus",
  "int",
  "float",
  "len",
  "round",
  "json.dumps",
];
const RENDERERS = /(^|\.)(render_template_string|Template|from_string)$/;

/** The outermost template at the range that has a tag, or is returned by a function that is documented to write for a page; or one in the variable that the range's call or return passes on. */
export function findMarkup(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): Template | undefined {
  for (const near of nodesNear(tree, range, ["string", "concatenated_string", "binary_operator", "call", "identifier"])) {
    let node = near;
    for (
      let outer = near;
      outer !== NONE && !["argument_list", "block", "module"].includes(kindOf(tree, outer));
      outer = parentOf(tree, outer)
    ) {
      if (["string", "concatenated_string", "binary_operator", "parenthesized_expression"].includes(kindOf(tree, outer)))
        node = outer;
    }
    const value = kindOf(tree, node) === "identifier" ? (localValue(tree, node)?.value ?? NONE) : node;
    const template = value === NONE ? undefined : (formatOfConstant(tree, value) ?? templateOf(tree, value));
    const tagged = template?.pieces.some((piece) => piece.kind === "text" && /<\/?[a-zA-Z][^<]*/.test(piece.value)) === true;
    const told = template !== undefined && isReturned(tree, template.node) && speaksOfPage(documentationAt(tree, template.node));
    if ((tagged || told) && template !== undefined && template.pieces.some((piece) => piece.kind === "hole")) return template;
  }
  return undefined;
}

function isReturned(tree: SyntaxTree, node: NodeId): boolean {
  return kindOf(tree, parentOf(tree, node)) === "return_statement";
}

/** True for numbers and for values that are escaped already. */
export function isSafe(tree: SyntaxTree, node: NodeId): boolean {
  if (node === NONE) return false;
  if (["integer", "float"].includes(kindOf(tree, node))) return true;
  if (kindOf(tree, node) !== "call") return false;
  if (isCallOf(tree, node, ["str"])) return isSafe(tree, callArguments(tree, node)?.[0]?.value ?? NONE);
  return isCallOf(tree, node, SAFE) || methodName(tree, node) === "escape";
}

/** True when the text goes to a template engine, directly or by its variable. */
export function isRendered(tree: SyntaxTree, node: NodeId): boolean {
  const target = assignmentTarget(tree, node);
  const reads = target === undefined ? [node] : mentions(tree, scopeOf(tree, node), textOf(tree, target));
  return reads.some((read) => {
    const call = enclosing(tree, read, ["call", "block"]);
    return call !== NONE && kindOf(tree, call) === "call" && RENDERERS.test(textOf(tree, calleeOf(tree, call)));
  });
}
