import {
  childByField,
  children,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";

/** A function, class or handler that has a name by which others reach it. */
export interface Declaration {
  /** Path of names from the outermost scope, `A.b`; a handler given to a call is named by the call, `app.get("/x")`. */
  readonly name: string;
  readonly node: NodeId;
  /** Its block, or the value of an arrow function; NONE where there is none. */
  readonly body: NodeId;
}

const FUNCTIONS = [
  "function_definition",
  "function_declaration",
  "generator_function_declaration",
  "method_definition",
  "function_expression",
  "generator_function",
  "arrow_function",
  "class_definition",
  "class_declaration",
  "abstract_class_declaration",
  "class",
];

const CALLS = ["call", "call_expression"];

/** All named functions, methods, classes and handlers, in source order. */
export function declarations(tree: SyntaxTree): Declaration[] {
  return descendants(tree, 0, FUNCTIONS).flatMap((node) => {
    const name = pathOf(tree, node);
    return name === undefined ? [] : [{ name, node, body: childByField(tree, node, "body") }];
  });
}

function pathOf(tree: SyntaxTree, node: NodeId): string | undefined {
  const own = nameOf(tree, node);
  if (own === undefined) return undefined;
  const outer: string[] = [];
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current)) {
    if (FUNCTIONS.includes(kindOf(tree, current))) outer.unshift(nameOf(tree, current) ?? "");
  }
  return [...outer, own].filter(Boolean).join(".");
}

/** The name a declaration has itself, or by what it is assigned to or given to. */
function nameOf(tree: SyntaxTree, node: NodeId): string | undefined {
  const own = childByField(tree, node, "name");
  if (own !== NONE) return textOf(tree, own);
  const parent = parentOf(tree, node);
  if (parent === NONE) return undefined;
  const target = {
    variable_declarator: "name",
    assignment_expression: "left",
    pair: "key",
    public_field_definition: "name",
    field_definition: "property",
  }[kindOf(tree, parent)];
  if (target !== undefined) {
    const named = childByField(tree, parent, target);
    return named === NONE ? undefined : textOf(tree, named);
  }
  if (kindOf(tree, parent) === "arguments") return routeOf(tree, parentOf(tree, parent));
  return kindOf(tree, parent) === "export_statement" ? "default" : undefined;
}

const ROUTERS = new Set([
  "get",
  "post",
  "put",
  "delete",
  "patch",
  "head",
  "options",
  "all",
  "route",
  "on",
  "once",
  "addEventListener",
  "handle",
  "add_url_rule",
  "command",
]);

