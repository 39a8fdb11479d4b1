import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, fieldOf, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { callArguments, calleeOf, methodName, unwrap } from "./calls.ts";
import { isBinding, localValue, mentions } from "./scope.ts";
import { type HolePiece, type Piece, type Template, templateOf } from "./template.ts";

/**
 * A call of `format` on a name that is bound once, to a literal: its pieces as a template has them, with the arguments as holes. The pieces carry no
 * offsets of the literal. Undefined for other calls and for places with widths, conversions or attributes.
 */
export function formatOfConstant(tree: SyntaxTree, call: NodeId): Template | undefined {
  if (methodName(tree, call) !== "format") return undefined;
  const literal = boundLiteral(tree, unwrap(tree, childByField(tree, calleeOf(tree, call), "object")));
  const all = callArguments(tree, call);
  if (literal === undefined || all === undefined || all.some((argument) => argument.splat)) return undefined;
  const positional = all.filter((argument) => argument.name === undefined);
  const pieces: Piece[] = [];
  let next = 0;
  let from = 0;
  const text = textOf(tree, literal).replace(/^(?:"""|'''|["'])|(?:"""|'''|["'])$/g, "");
  const keep = (to: number): void => {
    pieces.push({ kind: "text", value: text.slice(from, to), offsets: [], literal });
  };
  for (const match of text.matchAll(/\{\{|\}\}|\{(\w*)\}|[{}]/g)) {
    const [whole, key] = match;
    if (whole === "{{" || whole === "}}") continue;
    if (key === undefined) return undefined;
    const argument =
      key === "" ? positional[next++] : /^\d+$/.test(key) ? positional[Number(key)] : all.find(({ name }) => name === key);
    if (argument === undefined) return undefined;
    keep(match.index);
    pieces.push(holeAt(tree, argument.value));
    from = match.index + whole.length;
  }
  keep(text.length);
  return { node: call, pieces, plain: [], percents: [] };
}

function boundLiteral(tree: SyntaxTree, name: NodeId): NodeId | undefined {
  if (name === NONE || kindOf(tree, name) !== "identifier") return undefined;
  const bindings = mentions(tree, 0, textOf(tree, name)).filter((node) => isBinding(tree, node));
  const assignment = bindings[0] === undefined ? NONE : parentOf(tree, bindings[0]);
  if (bindings.length !== 1 || assignment === NONE || kindOf(tree, assignment) !== "assignment") return undefined;
  const value = unwrap(tree, childByField(tree, assignment, "right"));
  const plain =
    value !== NONE &&
    kindOf(tree, value) === "string" &&
    !/^[a-z]/i.test(textOf(tree, value)) &&
    fieldOf(tree, bindings[0] as NodeId) === "left";
  return plain ? value : undefined;
}

function holeAt(tree: SyntaxTree, node: NodeId): HolePiece {
  return {
    kind: "hole",
    node,
    start: tree.starts[node] as number,
    end: tree.ends[node] as number,
    literal: undefined,
    numeric: false,
  };
}

/** Holes of the texts with tags that the variable's value is put together from; undefined where that value is not in view or holds no such text. */
export function holesBehind(
  tree: SyntaxTree,
  variable: NodeId,
): { readonly holes: readonly HolePiece[]; readonly before: readonly string[] } | undefined {
  const value = kindOf(tree, variable) === "identifier" ? localValue(tree, variable)?.value : undefined;
  if (value === undefined) return undefined;
  const holes: HolePiece[] = [];
  const before: string[] = [];
  let tagged = false;
  for (const string of descendants(tree, value, ["string"])) {
    let text = "";
    for (const piece of templateOf(tree, string)?.pieces ?? []) {
      if (piece.kind === "text") text += piece.value;
      else {
        holes.push(piece);
        before.push(text);
        text += "x";
      }
    }
    tagged ||= /<\/?[a-zA-Z]/.test(text);
  }
  return tagged && holes.length > 0 ? { holes, before } : undefined;
}
