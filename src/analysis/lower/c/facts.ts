import type { RecordShape, Shape } from "#analysis/ir/expression.ts";
import {
  childByField,
  childrenByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { numberOf, textIn } from "./number.ts";
import { SYSTEM_CONSTANTS } from "./system-constants.ts";

/** What the preprocessor and the declarations of one file say, wherever they stand in it. */
export interface FileFacts {
  /** Macros and enumerators that stand for a number or a text. */
  readonly constants: ReadonlyMap<string, string | number>;
  /** All other macros. */
  readonly macros: ReadonlySet<string>;
  /** Names of types that the file declares, with the node that says what they are. */
  readonly typedefs: ReadonlyMap<string, { readonly type: NodeId; readonly declarator: NodeId }>;
  /** Definitions of records by their tag, `struct node`. */
  readonly recordNodes: ReadonlyMap<string, NodeId>;
  /** Filled while shapes are asked for. */
  readonly records: Map<string, RecordShape>;
  readonly shapes: Map<NodeId, Shape>;
  /** Of numbers, by the type as written. */
  readonly numbers: Map<string, Shape>;
}

const known = new WeakMap<SyntaxTree, FileFacts>();

export function factsOf(tree: SyntaxTree): FileFacts {
  let facts = known.get(tree);
  if (facts === undefined) known.set(tree, (facts = collect(tree)));
  return facts;
}

function collect(tree: SyntaxTree): FileFacts {
  const written = new Map<string, string>();
  const typedefs = new Map<string, { type: NodeId; declarator: NodeId }>();
  const recordNodes = new Map<string, NodeId>();
  const enums: NodeId[] = [];
  const field = (node: NodeId, name: string): NodeId => childByField(tree, node, name);
  for (const node of descendants(tree, 0, [
    "preproc_def",
    "type_definition",
    "struct_specifier",
    "union_specifier",
    "enum_specifier",
  ])) {
    const kind = kindOf(tree, node);
    if (kind === "preproc_def") {
      const value = field(node, "value");
      if (value !== NONE) written.set(textOf(tree, field(node, "name")), textOf(tree, value).trim());
    } else if (kind === "type_definition") {
      const type = field(node, "type");
      const declarator = field(node, "declarator");
      const name = declarator === NONE ? NONE : nameNode(tree, declarator);
      if (name !== NONE) typedefs.set(textOf(tree, name), { type, declarator });
    } else if (kind === "enum_specifier") enums.push(node);
    else if (field(node, "body") !== NONE && field(node, "name") !== NONE)
      recordNodes.set(textOf(tree, field(node, "name")), node);
  }
  const constants = new Map<string, string | number>();
  const macros = new Set(descendants(tree, 0, ["preproc_function_def"]).map((node) => textOf(tree, field(node, "name"))));
  for (const [name, text] of written) {
    const value = constantOf(text, written, 0);
    if (value === undefined) macros.add(name);
    else constants.set(name, value);
  }
  for (const node of enums) enumerate(tree, node, constants);
  if (tree.pack.subset !== undefined) fixNumbers(tree, constants);
  return { constants, macros, typedefs, recordNodes, records: new Map(), shapes: new Map(), numbers: new Map() };
}

/** The name that a declarator declares, however it is wrapped. */
export function nameNode(tree: SyntaxTree, declarator: NodeId): NodeId {
  let current = declarator;
  for (let depth = 0; depth < 32 && current !== NONE; depth++) {
    const kind = kindOf(tree, current);
    if (kind.endsWith("identifier") || kind === "primitive_type") return current;
    const inner = childByField(tree, current, "declarator");
    current =
      inner === NONE
        ? (namedChildren(tree, current).find((child) => /declarator$|identifier$/u.test(kindOf(tree, child))) ?? NONE)
        : inner;
  }
  return NONE;
}

function enumerate(tree: SyntaxTree, node: NodeId, constants: Map<string, string | number>): void {
  let next: number | undefined = 0;
  for (const entry of descendants(tree, node, ["enumerator"])) {
    const value = childByField(tree, entry, "value");
    if (value !== NONE) {
      const known = constantOf(textOf(tree, value), new Map(), 0);
      next = typeof known === "number" ? known : undefined;
    }
    if (next !== undefined) constants.set(textOf(tree, childByField(tree, entry, "name")), next++);
  }
}

/** Variables outside of functions that C++ lets stand where C wants a constant: `const int most = 4;`, and no other variable is called so. */
function fixNumbers(tree: SyntaxTree, constants: Map<string, string | number>): void {
  const declared = new Map<string, number>();
  const fixed = new Map<string, number>();
  for (const node of descendants(tree, 0, ["declaration", "parameter_declaration"]))
    for (const declarator of childrenByField(tree, node, "declarator")) {
      const name = nameNode(tree, declarator);
      if (name === NONE) continue;
      const text = textOf(tree, name);
      declared.set(text, (declared.get(text) ?? 0) + 1);
      const own = kindOf(tree, declarator) === "init_declarator" && childByField(tree, declarator, "declarator") === name;
      const constant = namedChildren(tree, node).some(
        (child) => kindOf(tree, child) === "type_qualifier" && textOf(tree, child).startsWith("const"),
      );
      if (!own || !constant || parentOf(tree, node) !== 0) continue;
      const value = constantOf(textOf(tree, childByField(tree, declarator, "value")), new Map(), 0);
      if (typeof value === "number") fixed.set(text, value);
    }
  for (const [name, value] of fixed) if (declared.get(name) === 1) constants.set(name, value);
}

/** The value of a macro that is a literal, another such macro, or simple arithmetic on them. */
function constantOf(text: string, written: ReadonlyMap<string, string>, depth: number): string | number | undefined {
  if (depth > 8 || text.length > 200) return undefined;
  const bare = text.replace(/\/\*.*?\*\/|\/\/.*$/gu, "").trim();
  const quoted = /^"((?:[^"\\]|\\.)*)"$/u.exec(bare);
  if (quoted !== null) return textIn(quoted[1] as string);
  return sum(bare, (word) => {
    const own = numberOf(word);
    if (own !== undefined) return own;
    const other = written.get(word);
    if (other === undefined) return SYSTEM_CONSTANTS.get(word);
    const value = constantOf(other, written, depth + 1);
    return typeof value === "number" ? value : undefined;
  });
}

