import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { argumentsOf, bare, calleeOf, memberOf, quoted, stringValue } from "./expressions.ts";
import { exportedPath, moduleBindings } from "./modules.ts";
import { resolve, valueOf } from "./scope.ts";
import { expressionText, type Piece, piecesOf } from "./template.ts";

/** A built path as a folder of the program's own choice and what is joined to it. */
export interface PathParts {
  readonly node: NodeId;
  /** Sources of the folder's parts, first to last; never empty. */
  readonly base: readonly string[];
  readonly rest: readonly string[];
  readonly joinedBy: "join" | "resolve";
  /** Where the first part is itself a constant built from outside values: the parts of the folder that both must stay below. */
  readonly below?: readonly string[];
}

const isPath = (name: string): boolean => name === "path" || name === "path/posix" || name === "path/win32";

/** Name of the function of node:path that a call calls. */
export function pathFunction(tree: SyntaxTree, call: NodeId): string | undefined {
  const callee = calleeOf(tree, call);
  const known = exportedPath(tree, callee, moduleBindings(tree, isPath), isPath);
  const free = /^path\.(\w+)$/.exec(textOf(tree, callee));
  return known ?? (free !== null && resolve(tree, callee, "path") === undefined ? free[1] : undefined);
}

/** Takes a built path apart, or says why its folder cannot be told. */
export function pathParts(tree: SyntaxTree, node: NodeId): PathParts | string | undefined {
  const plain = bare(tree, node);
  if (plain === NONE) return undefined;
  if (kindOf(tree, plain) !== "call_expression") return ofPieces(tree, plain);
  const name = pathFunction(tree, plain);
  if (name === "normalize") {
    const inner = argumentsOf(tree, plain)[0];
    const parts = inner === undefined ? undefined : pathParts(tree, inner);
    return typeof parts === "object" ? { ...parts, node: plain } : parts;
  }
  if (name !== "join" && name !== "resolve") return undefined;
  const all = argumentsOf(tree, plain);
  if (all.some((argument) => kindOf(tree, argument) === "spread_element")) return "the joined parts are not in view";
  const open = all.findIndex((argument) => !isFixed(tree, argument));
  if (open < 0) return "no part of the path comes from outside";
  const first = all[0] as NodeId;
  if (open === 0 && (all.length < 2 || cameFromRequest(tree, first) || all.slice(1).every((argument) => isFixed(tree, argument))))
    return "the folder itself comes from outside";
  const split = Math.max(open, 1);
  const sources = all.map((argument) => textOf(tree, argument));
  return {
    node: plain,
    base: sources.slice(0, split),
    rest: sources.slice(split),
    joinedBy: name,
    ...belowOf(tree, first, open),
  };
}

function belowOf(tree: SyntaxTree, first: NodeId, open: number): { below?: readonly string[] } {
  const { value, binding } = valueOf(tree, bare(tree, first));
  const inner = open > 0 || binding?.kind !== "const" ? undefined : pathParts(tree, value);
  return typeof inner === "object" ? { below: inner.below ?? inner.base } : {};
}

function cameFromRequest(tree: SyntaxTree, node: NodeId): boolean {
  return /\b(?:req|request|ctx|event)\b/.test(textOf(tree, node));
}

/** True for what the program itself fixes: literals, its own folder, constants and settings of the module. */
function isFixed(tree: SyntaxTree, node: NodeId): boolean {
  const plain = bare(tree, node);
  const text = textOf(tree, plain);
  if (stringValue(tree, plain) !== undefined) return true;
  if (
    /^(?:__dirname|__filename|process\.cwd\(\)|import\.meta\.\w+|process\.env\.\w+|(?:os\.)?(?:tmpdir|homedir)\(\)|[A-Z][A-Z0-9_]+)$/.test(
      text,
    )
  )
    return true;
  const kind = kindOf(tree, plain);
  if (kind === "identifier") {
    const binding = resolve(tree, plain, text);
    if (binding === undefined) return false;
    if (binding.scope === 0) return binding.kind === "const" || binding.kind === "import" || binding.kind === "var";
    return binding.value !== NONE && binding.kind === "const" && isFixed(tree, binding.value);
  }
  if (kind === "member_expression") {
    const object = memberOf(tree, plain)?.object ?? NONE;
    return object !== NONE && (kindOf(tree, object) === "this" || isFixed(tree, object));
  }
  if (kind === "template_string" || kind === "binary_expression") {
    return piecesOf(tree, plain)?.every((piece) => piece.kind === "literal" || isFixed(tree, piece.node)) === true;
  }
  if (kind !== "call_expression") return false;
  const known = pathFunction(tree, plain) ?? textOf(tree, calleeOf(tree, plain));
  return (
    /^(?:join|resolve|dirname|normalize|(?:url\.)?fileURLToPath|(?:app|config)\.get)$/.test(known) &&
    argumentsOf(tree, plain).every((argument) => isFixed(tree, argument))
  );
}

/** `"./files/" + name` and `${folder}/${name}.txt`: the folder ends at the last slash before the first part from outside. */
function ofPieces(tree: SyntaxTree, node: NodeId): PathParts | string | undefined {
  const pieces = piecesOf(tree, node);
  if (pieces === undefined) return undefined;
  const open = pieces.findIndex((piece, index) => piece.kind === "expression" && !isFixed(tree, piece.node) && index > 0);
  if (open < 0) return "no part of the path comes from outside";
  const slash = pieces.slice(0, open).findLastIndex((piece) => piece.kind === "literal" && piece.text.includes("/"));
  const cut = pieces[slash];
  if (
    cut?.kind !== "literal" ||
    pieces.slice(slash + 1, open).some((piece) => piece.kind === "expression" && !isFixed(tree, piece.node))
  )
    return "the folder of the path cannot be told";
  const head = pieces[0] as Piece;
  if (head.kind === "expression" && cameFromRequest(tree, head.node)) return "the folder itself comes from outside";
  const at = cut.text.lastIndexOf("/");
  const folder = cut.text.slice(0, at);
  const quote = quoteOf(tree, node, pieces);
  const base = source(tree, [...pieces.slice(0, slash), { ...cut, text: slash === 0 && folder === "" ? "/" : folder }], quote);
  if (slash === 0 && /^(?:https?:|file:|\/*$)/.test(cut.text.slice(0, at + 1)) && cut.text !== "/")
    return "the text is no path of a folder";
  const rest = source(tree, [{ ...cut, text: cut.text.slice(at + 1) }, ...pieces.slice(slash + 1)], quote);
  return { node, base: [base], rest: [rest], joinedBy: "join" };
}

function quoteOf(tree: SyntaxTree, node: NodeId, pieces: readonly Piece[]): string {
  const literal = pieces.find((piece) => piece.kind === "literal" && kindOf(tree, piece.node) === "string");
  if (literal !== undefined) return tree.text[tree.starts[literal.node] as number] as string;
  const all = tree.text;
  return kindOf(tree, node) === "template_string" && all.split('"').length > all.split("'").length ? '"' : "'";
}

/** Source of a text made of the pieces. */
function source(tree: SyntaxTree, pieces: readonly Piece[], quote: string): string {
  const full = pieces.filter((piece) => piece.kind === "expression" || piece.text !== "");
  const [only] = full;
  if (full.length === 0) return quote + quote;
  if (full.length === 1 && only !== undefined)
    return only.kind === "literal" ? quoted(only.text, quote) : expressionText(tree, only.node);
  return `\`${full.map((piece) => (piece.kind === "literal" ? quoted(piece.text, "`").slice(1, -1) : `\${${expressionText(tree, piece.node)}}`)).join("")}\``;
}
