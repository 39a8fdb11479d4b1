import {
  childByField,
  children,
  fieldOf,
  kindOf,
  NONE,
  type NodeId,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { isFunction } from "./expressions.ts";

export interface Binding {
  readonly kind: "const" | "let" | "var" | "parameter" | "import" | "function" | "class" | "catch";
  readonly name: string;
  /** The declaring identifier. */
  readonly identifier: NodeId;
  /** variable_declarator, import_statement, function, class, parameter list or catch clause that declares it. */
  readonly declaration: NodeId;
  /** Initial value where the whole value is bound to the name, else NONE. */
  readonly value: NodeId;
  /** The node in whose text the name is visible. */
  readonly scope: NodeId;
}

const BLOCKS = ["statement_block", "program", "for_statement", "for_in_statement", "switch_body", "class_body", "catch_clause"];
const NAMES = new Set(["identifier", "shorthand_property_identifier_pattern", "type_identifier"]);
const PATTERNS = new Set([
  "object_pattern",
  "array_pattern",
  "pair_pattern",
  "rest_pattern",
  "assignment_pattern",
  "object_assignment_pattern",
  "required_parameter",
  "optional_parameter",
]);

function blockOf(tree: SyntaxTree, node: NodeId): NodeId {
  let current = parentOf(tree, node);
  while (current !== NONE && !BLOCKS.includes(kindOf(tree, current)) && !isFunction(tree, current))
    current = parentOf(tree, current);
  return current === NONE ? 0 : current;
}

function functionScope(tree: SyntaxTree, node: NodeId): NodeId {
  let current = parentOf(tree, node);
  while (current !== NONE && !isFunction(tree, current)) current = parentOf(tree, current);
  return current === NONE ? 0 : current;
}

/** What an identifier declares, or undefined where it only uses a name. */
function bindingAt(tree: SyntaxTree, identifier: NodeId): Binding | undefined {
  const name = textOf(tree, identifier);
  const make = (kind: Binding["kind"], declaration: NodeId, scope: NodeId, value: NodeId = NONE): Binding => ({
    kind,
    name,
    identifier,
    declaration,
    value,
    scope,
  });
  let child = identifier;
  let parent = parentOf(tree, identifier);
  while (parent !== NONE && PATTERNS.has(kindOf(tree, parent))) {
    const field = fieldOf(tree, child);
    if (
      field === "key" ||
      field === "right" ||
      (field === "value" && kindOf(tree, parent) !== "pair_pattern") ||
      field === "type"
    )
      return undefined;
    child = parent;
    parent = parentOf(tree, parent);
  }
  if (parent === NONE) return undefined;
  const field = fieldOf(tree, child);
  switch (kindOf(tree, parent)) {
    case "variable_declarator": {
      if (field !== "name") return undefined;
      const list = parentOf(tree, parent);
      const keyword = children(tree, list)
        .map((node) => textOf(tree, node))
        .find((text) => text === "const" || text === "let" || text === "var");
      const kind = keyword === "const" || keyword === "let" ? keyword : "var";
      const value = child === identifier ? childByField(tree, parent, "value") : NONE;
      return make(kind, parent, kind === "var" ? functionScope(tree, parent) : blockOf(tree, parent), value);
    }
    case "formal_parameters":
      return make("parameter", parent, parentOf(tree, parent));
    case "arrow_function":
      return field === "parameter" ? make("parameter", parent, parent) : undefined;
    case "catch_clause":
      return field === "parameter" ? make("catch", parent, parent) : undefined;
    case "for_in_statement":
      return field === "left" && childByField(tree, parent, "kind") !== NONE ? make("let", parent, parent) : undefined;
    case "function_declaration":
    case "generator_function_declaration":
      return field === "name" ? make("function", parent, blockOf(tree, parent)) : undefined;
    case "class_declaration":
      return field === "name" ? make("class", parent, blockOf(tree, parent)) : undefined;
    case "import_specifier": {
      const alias = childByField(tree, parent, "alias");
      return alias === NONE || alias === child ? make("import", parent, 0) : undefined;
    }
    case "import_clause":
    case "namespace_import":
    case "import_require_clause":
      return field === "source" ? undefined : make("import", parent, 0);
    default:
      return undefined;
  }
}

/** Every declaration of the name in the file, in source order. */
export function bindingsNamed(tree: SyntaxTree, name: string): Binding[] {
  const found: Binding[] = [];
  for (let node = 0; node < tree.count; node++) {
    if ((tree.ends[node] as number) - (tree.starts[node] as number) !== name.length || !NAMES.has(kindOf(tree, node))) continue;
    if (textOf(tree, node) !== name) continue;
    const binding = bindingAt(tree, node);
    if (binding !== undefined) found.push(binding);
  }
  return found;
}

/** The declaration that a name means at a node, or undefined when the file declares none there. */
export function resolve(tree: SyntaxTree, at: NodeId, name: string): Binding | undefined {
  let best: Binding | undefined;
  for (const binding of bindingsNamed(tree, name)) {
    if (at < binding.scope || at >= (tree.after[binding.scope] as number)) continue;
    if (best === undefined || binding.scope >= best.scope) best = binding;
  }
  return best;
}

/** Places that use a binding, its declaration left out, in source order. */
export function usesOf(tree: SyntaxTree, binding: Binding): NodeId[] {
  const found: NodeId[] = [];
  const end = tree.after[binding.scope] as number;
  for (let node = binding.scope; node < end; node++) {
    const kind = kindOf(tree, node);
    if (kind !== "identifier" && kind !== "shorthand_property_identifier") continue;
    if (node === binding.identifier || textOf(tree, node) !== binding.name) continue;
    if (kind === "identifier" && bindingAt(tree, node) !== undefined) continue;
    if (kindOf(tree, parentOf(tree, node)) === "import_specifier") continue;
    if (resolve(tree, node, binding.name)?.identifier === binding.identifier) found.push(node);
  }
  return found;
}

/** True when the name is given another value after its declaration. */
function isReassigned(tree: SyntaxTree, binding: Binding): boolean {
  return usesOf(tree, binding).some((use) => {
    const parent = parentOf(tree, use);
    const kind = kindOf(tree, parent);
    if (kind === "update_expression") return true;
    return (
      (kind === "assignment_expression" || kind === "augmented_assignment_expression" || kind === "for_in_statement") &&
      fieldOf(tree, use) === "left"
    );
  });
}

/** The first of the names that no identifier of the file bears. */
export function freshName(tree: SyntaxTree, candidates: readonly string[]): string {
  const taken = new Set<string>();
  for (let node = 0; node < tree.count; node++) {
    const kind = kindOf(tree, node);
    if (NAMES.has(kind) || kind === "shorthand_property_identifier") taken.add(textOf(tree, node));
  }
  const free = candidates.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  const base = candidates[0] ?? "value";
  for (let suffix = 2; ; suffix++) if (!taken.has(`${base}${suffix}`)) return `${base}${suffix}`;
}

/** The value an identifier was given once and for all, or the node itself when it is no such identifier. */
export function valueOf(tree: SyntaxTree, node: NodeId): { value: NodeId; binding?: Binding } {
  if (node === NONE || kindOf(tree, node) !== "identifier") return { value: node };
  const binding = resolve(tree, node, textOf(tree, node));
  if (binding === undefined || binding.value === NONE || isReassigned(tree, binding)) return { value: node };
  return { value: binding.value, binding };
}
