import {
  childByField,
  children,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";

const FUNCTIONS = [
  "function_declaration",
  "generator_function_declaration",
  "function_expression",
  "generator_function",
  "arrow_function",
  "method_definition",
];
const WRAPPERS = ["parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"];

/** The expression without the parentheses, type assertions and `!` around it. */
export function bare(tree: SyntaxTree, node: NodeId): NodeId {
  let current = node;
  while (current !== NONE && WRAPPERS.includes(kindOf(tree, current))) {
    current = namedChildren(tree, current).find((child) => kindOf(tree, child) !== "comment") ?? NONE;
  }
  return current;
}

/** Arguments of a call in order, comments left out; empty for a tagged template. */
export function argumentsOf(tree: SyntaxTree, call: NodeId): NodeId[] {
  const list = childByField(tree, call, "arguments");
  if (list === NONE || kindOf(tree, list) !== "arguments") return [];
  return namedChildren(tree, list).filter((child) => kindOf(tree, child) !== "comment");
}

/**
 * The callee of a call or `new`, wrappers removed. The TypeScript grammar reads `await f<T>()` as a call of `await f`, which means the same callee.
 */
export function calleeOf(tree: SyntaxTree, call: NodeId): NodeId {
  const plain = childByField(tree, call, "function");
  const callee = bare(tree, plain === NONE ? childByField(tree, call, "constructor") : plain);
  const awaited =
    callee !== NONE && kindOf(tree, callee) === "await_expression" && childByField(tree, call, "type_arguments") !== NONE;
  return awaited ? bare(tree, namedChildren(tree, callee)[0] ?? NONE) : callee;
}

/** Object and property name of `a.b`, `a?.b` or `a["b"]`. */
export function memberOf(tree: SyntaxTree, node: NodeId): { object: NodeId; property: string } | undefined {
  if (node === NONE) return undefined;
  const kind = kindOf(tree, node);
  if (kind === "member_expression") {
    return {
      object: bare(tree, childByField(tree, node, "object")),
      property: textOf(tree, childByField(tree, node, "property")),
    };
  }
  if (kind !== "subscript_expression") return undefined;
  const property = stringValue(tree, childByField(tree, node, "index"));
  return property === undefined ? undefined : { object: bare(tree, childByField(tree, node, "object")), property };
}

/** The name a call ends in: `exec` of `exec()`, `cp.exec()`, `require("x").exec()`. */
export function calledName(tree: SyntaxTree, call: NodeId): string {
  const callee = calleeOf(tree, call);
  return (
    memberOf(tree, callee)?.property ?? (callee !== NONE && kindOf(tree, callee) === "identifier" ? textOf(tree, callee) : "")
  );
}

/** Value of a string or of a template without substitutions. */
export function stringValue(tree: SyntaxTree, node: NodeId): string | undefined {
  const plain = bare(tree, node);
  if (plain === NONE) return undefined;
  const kind = kindOf(tree, plain);
  if (kind !== "string" && kind !== "template_string") return undefined;
  if (children(tree, plain).some((child) => kindOf(tree, child) === "template_substitution")) return undefined;
  return cook(textOf(tree, plain).slice(1, -1));
}

const SIMPLE: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0", "\n": "" };

/** The value that the raw inside of a string or template literal stands for; undefined for escapes that are not understood. */
export function cook(raw: string): string | undefined {
  let known = true;
  const value = raw.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[^]))/g,
    (all, a?: string, b?: string, c?: string, d?: string) => {
      const hex = a ?? b ?? c;
      if (hex !== undefined) return Number.parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(hex, 16)) : all;
      if (d === "\r\n") return "";
      if (d === "u" || d === "x" || (d !== undefined && /[1-9]/.test(d))) known = false;
      return SIMPLE[d as string] ?? (d as string);
    },
  );
  return known ? value : undefined;
}

/** A string literal of this value. */
export function quoted(value: string, quote: string): string {
  const escaped = value
    .replaceAll("\\", "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return quote + (quote === "`" ? escaped.replaceAll("${", "\\${") : escaped) + quote;
}

/** The nearest function around the node (not the node itself), or NONE at the top level. */
export function functionOf(tree: SyntaxTree, node: NodeId): NodeId {
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current)) {
    if (FUNCTIONS.includes(kindOf(tree, current))) return current;
  }
  return NONE;
}

export function isFunction(tree: SyntaxTree, node: NodeId): boolean {
  return node !== NONE && FUNCTIONS.includes(kindOf(tree, node));
}

/** Names of a function's parameters in order; `""` for a pattern. */
export function parameterNames(tree: SyntaxTree, fn: NodeId): string[] {
  const single = childByField(tree, fn, "parameter");
  if (single !== NONE) return [textOf(tree, single)];
  const list = childByField(tree, fn, "parameters");
  if (list === NONE) return [];
  return namedChildren(tree, list)
    .filter((child) => kindOf(tree, child) !== "comment")
    .map((child) => {
      const pattern = childByField(tree, child, "pattern");
      const name = pattern === NONE ? child : pattern;
      return kindOf(tree, name) === "identifier" ? textOf(tree, name) : "";
    });
}

/** The value of a property in an object literal, its pair, or NONE; a shorthand gives itself. */
export function propertyOf(tree: SyntaxTree, object: NodeId, name: string): { pair: NodeId; value: NodeId } | undefined {
  if (object === NONE || kindOf(tree, object) !== "object") return undefined;
  for (const pair of namedChildren(tree, object)) {
    const kind = kindOf(tree, pair);
    if (kind === "shorthand_property_identifier" && textOf(tree, pair) === name) return { pair, value: pair };
    if (kind !== "pair") continue;
    const key = childByField(tree, pair, "key");
    if (textOf(tree, key) === name || stringValue(tree, key) === name) return { pair, value: childByField(tree, pair, "value") };
  }
  return undefined;
}

/** True when most statements of the file end in a semicolon, or there are none to tell. */
export function endsWithSemicolons(tree: SyntaxTree): boolean {
  const kinds = new Set([
    "expression_statement",
    "lexical_declaration",
    "variable_declaration",
    "import_statement",
    "return_statement",
  ]);
  let balance = 0;
  for (let node = 0; node < tree.count; node++) {
    if (kinds.has(kindOf(tree, node))) balance += tree.text[(tree.ends[node] as number) - 1] === ";" ? 1 : -1;
  }
  return balance >= 0;
}