/** `app.get("/x")` for a call that registers a handler under a literal name, else undefined. */
function routeOf(tree: SyntaxTree, call: NodeId): string | undefined {
  if (call === NONE || !CALLS.includes(kindOf(tree, call))) return undefined;
  const callee = childByField(tree, call, "function");
  const member = callee === NONE ? NONE : (namedChildren(tree, callee).at(-1) ?? NONE);
  if (member === NONE || !ROUTERS.has(textOf(tree, member))) return undefined;
  const list = childByField(tree, call, "arguments");
  const first = list === NONE ? undefined : namedChildren(tree, list)[0];
  if (first === undefined || kindOf(tree, first) !== "string") return undefined;
  // `http.get("https://…")` asks another server; only a path or an event names a handler.
  if (/^.?\w+:\/\//.test(textOf(tree, first))) return undefined;
  return `${textOf(tree, callee)}(${textOf(tree, first)})`;
}

/** Handlers registered under a name, decorators, and middleware: what routes and guards requests. */
export function registrations(tree: SyntaxTree): string[] {
  const routes = descendants(tree, 0, CALLS).flatMap((call) => {
    const list = childByField(tree, call, "arguments");
    const handled = list !== NONE && namedChildren(tree, list).length > 1;
    const route = handled ? routeOf(tree, call) : undefined;
    if (route !== undefined) return [`route ${route}`];
    const callee = childByField(tree, call, "function");
    return callee !== NONE && textOf(tree, callee).endsWith(".use") ? [`middleware ${textOf(tree, callee)}`] : [];
  });
  const decorators = descendants(tree, 0, ["decorated_definition"]).flatMap((node) => {
    const target = childByField(tree, node, "definition");
    const name = target === NONE ? "" : (nameOf(tree, target) ?? "");
    return children(tree, node)
      .filter((child) => kindOf(tree, child) === "decorator")
      .map((child) => `decorator${routeText(tree, child)} of ${name}`);
  });
  return [...routes, ...decorators, ...entries(tree)];
}

/** The address that a decorator gives its function, ` "/orders"`, or nothing. */
function routeText(tree: SyntaxTree, decorator: NodeId): string {
  const call = namedChildren(tree, decorator)[0] ?? NONE;
  const list = call === NONE ? NONE : childByField(tree, call, "arguments");
  const first = list === NONE ? undefined : namedChildren(tree, list)[0];
  return first === undefined || kindOf(tree, first) !== "string" ? "" : ` ${textOf(tree, first)}`;
}

const OPTIONS = /(?:^|\.)(?:add_argument|add_parser|add_option|option|requiredOption|argument|path|re_path|url)$/;

/** Options of a command line, addresses of a table of routes, cases of a switch, and entries of tables of functions. */
function entries(tree: SyntaxTree): string[] {
  const options = descendants(tree, 0, CALLS).flatMap((call) => {
    const callee = childByField(tree, call, "function");
    const list = childByField(tree, call, "arguments");
    const first = list === NONE ? undefined : namedChildren(tree, list)[0];
    if (callee === NONE || first === undefined || kindOf(tree, first) !== "string") return [];
    return OPTIONS.test(textOf(tree, callee)) ? [`option ${textOf(tree, first)}`] : [];
  });
  const cases = descendants(tree, 0, ["switch_case", "case_clause"]).flatMap((node) => {
    const label = namedChildren(tree, node)[0];
    return label === undefined ? [] : [`case ${textOf(tree, label)}`];
  });
  const functions = new Set(declarations(tree).map(({ name }) => name));
  const rows = descendants(tree, 0, ["pair"]).flatMap((pair) => {
    const [key, value] = [childByField(tree, pair, "key"), childByField(tree, pair, "value")];
    return key !== NONE && value !== NONE && functions.has(textOf(tree, value)) ? [`entry ${textOf(tree, key)}`] : [];
  });
  return [...options, ...cases, ...rows];
}

/** Names a module gives to others: export statements, `module.exports` and `exports.x`, `__all__`. */
export function exportsOf(tree: SyntaxTree): string[] {
  const found: string[] = [];
  for (const node of descendants(tree, 0, ["export_specifier"])) {
    const alias = childByField(tree, node, "alias");
    found.push(textOf(tree, alias === NONE ? childByField(tree, node, "name") : alias));
  }
  for (const node of descendants(tree, 0, ["export_statement"])) {
    const declaration = childByField(tree, node, "declaration");
    if (declaration === NONE) continue;
    const holders = /^(?:lexical|variable)_declaration$/.test(kindOf(tree, declaration))
      ? namedChildren(tree, declaration)
      : [declaration];
    for (const holder of holders) {
      const name = childByField(tree, holder, "name");
      if (name !== NONE) found.push(textOf(tree, name));
    }
  }
  for (const node of descendants(tree, 0, ["assignment_expression", "assignment"])) {
    const left = textOf(tree, childByField(tree, node, "left"));
    const right = childByField(tree, node, "right");
    if (/^(?:module\.)?exports\.[\w$]+$/.test(left)) found.push(left.slice(left.lastIndexOf(".") + 1));
    else if (
      (left === "module.exports" || left === "__all__") &&
      right !== NONE &&
      /^(?:object|list|tuple)$/.test(kindOf(tree, right))
    )
      found.push(...namedChildren(tree, right).map((entry) => keyOf(tree, entry)));
  }
  return found;
}

function keyOf(tree: SyntaxTree, entry: NodeId): string {
  const key = childByField(tree, entry, "key");
  return textOf(tree, key === NONE ? entry : key);
}
