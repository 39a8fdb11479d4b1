import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, children, descendants, kindOf, namedChildren, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { Declared } from "./harmless.ts";
import type { Definition } from "./python-entry.ts";

const FUNCTIONS = [
  "function_declaration",
  "function_expression",
  "arrow_function",
  "method_definition",
  "generator_function_declaration",
];
const METHODS = /^(?:get|post|put|patch|delete|all|head|options|use)$/;

/** The route handler around a node, else the outermost function or method that the module can show. */
export function javascriptDefinition(tree: SyntaxTree, node: NodeId): Definition | undefined {
  let found: Definition | undefined;
  for (let current = node; current !== NONE; current = parentOf(tree, current)) {
    if (!FUNCTIONS.includes(kindOf(tree, current))) continue;
    const route = routeOf(tree, current);
    if (route !== undefined) return route;
    found = definitionAt(tree, current) ?? found;
  }
  return found;
}

/** The definition of this name and class; for routes the one with the same method and address. */
export function javascriptDefinitionNamed(
  tree: SyntaxTree,
  name: string,
  owner: string | undefined,
  route: readonly string[],
): Definition | undefined {
  const all = descendants(tree, 0, FUNCTIONS);
  if (route.length > 0)
    return all.map((node) => routeOf(tree, node)).find((each) => each?.name === name && each.route?.join() === route.join());
  return all.map((node) => definitionAt(tree, node)).findLast((each) => each?.name === name && each.owner === owner);
}

/** `app.get("/x", …, handler)` or `createServer(handler)`, with the function that registers it, which is called first. */
function routeOf(tree: SyntaxTree, node: NodeId): Definition | undefined {
  const list = parentOf(tree, node);
  const call = list === NONE ? NONE : parentOf(tree, list);
  if (call === NONE || kindOf(tree, call) !== "call_expression" || kindOf(tree, list) !== "arguments") return undefined;
  const callee = childByField(tree, call, "function");
  const property = callee === NONE ? NONE : childByField(tree, callee, "property");
  const written = textOf(tree, property === NONE ? callee : property);
  const [where] = namedChildren(tree, list);
  const server = written === "createServer";
  if (!server && (property === NONE || !METHODS.test(written) || where === undefined || kindOf(tree, where) !== "string"))
    return undefined;
  const address = server || where === undefined ? "" : textOf(tree, where).slice(1, -1);
  let factory: Definition | undefined;
  for (let current = call; current !== NONE; current = parentOf(tree, current)) {
    if (FUNCTIONS.includes(kindOf(tree, current))) factory = definitionAt(tree, current) ?? factory;
  }
  return {
    kind: "routes",
    name: factory?.name ?? "",
    node,
    declared: factory?.declared ?? [],
    made: [],
    route: [written, address],
  };
}

function definitionAt(tree: SyntaxTree, node: NodeId): Definition | undefined {
  const declared = declaredOf(tree, node);
  const parent = parentOf(tree, node);
  if (kindOf(tree, node) === "method_definition") return methodAt(tree, node, declared);
  const own = childByField(tree, node, "name");
  const plain = (name: string): Definition => ({ kind: "function", name, node, declared, made: [] });
  if (kindOf(tree, node).endsWith("function_declaration"))
    return isTop(tree, node) ? (own === NONE ? { ...plain(""), kind: "default-export" } : plain(textOf(tree, own))) : undefined;
  if (!isTop(tree, node)) return undefined;
  const kind = kindOf(tree, parent);
  if (kind === "variable_declarator") return plain(textOf(tree, childByField(tree, parent, "name")));
  if (kind === "pair") return plain(textOf(tree, childByField(tree, parent, "key")));
  if (kind === "export_statement") return { ...plain(""), kind: "default-export" };
  if (kind !== "assignment_expression") return undefined;
  const target = textOf(tree, childByField(tree, parent, "left"));
  if (target === "module.exports") return { ...plain(""), kind: "default-export" };
  const name = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
  return name === undefined ? undefined : plain(name);
}

function methodAt(tree: SyntaxTree, node: NodeId, declared: readonly Declared[]): Definition | undefined {
  const name = textOf(tree, childByField(tree, node, "name"));
  const body = parentOf(tree, node);
  if (kindOf(tree, body) === "object")
    return isTop(tree, body) ? { kind: "function", name, node, declared, made: [] } : undefined;
  const owner = kindOf(tree, body) === "class_body" ? parentOf(tree, body) : NONE;
  const label = owner === NONE ? NONE : childByField(tree, owner, "name");
  if (label === NONE || !isTop(tree, owner) || name.startsWith("#") || name === "constructor") return undefined;
  const words = children(tree, node).map((child) => kindOf(tree, child));
  if (words.includes("get") || words.includes("set")) return undefined;
  if (words.includes("static")) return { kind: "static-method", name, owner: textOf(tree, label), node, declared, made: [] };
  const maker = namedChildren(tree, body).find(
    (each) => kindOf(tree, each) === "method_definition" && textOf(tree, childByField(tree, each, "name")) === "constructor",
  );
  return {
    kind: "method",
    name,
    owner: textOf(tree, label),
    node,
    declared,
    made: maker === undefined ? [] : declaredOf(tree, maker),
  };
}

/** Whether no function stands around a node. */
function isTop(tree: SyntaxTree, node: NodeId): boolean {
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current)) {
    if (FUNCTIONS.includes(kindOf(tree, current)) || kindOf(tree, current) === "class_body") return false;
  }
  return true;
}

function declaredOf(tree: SyntaxTree, node: NodeId): Declared[] {
  const single = childByField(tree, node, "parameter");
  const list = childByField(tree, node, "parameters");
  const nodes = single !== NONE ? [single] : list === NONE ? [] : namedChildren(tree, list);
  return nodes.flatMap((each) => {
    const kind = kindOf(tree, each);
    if (kind === "comment" || kind === "rest_pattern") return [];
    if (kind !== "required_parameter" && kind !== "optional_parameter") return [patternOf(tree, each, "", "")];
    const inner = childByField(tree, each, "pattern");
    if (inner !== NONE && kindOf(tree, inner) === "rest_pattern") return [];
    const type = childByField(tree, each, "type");
    const value = childByField(tree, each, "value");
    const written = type === NONE ? "" : textOf(tree, type).replace(/^:\s*/, "");
    return [
      patternOf(tree, inner, written, value === NONE ? (kind === "optional_parameter" ? "undefined" : "") : textOf(tree, value)),
    ];
  });
}

function patternOf(tree: SyntaxTree, node: NodeId, type: string, initial: string): Declared {
  if (kindOf(tree, node) === "assignment_pattern") {
    return patternOf(tree, childByField(tree, node, "left"), type, textOf(tree, childByField(tree, node, "right")));
  }
  const plain = { name: textOf(tree, node), type, default: initial, keyword: false };
  if (kindOf(tree, node) !== "object_pattern") return plain;
  const fields = namedChildren(tree, node).flatMap((each) => {
    const kind = kindOf(tree, each);
    if (kind === "shorthand_property_identifier_pattern")
      return [{ name: textOf(tree, each), type: "", default: "", keyword: false }];
    if (kind === "pair_pattern")
      return [{ name: textOf(tree, childByField(tree, each, "key")), type: "", default: "", keyword: false }];
    if (kind !== "object_assignment_pattern") return [];
    const [left, right] = [childByField(tree, each, "left"), childByField(tree, each, "right")];
    return [{ name: textOf(tree, left), type: "", default: textOf(tree, right), keyword: false }];
  });
  return { ...plain, default: "", fields };
}
