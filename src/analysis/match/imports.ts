import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, childrenByField, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { type Grammar, items, unwrap } from "./grammar.ts";
import { rawContent } from "./string-value.ts";

/** Local names of imported things, with the dotted path each stands for: `h` → `["hashlib"]`, `run` → `["child_process", "exec"]`. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Reads every import of a file, in functions too; where a name is imported twice the later one wins. */
export function importsOf(tree: SyntaxTree, grammar: Grammar): Imports {
  const found = new Map<string, readonly string[]>();
  const visit = grammar.dialect.dottedImports ? visitDotted : visitQuoted;
  const kinds = grammar.dialect.dottedImports
    ? grammar.kinds("import_statement", "import_from_statement", "assignment", "import_declaration")
    : grammar.kinds("import_statement", "variable_declarator");
  for (let node = 0; node < tree.count; node++) {
    if (kinds[tree.kinds[node] as number] === 1) visit(tree, grammar, node, found);
  }
  return found;
}

function visitDotted(tree: SyntaxTree, _: Grammar, node: NodeId, found: Map<string, readonly string[]>): void {
  if (kindOf(tree, node) === "assignment") return visitAlias(tree, node, found);
  if (kindOf(tree, node) === "import_declaration") return visitDeclaration(tree, node, found);
  const from = childByField(tree, node, "module_name");
  const prefix =
    from === NONE
      ? []
      : textOf(tree, from)
          .replace(/^\.+/, "")
          .split(".")
          .filter((part) => part !== "");
  for (const name of childrenByField(tree, node, "name")) {
    const aliased = kindOf(tree, name) === "aliased_import";
    const path = textOf(tree, aliased ? childByField(tree, name, "name") : name)
      .split(".")
      .map((part) => part.trim());
    const full = [...prefix, ...path];
    if (aliased) found.set(textOf(tree, childByField(tree, name, "alias")), full);
    else if (from !== NONE) found.set(path.at(-1) as string, full);
    else found.set(path[0] as string, [path[0] as string]);
  }
}

/** `import a.b.C;`: the last name stands for the whole path. */
function visitDeclaration(tree: SyntaxTree, node: NodeId, found: Map<string, readonly string[]>): void {
  const path = textOf(tree, node)
    .replace(/^import\s+(?:static\s+)?|;$/g, "")
    .split(".")
    .map((part) => part.trim());
  if (path.at(-1) !== "*") found.set(path.at(-1) as string, path);
}

/** `get = requests.get` outside of any function; a name that is set to anything else too stands for nothing. */
function visitAlias(tree: SyntaxTree, node: NodeId, found: Map<string, readonly string[]>): void {
  const left = childByField(tree, node, "left");
  const right = childByField(tree, node, "right");
  if (kindOf(tree, left) !== "identifier" || parentOf(tree, parentOf(tree, node)) !== 0) return;
  const name = textOf(tree, left);
  const known = found.has(name);
  found.delete(name);
  if (known || right === NONE || kindOf(tree, right) !== "attribute") return;
  const [first = "", ...rest] = textOf(tree, right).split(".");
  const base = found.get(first);
  if (base !== undefined && rest.every((part) => /^\w+$/.test(part))) found.set(name, [...base, ...rest]);
}

function visitQuoted(tree: SyntaxTree, grammar: Grammar, node: NodeId, found: Map<string, readonly string[]>): void {
  if (kindOf(tree, node) === "variable_declarator") return visitDeclarator(tree, grammar, node, found);
  for (const clause of items(tree, grammar, node)) {
    const kind = kindOf(tree, clause);
    const source = childByField(tree, kind === "import_require_clause" ? clause : node, "source");
    const module = source === NONE ? undefined : modulePath(rawContent(tree, source));
    if (module === undefined) continue;
    if (kind === "import_clause" || kind === "import_require_clause") {
      for (const item of items(tree, grammar, clause)) bindImport(tree, grammar, item, module, found);
    }
  }
}