/** Arithmetic with `+ - * / << ( )` on words. */
function sum(text: string, valueOf: (word: string) => number | undefined): number | undefined {
  const tokens = text.match(/[\w.]+|'(?:[^'\\]|\\.)+'|<<|[-+*/()]|\S/gu) ?? [];
  let at = 0;
  const binary = (level: number): number | undefined => {
    if (level === LEVELS.length) return unary();
    let left = binary(level + 1);
    while ((LEVELS[level] as readonly string[]).includes(tokens[at] ?? "")) {
      const operator = tokens[at++] as string;
      const right = binary(level + 1);
      left = left === undefined || right === undefined ? undefined : compute(operator, left, right);
    }
    return left;
  };
  const unary = (): number | undefined => {
    const token = tokens[at++];
    if (token === "-") {
      const value = unary();
      return value === undefined ? undefined : -value;
    }
    if (token !== "(") return token === undefined ? undefined : valueOf(token);
    const inner = binary(0);
    return tokens[at++] === ")" ? inner : undefined;
  };
  const value = binary(0);
  return at === tokens.length ? value : undefined;
}

const LEVELS: readonly (readonly string[])[] = [["<<"], ["+", "-"], ["*", "/"]];

/** Integer arithmetic; undefined where it has no value. */
export function compute(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : Math.trunc(left / right);
    case "%":
      return right === 0 ? undefined : left % right;
    case "<<":
      return right < 0 || right > 62 ? undefined : left * 2 ** right;
    case ">>":
      return right < 0 || right > 62 ? undefined : Math.floor(left / 2 ** right);
    default:
      return undefined;
  }
}

/** A name that stands for a fixed value. */
export function constantNamed(tree: SyntaxTree, name: string): string | number | undefined {
  const { constants, macros } = factsOf(tree);
  return constants.get(name) ?? (macros.has(name) ? undefined : SYSTEM_CONSTANTS.get(name));
}
