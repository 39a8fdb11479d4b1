import {
  childByField,
  children,
  descendants,
  isNamed,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { argumentsOf, bare, memberOf, stringValue } from "./expressions.ts";
import { resolve } from "./scope.ts";

/** A local name that stands for a module or one of its exports. */
export interface ModuleBinding {
  readonly local: string;
  /** Dotted path below the module; `""` for the module itself (namespace, default or `require` result). */
  readonly exported: string;
  readonly style: "import" | "require";
  /** The declaring identifier. */
  readonly identifier: NodeId;
  /** import_specifier, pair_pattern or shorthand pattern that holds it in {@link clause}; else the identifier. */
  readonly entry: NodeId;
  /** named_imports or object_pattern that more names can join, or NONE. */
  readonly clause: NodeId;
  /** The import statement or declaration. */
  readonly statement: NodeId;
  /** The module as written, `node:` included. */
  readonly source: string;
}

/** `node:fs` and `fs` are one module. */
export function plainModule(source: string): string {
  return source.startsWith("node:") ? source.slice(5) : source;
}

/** Path of the module a `require(…)`, `await import(…)` or member of one stands for, e.g. `{source: "fs", exported: "promises"}`. */
export function requiredModule(tree: SyntaxTree, node: NodeId): { source: string; exported: string } | undefined {
  const plain = bare(tree, node);
  if (plain === NONE) return undefined;
  const kind = kindOf(tree, plain);
  if (kind === "await_expression") return requiredModule(tree, namedChildren(tree, plain)[0] ?? NONE);
  if (kind === "call_expression") {
    const callee = childByField(tree, plain, "function");
    const first = argumentsOf(tree, plain)[0];
    if (first === undefined) return undefined;
    if (textOf(tree, callee) === "require" || kindOf(tree, callee) === "import") {
      const source = stringValue(tree, first);
      return source === undefined ? undefined : { source, exported: "" };
    }
    const member = memberOf(tree, callee);
    return member?.property === "verbose" || member?.property === "defaults" ? requiredModule(tree, member.object) : undefined;
  }
  const member = memberOf(tree, plain);
  const inner = member && requiredModule(tree, member.object);
  if (member === undefined || inner === undefined) return undefined;
  return { source: inner.source, exported: join(inner.exported, member.property) };
}

function join(path: string, name: string): string {
  if (name === "default") return path;
  return path === "" ? name : `${path}.${name}`;
}

/** All names the file binds to the modules (given without `node:`) or their exports, type-only imports left out, in source order. */
export function moduleBindings(tree: SyntaxTree, accepts: (module: string) => boolean): ModuleBinding[] {
  const found: ModuleBinding[] = [];
  for (const node of descendants(tree, 0, ["import_statement", "variable_declarator"])) {
    if (kindOf(tree, node) === "import_statement") found.push(...importBindings(tree, node, accepts));
    else found.push(...requireBindings(tree, node, accepts));
  }
  return found;
}

function isTypeOnly(tree: SyntaxTree, node: NodeId): boolean {
  return children(tree, node).some((child) => !isNamed(tree, child) && ["type", "typeof"].includes(textOf(tree, child)));
}

function importBindings(tree: SyntaxTree, statement: NodeId, accepts: (module: string) => boolean): ModuleBinding[] {
  if (isTypeOnly(tree, statement)) return [];
  const requireClause = namedChildren(tree, statement).find((child) => kindOf(tree, child) === "import_require_clause") ?? NONE;
  const source = stringValue(tree, childByField(tree, requireClause === NONE ? statement : requireClause, "source"));
  if (source === undefined || !accepts(plainModule(source))) return [];
  const base = { style: "import" as const, statement, source };
  const found: ModuleBinding[] = [];
  for (const part of namedChildren(tree, statement).flatMap((child) => namedChildren(tree, child))) {
    const kind = kindOf(tree, part);
    const whole = kind === "namespace_import" ? namedChildren(tree, part)[0] : kind === "identifier" ? part : undefined;
    if (whole !== undefined)
      found.push({ ...base, local: textOf(tree, whole), exported: "", identifier: whole, entry: whole, clause: NONE });
    if (kind !== "named_imports") continue;
    for (const entry of namedChildren(tree, part)) {
      if (kindOf(tree, entry) !== "import_specifier" || isTypeOnly(tree, entry)) continue;
      const name = childByField(tree, entry, "name");
      const alias = childByField(tree, entry, "alias");
      const identifier = alias === NONE ? name : alias;
      found.push({
        ...base,
        local: textOf(tree, identifier),
        exported: join("", textOf(tree, name)),
        identifier,
        entry,
        clause: part,
      });
    }
  }
  return found;
}

function requireBindings(tree: SyntaxTree, declarator: NodeId, accepts: (module: string) => boolean): ModuleBinding[] {
  const required = requiredModule(tree, childByField(tree, declarator, "value"));
  if (required === undefined || !accepts(plainModule(required.source))) return [];
  const name = childByField(tree, declarator, "name");
  const base = { style: "require" as const, statement: parentOf(tree, declarator), source: required.source };
  if (kindOf(tree, name) === "identifier") {
    return [{ ...base, local: textOf(tree, name), exported: required.exported, identifier: name, entry: name, clause: NONE }];
  }
  if (kindOf(tree, name) !== "object_pattern") return [];
  return namedChildren(tree, name).flatMap((entry) => {
    const kind = kindOf(tree, entry);
    const identifier = kind === "pair_pattern" ? childByField(tree, entry, "value") : entry;
    if (kind !== "pair_pattern" && kind !== "shorthand_property_identifier_pattern") return [];
    if (kind === "pair_pattern" && kindOf(tree, identifier) !== "identifier") return [];
    const key = kind === "pair_pattern" ? textOf(tree, childByField(tree, entry, "key")) : textOf(tree, entry);
    return [
      { ...base, local: textOf(tree, identifier), exported: join(required.exported, key), identifier, entry, clause: name },
    ];
  });
}

/** The binding an identifier means at its place. */
export function bindingOf(tree: SyntaxTree, identifier: NodeId, bindings: readonly ModuleBinding[]): ModuleBinding | undefined {
  if (identifier === NONE || kindOf(tree, identifier) !== "identifier") return undefined;
  const declared = resolve(tree, identifier, textOf(tree, identifier))?.identifier;
  return declared === undefined ? undefined : bindings.find((binding) => binding.identifier === declared);
}

/** Dotted path of the export that an expression means, `""` for the module itself, undefined for anything else. */
export function exportedPath(
  tree: SyntaxTree,
  node: NodeId,
  bindings: readonly ModuleBinding[],
  accepts: (module: string) => boolean,
): string | undefined {
  const plain = bare(tree, node);
  const direct = bindingOf(tree, plain, bindings);
  if (direct !== undefined) return direct.exported;
  const required = requiredModule(tree, plain);
  if (required !== undefined) return accepts(plainModule(required.source)) ? required.exported : undefined;
  const member = memberOf(tree, plain);
  if (member === undefined) return undefined;
  const inner = exportedPath(tree, member.object, bindings, accepts);
  return inner === undefined ? undefined : join(inner, member.property);
}