function bindImport(
  tree: SyntaxTree,
  grammar: Grammar,
  item: NodeId,
  module: readonly string[],
  found: Map<string, readonly string[]>,
): void {
  const kind = kindOf(tree, item);
  if (kind === "identifier") found.set(textOf(tree, item), module);
  else if (kind === "namespace_import") for (const name of items(tree, grammar, item)) found.set(textOf(tree, name), module);
  else if (kind === "named_imports") {
    for (const specifier of items(tree, grammar, item)) {
      const name = textOf(tree, childByField(tree, specifier, "name"));
      const alias = childByField(tree, specifier, "alias");
      found.set(alias === NONE ? name : textOf(tree, alias), name === "default" ? module : [...module, name]);
    }
  }
}

function visitDeclarator(tree: SyntaxTree, grammar: Grammar, node: NodeId, found: Map<string, readonly string[]>): void {
  const name = childByField(tree, node, "name");
  const value = childByField(tree, node, "value");
  const path = value === NONE ? undefined : valuePath(tree, grammar, value, found);
  if (path === undefined) return;
  if (kindOf(tree, name) === "identifier") found.set(textOf(tree, name), path);
  if (kindOf(tree, name) !== "object_pattern") return;
  for (const item of items(tree, grammar, name)) {
    const kind = kindOf(tree, item);
    if (kind === "shorthand_property_identifier_pattern") found.set(textOf(tree, item), [...path, textOf(tree, item)]);
    if (kind === "pair_pattern")
      found.set(textOf(tree, childByField(tree, item, "value")), [...path, textOf(tree, childByField(tree, item, "key"))]);
  }
}

/** Path of `require("x")`, `await import("x")`, members of these, an imported name, or `promisify` of one. */
function valuePath(tree: SyntaxTree, grammar: Grammar, value: NodeId, found: Imports): readonly string[] | undefined {
  const members: string[] = [];
  let node = unwrap(tree, grammar, value);
  while (kindOf(tree, node) === "member_expression" && members.length < 8) {
    const property = textOf(tree, childByField(tree, node, "property"));
    if (property !== "default") members.unshift(property);
    node = unwrap(tree, grammar, childByField(tree, node, "object"));
  }
  const kind = kindOf(tree, node);
  if (kind === "identifier") {
    const base = found.get(textOf(tree, node));
    return base === undefined ? undefined : [...base, ...members];
  }
  if (kind !== "call_expression") return undefined;
  const module = requiredPath(tree, grammar, node);
  if (module !== undefined) return [...module, ...members];
  const callee = textOf(tree, childByField(tree, node, "function"));
  const argument = firstArgument(tree, grammar, node);
  if (argument === undefined) return undefined;
  if (!/(?:^|\.)promisify$/.test(callee)) return undefined;
  const inner = textOf(tree, argument).split(".");
  const base = found.get(inner[0] as string);
  return base === undefined ? undefined : [...base, ...inner.slice(1)];
}

/** Path of the module that `require("x")` or `import("x")` gives; undefined for any other code. */
export function requiredPath(tree: SyntaxTree, grammar: Grammar, node: NodeId): readonly string[] | undefined {
  if (kindOf(tree, node) !== "call_expression") return undefined;
  const callee = textOf(tree, childByField(tree, node, "function"));
  if (callee !== "require" && callee !== "import") return undefined;
  const argument = firstArgument(tree, grammar, node);
  return argument !== undefined && grammar.string[tree.kinds[argument] as number] === 1
    ? modulePath(rawContent(tree, argument))
    : undefined;
}

function firstArgument(tree: SyntaxTree, grammar: Grammar, call: NodeId): NodeId | undefined {
  const list = childByField(tree, call, "arguments");
  return list === NONE ? undefined : items(tree, grammar, list)[0];
}

/** `node:fs/promises` and `fs/promises` are `fs.promises`; a scoped package keeps its slash. */
function modulePath(module: string | undefined): readonly string[] | undefined {
  if (module === undefined || module === "") return undefined;
  const bare = module.startsWith("node:") ? module.slice(5) : module;
  return bare.startsWith("@") || bare.startsWith(".") ? [bare] : bare.split("/");
}
