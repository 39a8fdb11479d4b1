import type { Expression, Pattern } from "./expression.ts";
import type { Statement } from "./statement.ts";

export type Node = Expression | Statement | Pattern;
/** A node, or lists of nodes. */
export type Part = Node | readonly Part[] | undefined;

type Look = (node: Node) => void;

/**
 * Calls `enter` for every statement, expression and pattern below, outer ones first and in the order of their text, and `leave` when all below one was visited.
 * The types that declarations and casts write are left out.
 */
export function walk(root: Part, enter: Look, leave?: Look): void {
  if (root === undefined) return;
  if (isList(root)) {
    for (const part of root) walk(part, enter, leave);
    return;
  }
  enter(root);
  below(root, enter, leave);
  leave?.(root);
}

function isList(root: Node | readonly Part[]): root is readonly Part[] {
  return Array.isArray(root);
}

/** Every kind by itself: this runs over every node of every function, several times, and asking an object for its parts by name takes many times as long. */
function below(node: Node, enter: Look, leave: Look | undefined): void {
  const into = (part: Part): void => walk(part, enter, leave);
  switch (node.kind) {
    case "name":
    case "constant":
    case "regex":
    case "module":
    case "jump":
    case "label":
    case "goto":
    case "declare":
    case "function":
    case "class":
    case "import":
    case "reexport":
      return;
    case "member":
      return into(node.object);
    case "index":
      into(node.object);
      return into(node.index);
    case "call":
      into(node.callee);
      for (const { value } of node.arguments) into(value);
      return;
    case "text":
      return into(node.parts);
    case "format":
      into(node.template);
      for (const { value } of node.values) into(value);
      return;
    case "binary":
    case "compare":
      into(node.left);
      return into(node.right);
    case "logical":
    case "unknown":
      return into(node.operands);
    case "not":
    case "wrapped":
    case "size":
      return into(node.operand);
    case "conditional":
      into(node.test);
      into(node.consequence);
      return into(node.otherwise);
    case "list":
      for (const item of node.items) into("value" in item && !("kind" in item) ? item.value : item);
      return;
    case "record":
      for (const entry of node.entries) {
        if ("pattern" in entry) into(entry.pattern);
        else {
          if (typeof entry.key === "object") into(entry.key);
          into(entry.value);
        }
      }
      return;
    case "assignment":
    case "assign":
      into(node.target);
      return into(node.value);
    case "sequence":
      return into(node.items);
    case "comprehension":
      for (const { pattern, source } of node.clauses) into([pattern, source]);
      into(node.tests);
      into(node.key);
      return into(node.body);
    case "place":
      return into(node.place);
    case "rest":
      return into(node.pattern);
    case "default":
      into(node.pattern);
      return into(node.value);
    case "expression":
      return into(node.expression);
    case "if":
      for (const { test, body } of node.clauses) into([test, body]);
      return into(node.otherwise);
    case "loop":
      into([node.pattern, node.source, node.test, node.body, node.update]);
      return into(node.otherwise);
    case "try":
      into(node.body);
      for (const { pattern, body } of node.handlers) into([pattern, body]);
      into(node.otherwise);
      return into(node.finally);
    case "switch":
      into(node.subject);
      for (const { tests, patterns, body } of node.cases) into([tests, patterns, body]);
      return;
    case "return":
    case "throw":
    case "export":
      return into(node.value);
    case "assert":
      return into(node.test);
    case "block":
      return into(node.body);
  }
}
