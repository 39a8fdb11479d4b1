import type { LanguagePack } from "#analysis/parse/language-pack.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, children, errorNodes, isNamed, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { functionHead } from "./function-head.ts";
import { fieldChild, type Grammar, grammarOf, headOf, isKind, items, tailOf } from "./grammar.ts";
import { requiredPath } from "./imports.ts";
import { modifiersOf } from "./modifiers.ts";
import { type Pattern, PatternError } from "./pattern.ts";
import {
  DEEP,
  ELLIPSIS,
  METHOD_CLASS,
  metavariableOf,
  spellings,
  typedMetavariableOf,
  withPlaceholders,
} from "./pattern-text.ts";
import { stringPattern } from "./string-pattern.ts";

const MAX_NODES = 4000;
const MAX_DEPTH = 120;

interface Compiler {
  readonly tree: SyntaxTree;
  readonly grammar: Grammar;
}

/** Compiles one pattern for one prepared language. Throws PatternError when it does not parse there. */
export function compilePattern(source: string, pack: LanguagePack, parser: TreeParser): Pattern {
  const { indented } = pack.dialect;
  for (const spelling of spellings(source, pack.dialect)) {
    const { text } = withPlaceholders(source, indented, spelling);
    const parsed = parser.parseNow(pack, text, { pattern: true });
    if (parsed.kind !== "tree") throw new PatternError(parsed.message);
    const { tree } = parsed;
    if (errorNodes(tree).length > 0) continue;
    if (tree.count > MAX_NODES) throw new PatternError(`the pattern has more than ${MAX_NODES} nodes`);
    const compiler = { tree, grammar: grammarOf(tree) };
    let roots = items(tree, compiler.grammar, 0);
    if (spelling.around !== undefined) roots = inBlock(compiler, spelling.around.open.length);
    else if (spelling.wrap !== undefined) roots = wrapped(compiler, roots);
    if (roots.length > 0) return compileRoots(compiler, roots);
  }
  throw new PatternError(`the pattern is not ${pack.id}`);
}

/** The statements of the block that was opened in front of this offset. */
function inBlock({ tree, grammar }: Compiler, offset: number): NodeId[] {
  for (let node = 0; node < tree.count; node++)
    if (isKind(tree, node, grammar.block) && tree.starts[node] === offset - 1) return items(tree, grammar, node);
  return [];
}

/** The part of a wrapped pattern that its author wrote. */
function wrapped({ tree, grammar }: Compiler, roots: readonly NodeId[]): NodeId[] {
  let node = roots[0] ?? NONE;
  while (node !== NONE && ["expression_statement", "parenthesized_expression"].includes(kindOf(tree, node)))
    node = items(tree, grammar, node)[0] ?? NONE;
  if (node === NONE) return [];
  if (isKind(tree, node, grammar.class) && textOf(tree, childByField(tree, node, "name")) === METHOD_CLASS)
    return items(tree, grammar, childByField(tree, node, "body"));
  if (kindOf(tree, node) === "try_statement") return items(tree, grammar, node).slice(1);
  const inner = items(tree, grammar, node);
  const opening = grammar.dialect.recordOpening;
  const pairOnly = isKind(tree, node, grammar.unordered) && tree.text.startsWith(`${opening}{`) && inner.length === 1;
  const first = inner[0];
  return pairOnly &&
    first !== undefined &&
    isKind(tree, first, grammar.pair) &&
    tree.text.length === (tree.ends[first] as number) + (opening.length + 1) &&
    tree.starts[first] === opening.length + 1
    ? [first]
    : [node];
}

function compileRoots(compiler: Compiler, roots: readonly NodeId[]): Pattern {
  const { tree } = compiler;
  if (roots.length === 1) {
    const root = roots[0] as NodeId;
    const inner = kindOf(tree, root) === "expression_statement" ? items(tree, compiler.grammar, root) : [root];
    return compileNode(compiler, inner.length === 1 ? (inner[0] as NodeId) : root, 0);
  }
  const patterns = roots.map((root) => compileNode(compiler, root, 0));
  while (patterns[0]?.op === "rest" && patterns[0].name === "") patterns.shift();
  const only = patterns[0];
  if (only === undefined) throw new PatternError("the pattern matches anything");
  return patterns.length === 1 ? only : { op: "statements", items: patterns };
}

function placeholder(text: string): Pattern | undefined {
  const bare = text
    .replace(/;$/, "")
    .replace(/^(?:\*\*|int )(?=__assay_rest__$)/, "")
    .replace(/^case (__assay_rest__):$/, "$1");
  const typed = typedMetavariableOf(bare);
  if (typed !== undefined) return { op: "typed", ...typed };
  const found = metavariableOf(bare);
  if (found === undefined) return undefined;
  return found.rest ? { op: "rest", name: found.name } : { op: "meta", name: found.name };
}

