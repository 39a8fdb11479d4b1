import type { Expression, Pattern } from "#analysis/ir/expression.ts";
import type { Parameter } from "#analysis/ir/file.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import {
  type Builder,
  closeFunction,
  declarePattern,
  lowerBlock,
  lowerExpression,
  openFunction,
  spanOf,
} from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { lowerPattern } from "./pattern.ts";

/** Lowers a `def`; its number in the file. `ofClass` is the class whose method it is, -1 for none. */
export function lowerFunction(builder: Builder, node: NodeId, decorators: readonly NodeId[], ofClass: number): number {
  const { tree } = builder;
  const name = textOf(tree, childByField(tree, node, "name"));
  const lowered = decorators.map((decorator) => lowerExpression(builder, namedChildren(tree, decorator)[0] ?? NONE));
  const opened = openFunction(builder);
  const parameters = lowerParameters(builder, childByField(tree, node, "parameters"));
  const bodyNode = childByField(tree, node, "body");
  const head = {
    ...opened,
    ...spanOf(builder, node),
    name,
    parameters,
    decorators: lowered,
    class: ofClass,
    static: lowered.some((decorator) => decorator.kind === "name" && decorator.name === "staticmethod"),
    generator: containsYield(builder, bodyNode),
  };
  closeFunction(builder, head, (locals) => {
    const body = bodyNode === NONE ? [] : lowerBlock(builder, bodyNode);
    for (const outer of outerNames(builder, bodyNode)) locals.delete(outer);
    return body;
  });
  return opened.index;
}

export function lambda(builder: Builder, node: NodeId): number {
  const { tree } = builder;
  const opened = openFunction(builder);
  const parameters = lowerParameters(builder, childByField(tree, node, "parameters"));
  const head = {
    ...opened,
    ...spanOf(builder, node),
    name: "",
    parameters,
    decorators: [],
    class: -1,
    static: false,
    generator: false,
  };
  closeFunction(builder, head, () => {
    const value = lowerExpression(builder, childByField(tree, node, "body"));
    return [{ kind: "return", start: value.start, end: value.end, value }];
  });
  return opened.index;
}

function lowerParameters(builder: Builder, list: NodeId): Parameter[] {
  if (list === NONE) return [];
  return namedChildren(builder.tree, list).flatMap((node) => lowerParameter(builder, node));
}

function lowerParameter(builder: Builder, node: NodeId): Parameter[] {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const kind = kindOf(tree, node);
  if (kind === "comment" || kind === "keyword_separator" || kind === "positional_separator" || kind === "ERROR") return [];
  const type = childByField(tree, node, "type");
  const value = childByField(tree, node, "value");
  let target = childByField(tree, node, "name");
  if (target === NONE) target = kind === "typed_parameter" ? (namedChildren(tree, node)[0] ?? node) : node;
  const targetKind = kindOf(tree, target);
  const takes = targetKind === "list_splat_pattern" ? "rest" : targetKind === "dictionary_splat_pattern" ? "keywords" : "one";
  const lowered = lowerPattern(builder, target);
  const pattern: Pattern = lowered.kind === "rest" ? lowered.pattern : lowered;
  declarePattern(builder, pattern);
  const fallback: Expression | undefined = value === NONE ? undefined : lowerExpression(builder, value);
  return [
    {
      start,
      end,
      name: pattern.kind === "name" ? pattern.name : "",
      pattern,
      default: fallback,
      takes,
      annotation: type === NONE ? "" : textOf(tree, type),
      decorators: [],
    },
  ];
}

/** Names of `global` and `nonlocal` statements of this function's own body. */
function outerNames(builder: Builder, body: NodeId): string[] {
  if (body === NONE) return [];
  return own(builder, body, OUTER).flatMap((node) =>
    namedChildren(builder.tree, node).map((child) => textOf(builder.tree, child)),
  );
}

function containsYield(builder: Builder, body: NodeId): boolean {
  return body !== NONE && own(builder, body, YIELD).length > 0;
}

const OPENING = ["function_definition", "lambda", "class_definition"];
const OUTER = ["global_statement", "nonlocal_statement"];
const YIELD = ["yield"];

