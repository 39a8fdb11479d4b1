import type { NodeId } from "#analysis/parse/tree.ts";
import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import type { Facts } from "./facts.ts";
import { headOf, isKind, tailOf, unwrap } from "./grammar.ts";

/** Names that a literal's kind has in the languages. */
const LITERALS: Readonly<Record<string, readonly string[]>> = {
  string: ["str", "string", "String"],
  concatenated_string: ["str"],
  template_string: ["string", "String"],
  integer: ["int", "number"],
  float: ["float", "number"],
  number: ["number"],
  true: ["bool", "boolean"],
  false: ["bool", "boolean"],
  none: ["None"],
  list: ["list"],
  dictionary: ["dict"],
  tuple: ["tuple"],
  array: ["Array"],
  regex: ["RegExp"],
  string_literal: ["String"],
  decimal_integer_literal: ["int"],
  character_literal: ["char"],
};

const declared = new WeakMap<Facts, ReadonlyMap<string, NodeId>>();

/**
 * True when an expression is known to have one of the types: a literal, `new T()` or `T()`, or a name or `this.name` that is declared with the type
 * or bound to such a value. A type whose name was imported may be wanted by its whole path. Nothing is inferred through calls.
 */
export function hasType(facts: Facts, expression: NodeId, types: readonly string[]): boolean {
  const { tree, grammar } = facts;
  const node = unwrap(tree, grammar, expression);
  const literal = LITERALS[kindOf(tree, node)];
  if (literal !== undefined) return literal.some((name) => types.includes(name));
  if (isKind(tree, node, grammar.call)) return sameType(facts, textOf(tree, headOf(tree, grammar, node)), types);
  const source = isKind(tree, node, grammar.identifier)
    ? declarationOf(facts, textOf(tree, node), node)
    : isKind(tree, node, grammar.member) && /^(?:this|self)$/.test(textOf(tree, headOf(tree, grammar, node)))
      ? declarations(facts).get(`.${textOf(tree, tailOf(tree, grammar, node))}`)
      : undefined;
  if (source === undefined) return false;
  if (isType(tree, source)) return sameType(facts, textOf(tree, source), types);
  const value = unwrap(tree, grammar, source);
  const own = LITERALS[kindOf(tree, value)];
  if (own !== undefined) return own.some((name) => types.includes(name));
  return isKind(tree, value, grammar.call) && sameType(facts, textOf(tree, headOf(tree, grammar, value)), types);
}

function isType(tree: Facts["tree"], node: NodeId): boolean {
  const kind = kindOf(tree, node);
  return kind.startsWith("type") || kind.endsWith("_type") || kind === "scoped_type_identifier";
}

function declarationOf(facts: Facts, name: string, at: NodeId): NodeId | undefined {
  const scopes = facts.scopes();
  const known = declarations(facts);
  for (let scope = scopes[at] as number; ; scope = scopes[scope] as number) {
    const found = known.get(`${scope}:${name}`);
    if (found !== undefined) return found;
    if (scope < 0) return undefined;
  }
}

/** By scope and name (`.name` for a property): the type, or else the value it is bound to. A name with two declarations has none. */
function declarations(facts: Facts): ReadonlyMap<string, NodeId> {
  let found = declared.get(facts);
  if (found === undefined) {
    found = collect(facts);
    declared.set(facts, found);
  }
  return found;
}

function collect(facts: Facts): ReadonlyMap<string, NodeId> {
  const { tree, grammar } = facts;
  const scopes = facts.scopes();
  const found = new Map<string, NodeId>();
  const twice = new Set<string>();
  const add = (key: string, node: NodeId): void => {
    if (found.has(key)) twice.add(key);
    else found.set(key, node);
  };
  const python = grammar.kinds("typed_parameter", "typed_default_parameter");
  const named = grammar.kinds("required_parameter", "optional_parameter", "formal_parameter", "catch_formal_parameter");
  for (let node = 0; node < tree.count; node++) {
    const parameter = isKind(tree, node, python) || isKind(tree, node, named);
    if (!parameter && !isKind(tree, node, grammar.assignment)) continue;
    const type = typeAt(facts, node);
    const name = parameter ? parameterName(facts, node) : headOf(tree, grammar, node);
    const source = type !== NONE ? type : parameter ? NONE : tailOf(tree, grammar, node);
    if (name === NONE || source === NONE) continue;
    const text = textOf(tree, name);
    if (isKind(tree, name, grammar.identifier)) add(`${scopes[node]}:${text}`, source);
    // A field that is declared in a class is known by its bare name, too.
    if (kindOf(tree, tree.parents[node] as NodeId) === "field_declaration") add(`.${text}`, source);
    const property =
      /^(?:this|self)\.([\w$]+)$/.exec(text)?.[1] ?? (kindOf(tree, node).endsWith("field_definition") ? text : undefined);
    if (property !== undefined) add(`.${property}`, source);
    if (parameter && /^(?:public|private|protected|readonly)\b/.test(textOf(tree, node))) add(`.${text}`, source);
  }
  for (const key of twice) found.delete(key);
  return found;
}

/** The declared type, which several declarators may share; NONE for none, and for one that is left to the value. */
function typeAt({ tree }: Facts, node: NodeId): NodeId {
  const own = childByField(tree, node, "type");
  const type =
    own === NONE && kindOf(tree, node) === "variable_declarator" ? childByField(tree, tree.parents[node] as NodeId, "type") : own;
  return type !== NONE && textOf(tree, type) === "var" ? NONE : type;
}

function parameterName({ tree }: Facts, node: NodeId): NodeId {
  for (const field of ["pattern", "name"]) {
    const name = childByField(tree, node, field);
    if (name !== NONE) return name;
  }
  return kindOf(tree, node) === "typed_parameter" ? node + 1 : NONE;
}

function sameType(facts: Facts, written: string, types: readonly string[]): boolean {
  const bare = written.replace(/^:\s*|["'\s]/g, "").replace(/^(?:typing\.)?Optional\[(.*)\]$/, "$1");
  return bare.split("|").some((part) => {
    const name = part.replace(/[<[].*$/, "");
    if (types.includes(part) || types.includes(name)) return true;
    const [first = "", ...rest] = name.split(".");
    const path = facts.imports().get(first);
    return (
      types.includes(name.split(".").at(-1) as string) || (path !== undefined && types.includes([...path, ...rest].join(".")))
    );
  });
}