function compileNode(compiler: Compiler, node: NodeId, depth: number): Pattern {
  const { tree, grammar } = compiler;
  if (depth > MAX_DEPTH) throw new PatternError(`the pattern is nested deeper than ${MAX_DEPTH}`);
  const child = (inner: NodeId): Pattern => compileNode(compiler, inner, depth + 1);
  const text = textOf(tree, node);
  const hole = placeholder(text.trim());
  if (hole !== undefined) return hole;
  const kind = kindOf(tree, node);
  if (!isNamed(tree, node)) return { op: "leaf", kind: tree.kinds[node] as number, text, constant: false };
  const inner = items(tree, grammar, node);
  if ((kind === "parenthesized_expression" || kind === "expression_statement") && inner.length === 1)
    return child(inner[0] as NodeId);
  if (isKind(tree, node, grammar.string)) return { op: "string", content: stringPattern(tree, grammar, node, child) };
  if (isKind(tree, node, grammar.call)) return compileCall(compiler, node, child);
  if (isKind(tree, node, grammar.member)) return compileMember(compiler, node, child);
  if (isKind(tree, node, grammar.identifier))
    return tree.after[node] === node + 1 || kind === "this" || kind === "super"
      ? nameOrWord(compiler, node, text)
      : { op: "word", text };
  if (isKind(tree, node, grammar.assignment)) {
    const [left, right] = [headOf(tree, grammar, node), tailOf(tree, grammar, node)];
    if (left !== NONE && right !== NONE) return { op: "assign", left: child(left), right: child(right) };
  }
  if (isKind(tree, node, grammar.pair)) {
    const [key, value] = [headOf(tree, grammar, node), tailOf(tree, grammar, node)];
    if (key !== NONE && value !== NONE)
      return { op: "pair", kinds: grammar.kinds(kind), key: keyPattern(compiler, key, child), value: child(value) };
  }
  if (isKind(tree, node, grammar.frame)) return compileFunction(compiler, node, kind, child);
  if (kind === "decorated_definition") {
    const decorators = inner.filter((item) => kindOf(tree, item) === "decorator");
    return { op: "decorated", decorators: decorators.map(child), definition: child(childByField(tree, node, "definition")) };
  }
  if (isKind(tree, node, grammar.declaration)) {
    return {
      op: "declaration",
      kind: tree.kinds[node] as number,
      keyword: text.slice(0, /^\w+/.exec(text)?.[0].length ?? 0),
      declarators: inner.map(child),
    };
  }
  if (isKind(tree, node, grammar.block)) return { op: "block", items: inner.map(child) };
  return compileGeneric(compiler, node, kind, child);
}

function nameOrWord({ tree, grammar }: Compiler, node: NodeId, text: string): Pattern {
  const parent = tree.parents[node] as NodeId;
  const binds =
    parent > 0 &&
    (isKind(tree, parent, grammar.frame) || isKind(tree, parent, grammar.class) || isKind(tree, parent, grammar.parameter));
  return binds ? { op: "word", text } : { op: "name", path: [text] };
}

function compileCall({ tree, grammar }: Compiler, node: NodeId, child: (node: NodeId) => Pattern): Pattern {
  const callee = headOf(tree, grammar, node);
  const list = tailOf(tree, grammar, node);
  const plain = list === NONE || isKind(tree, list, grammar.argumentList);
  const args = list === NONE ? [] : plain ? items(tree, grammar, list).map(child) : [child(list)];
  if (textOf(tree, callee) === DEEP) {
    const inner = args[0];
    if (inner === undefined || args.length > 1) throw new PatternError("`<... ...>` needs one expression inside");
    return { op: "deep", inner };
  }
  return { op: "call", kind: tree.kinds[node] as number, callee: child(callee), args, template: !plain };
}

function compileMember({ tree, grammar }: Compiler, node: NodeId, child: (node: NodeId) => Pattern): Pattern {
  const object = headOf(tree, grammar, node);
  const property = tailOf(tree, grammar, node);
  const name = textOf(tree, property);
  const module = grammar.dialect.requires ? requiredPath(tree, grammar, object) : undefined;
  const base: Pattern = module === undefined ? child(object) : { op: "name", path: module };
  if (name === ELLIPSIS) return { op: "chain", base };
  const hole = placeholder(name);
  if (hole === undefined && base.op === "name") return { op: "name", path: [...base.path, name] };
  return { op: "member", object: base, property: hole ?? { op: "word", text: name } };
}