interface KindSets {
  readonly opening: Uint8Array;
  readonly wanted: Uint8Array;
}

const kindSetsOf = new WeakMap<readonly string[], Map<readonly string[], KindSets>>();

/** By number of a kind of the grammar: 1 for those that begin another scope, and for those that are wanted. `kinds` is one of the lists above. */
function kindSets({ kindNames }: SyntaxTree, kinds: readonly string[]): KindSets {
  let known = kindSetsOf.get(kindNames);
  if (known === undefined) kindSetsOf.set(kindNames, (known = new Map()));
  let sets = known.get(kinds);
  if (sets === undefined) {
    const marks = (names: readonly string[]): Uint8Array => Uint8Array.from(kindNames, (name) => (names.includes(name) ? 1 : 0));
    known.set(kinds, (sets = { opening: marks(OPENING), wanted: marks(kinds) }));
  }
  return sets;
}

function own(builder: Builder, body: NodeId, kinds: readonly string[]): NodeId[] {
  const { tree } = builder;
  const found: NodeId[] = [];
  const end = tree.after[body] as number;
  const { opening, wanted } = kindSets(tree, kinds);
  for (let node = body; node < end; ) {
    const kind = tree.kinds[node] as number;
    if (opening[kind] === 1) {
      node = tree.after[node] as number;
      continue;
    }
    if (wanted[kind] === 1) found.push(node);
    node++;
  }
  return found;
}

/** Lowers a class; its number in the file. */
export function lowerClass(builder: Builder, node: NodeId, decorators: readonly NodeId[]): number {
  const { tree } = builder;
  const index = builder.classes.length;
  const name = textOf(tree, childByField(tree, node, "name"));
  const { start, end } = spanOf(builder, node);
  builder.classes.push({ index, name, bases: [], decorators: [], methods: [], body: [], start, end });
  const supers = childByField(tree, node, "superclasses");
  const bases = supers === NONE ? [] : namedChildren(tree, supers).filter((child) => kindOf(tree, child) !== "keyword_argument");
  const bodyNode = childByField(tree, node, "body");
  const methods: number[] = [];
  const rest: NodeId[] = [];
  for (const child of bodyNode === NONE ? [] : namedChildren(tree, bodyNode)) {
    const decorated = kindOf(tree, child) === "decorated_definition";
    const definition = decorated ? childByField(tree, child, "definition") : child;
    if (definition !== NONE && kindOf(tree, definition) === "function_definition") {
      const marks = decorated ? namedChildren(tree, child).filter((mark) => kindOf(tree, mark) === "decorator") : [];
      methods.push(lowerFunction(builder, definition, marks, index));
    } else rest.push(child);
  }
  // Names of the class body are no names of the function around it.
  builder.scopes.push(new Set());
  const body = [...rest.flatMap((child) => declaredField(builder, child)), ...lowerBlock(builder, bodyNode, rest)];
  builder.scopes.pop();
  builder.classes[index] = {
    index,
    name,
    bases: bases.map((base) => lowerExpression(builder, base)),
    decorators: decorators.map((decorator) => lowerExpression(builder, namedChildren(tree, decorator)[0] ?? NONE)),
    methods,
    body,
    start,
    end,
  };
  return index;
}

/** `name: str` without a value: the field is there, and what it holds is not known. */
function declaredField(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const [inner] = kindOf(tree, node) === "expression_statement" ? namedChildren(tree, node) : [];
  if (inner === undefined || kindOf(tree, inner) !== "assignment" || childByField(tree, inner, "right") !== NONE) return [];
  const left = childByField(tree, inner, "left");
  const type = childByField(tree, inner, "type");
  if (type === NONE || kindOf(tree, left) !== "identifier") return [];
  const span = spanOf(builder, inner);
  return [
    {
      kind: "assign",
      ...span,
      target: { kind: "name", ...span, name: textOf(tree, left) },
      value: { kind: "constant", ...span, value: undefined },
      operator: "",
      annotation: textOf(tree, type),
    },
  ];
}
