import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, children, descendants, kindOf, namedChildren, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { Declared } from "./harmless.ts";
import type { Entry } from "./plan.ts";

/** A function that can be called from outside the module, as it stands in the tree. */
export interface Definition {
  readonly kind: Entry["kind"];
  readonly name: string;
  readonly owner?: string;
  readonly node: NodeId;
  readonly declared: readonly Declared[];
  readonly made: readonly Declared[];
  /** Method and address of a route. */
  readonly route?: readonly string[];
}

/** The outermost definition around a node: a function of the module or a method of one of its classes. */
export function pythonDefinition(tree: SyntaxTree, node: NodeId): Definition | undefined {
  let found: Definition | undefined;
  for (let current = node; current !== NONE; current = parentOf(tree, current)) {
    if (kindOf(tree, current) === "function_definition") found = definitionAt(tree, current) ?? found;
  }
  return found;
}

/** The definition with this name, and class. */
export function pythonDefinitionNamed(tree: SyntaxTree, name: string, owner: string | undefined): Definition | undefined {
  return descendants(tree, 0, ["function_definition"])
    .map((node) => definitionAt(tree, node))
    .findLast((each) => each?.name === name && each.owner === owner);
}

function definitionAt(tree: SyntaxTree, node: NodeId): Definition | undefined {
  const name = textOf(tree, childByField(tree, node, "name"));
  const outer = kindOf(tree, parentOf(tree, node)) === "decorated_definition" ? parentOf(tree, node) : node;
  const decorators = outer === node ? [] : namedChildren(tree, outer).filter((child) => kindOf(tree, child) === "decorator");
  const marks = decorators.map((decorator) => textOf(tree, decorator).slice(1).trim());
  const declared = declaredOf(tree, node);
  const place = holder(tree, outer);
  if (place === undefined) return undefined;
  if (place.owner === NONE) return { kind: "function", name, node, declared, made: [] };
  const owner = textOf(tree, childByField(tree, place.owner, "name"));
  if (marks.some((mark) => /property$|^abstractmethod|\.setter$/.test(mark))) return undefined;
  if (marks.includes("staticmethod")) return { kind: "static-method", name, owner, node, declared, made: [] };
  if (marks.includes("classmethod")) return { kind: "static-method", name, owner, node, declared: declared.slice(1), made: [] };
  if (isHandler(tree, place.owner)) {
    return /^do_[A-Z]+$/.test(name) ? { kind: "http-handler", name, owner, node, declared: [], made: [] } : undefined;
  }
  const body = childByField(tree, place.owner, "body");
  const start = descendants(tree, body, ["function_definition"]).find(
    (each) => textOf(tree, childByField(tree, each, "name")) === "__init__" && holder(tree, each)?.owner === place.owner,
  );
  const made = start === undefined ? [] : declaredOf(tree, start).slice(1);
  return { kind: "method", name, owner, node, declared: declared.slice(1), made };
}

/** The class that holds a definition, NONE for the module itself; undefined for anything deeper. `if` and `try` of the module do not count. */
function holder(tree: SyntaxTree, node: NodeId): { readonly owner: NodeId } | undefined {
  let owner = NONE;
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current)) {
    const kind = kindOf(tree, current);
    if (kind === "function_definition" || kind === "lambda") return undefined;
    if (kind !== "class_definition") continue;
    if (owner !== NONE) return undefined;
    owner = current;
  }
  return { owner };
}

function isHandler(tree: SyntaxTree, owner: NodeId): boolean {
  const bases = childByField(tree, owner, "superclasses");
  return bases !== NONE && /HTTPRequestHandler\b/.test(textOf(tree, bases));
}

function declaredOf(tree: SyntaxTree, node: NodeId): Declared[] {
  const found: Declared[] = [];
  let keyword = false;
  for (const child of children(tree, childByField(tree, node, "parameters"))) {
    const kind = kindOf(tree, child);
    const text = (field: string): string => {
      const inner = childByField(tree, child, field);
      return inner === NONE ? "" : textOf(tree, inner);
    };
    if (kind === "identifier") found.push({ name: textOf(tree, child), type: "", default: "", keyword });
    else if (kind === "typed_parameter") {
      const name = textOf(tree, namedChildren(tree, child)[0] ?? child);
      if (name.startsWith("*")) keyword = true;
      else found.push({ name, type: text("type"), default: "", keyword });
    } else if (kind === "default_parameter" || kind === "typed_default_parameter")
      found.push({ name: text("name"), type: text("type"), default: text("value"), keyword });
    else if (kind === "list_splat_pattern" || kind === "keyword_separator" || textOf(tree, child) === "*") keyword = true;
  }
  return found;
}