function keyPattern({ tree, grammar }: Compiler, key: NodeId, child: (node: NodeId) => Pattern): Pattern {
  const text = textOf(tree, key);
  if (placeholder(text) !== undefined || (grammar.dialect.computedKeys && kindOf(tree, key) !== "identifier")) return child(key);
  if (grammar.dialect.computedKeys && kindOf(tree, tree.parents[key] as NodeId) === "pair") return child(key);
  const quoted = /^["']([^"'\\]*)["']$/.exec(text)?.[1];
  if (quoted !== undefined)
    return metavariableOf(quoted) === undefined && quoted !== "..." ? { op: "word", text: quoted } : child(key);
  return /^[\w$]+$/.test(text) ? { op: "word", text } : child(key);
}

function compileFunction({ tree, grammar }: Compiler, node: NodeId, kind: string, child: (node: NodeId) => Pattern): Pattern {
  const field = (name: string): NodeId => fieldChild(tree, node, grammar.field(name));
  const { name, list, type, depth } = functionHead(tree, grammar, node);
  const single = field("parameter");
  const body = field("body");
  const parameters = list !== NONE ? items(tree, grammar, list) : single === NONE ? [] : [single];
  const lambda = isKind(tree, node, grammar.lambda);
  const group = lambda ? grammar.lambda : kind === "method_definition" ? grammar.kinds(kind) : grammar.function;
  const head = children(tree, node).find((part) => grammar.dialect.open?.includes(kindOf(tree, part)) === true);
  return {
    op: "function",
    kinds: group,
    ...(head === undefined ? {} : { head: child(head) }),
    modifiers: modifiersOf(tree, node),
    ...(name === NONE ? {} : { name: child(name) }),
    ...(type === NONE ? {} : { result: { type: child(type), depth } }),
    parameters: parameters.map((parameter) => child(parameterName(tree, grammar, parameter))),
    body: body === NONE ? { op: "rest", name: "" } : child(body),
  };
}

/** In a TypeScript grammar a bare parameter is wrapped; a pattern's default or type stays part of the pattern. */
function parameterName(tree: SyntaxTree, grammar: Grammar, parameter: NodeId): NodeId {
  const inner = children(tree, parameter);
  return isKind(tree, parameter, grammar.parameter) && inner.length === 1 ? (inner[0] as NodeId) : parameter;
}

function compileGeneric({ tree, grammar }: Compiler, node: NodeId, kind: string, child: (node: NodeId) => Pattern): Pattern {
  const parts = children(tree, node).filter((part) => !(isNamed(tree, part) && isKind(tree, part, grammar.comment)));
  if (parts.length === 0) {
    const text = textOf(tree, node);
    const word = kind === "property_identifier" || kind.endsWith("identifier") || kind.endsWith("identifier_pattern");
    return word
      ? { op: "word", text }
      : { op: "leaf", kind: tree.kinds[node] as number, text, constant: isKind(tree, node, grammar.constant) };
  }
  if (kind === "for_statement" && textOf(tree, childByField(tree, node, "initializer")).replace(/;$/, "") === ELLIPSIS) {
    const body = childByField(tree, node, "body");
    return { op: "loop", kinds: grammar.kinds("for_statement", "for_in_statement"), body: child(body) };
  }
  const skip = Uint8Array.from(grammar.optional, (flag, index) => (flag === 1 || grammar.comment[index] === 1 ? 1 : 0));
  for (const part of parts) skip[tree.kinds[part] as number] = 0;
  const unordered = isKind(tree, node, grammar.unordered) || ["jsx_opening_element", "jsx_self_closing_element"].includes(kind);
  const open: readonly Pattern[] = grammar.dialect.open?.includes(kind) === true ? [{ op: "rest", name: "" }] : [];
  const alike = grammar.dialect.alike?.find((group) => group.includes(kind)) ?? [kind];
  const kinds = kind === "class_declaration" || kind === "class" ? grammar.class : grammar.kinds(...alike);
  const type = fieldChild(tree, node, grammar.field("type"));
  const bare = type !== NONE && grammar.dialect.declarators !== undefined && placeholder(textOf(tree, type)) === undefined;
  const part = (inner: NodeId): Pattern => {
    const pattern = child(inner);
    return bare && pattern.op === "meta" && tree.fields[inner] === grammar.field("declarator") ? { ...pattern, bare } : pattern;
  };
  return { op: "node", kinds, items: [...parts.map(part), ...open], skip, unordered };
}
