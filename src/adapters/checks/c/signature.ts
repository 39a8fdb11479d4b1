import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  NONE,
  namedChildren,
  type NodeId,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";

/** A type as far as a harness must know it. */
export interface CType {
  /** Without qualifiers, typedefs followed: `unsigned char`, `struct point`, `FILE`. */
  readonly base: string;
  /** Levels of pointers and arrays. */
  readonly pointers: number;
  /** Whether what is pointed at is constant. */
  readonly constant: boolean;
  /** As it stands in the source, without the name. */
  readonly written: string;
}

export interface CParameter {
  readonly name: string;
  readonly type: CType;
}

export interface CFunction {
  readonly name: string;
  readonly node: NodeId;
  readonly result: CType;
  readonly parameters: readonly CParameter[];
  /** Why no harness can call it, in words; undefined when one may. */
  readonly barred: string | undefined;
}

/** The function around a node, or undefined. */
export function functionAround(tree: SyntaxTree, node: NodeId): CFunction | undefined {
  const found = enclosing(tree, node, ["function_definition"]);
  return found === NONE ? undefined : readFunction(tree, found);
}

const FUNCTIONS = new WeakMap<SyntaxTree, readonly CFunction[]>();

/** All functions of a file that have a body and a name, in source order; the same objects each time. */
export function functionsOf(tree: SyntaxTree): readonly CFunction[] {
  const known = FUNCTIONS.get(tree);
  if (known !== undefined) return known;
  const found = descendants(tree, 0, ["function_definition"]).flatMap((node) => readFunction(tree, node) ?? []);
  FUNCTIONS.set(tree, found);
  return found;
}

function readFunction(tree: SyntaxTree, node: NodeId): CFunction | undefined {
  const [declarator] = descendants(tree, childByField(tree, node, "declarator"), ["function_declarator"]);
  if (declarator === undefined) return undefined;
  const inner = childByField(tree, declarator, "declarator");
  if (inner === NONE || kindOf(tree, inner) !== "identifier") return undefined;
  const list = childByField(tree, declarator, "parameters");
  const name = textOf(tree, inner);
  const declared = list === NONE ? [] : namedChildren(tree, list).filter((each) => kindOf(tree, each) !== "comment");
  const parameters = declared.flatMap((each, index) => readParameter(tree, each, index) ?? []);
  const pointers = pointersAbove(tree, declarator, node);
  const result = typeOf(tree, node, pointers);
  const empty = parameters.length === 1 && parameters[0]?.type.base === "void" && parameters[0].type.pointers === 0;
  return { name, node, result, parameters: empty ? [] : parameters, barred: barredBy(tree, declared, name) };
}

function barredBy(tree: SyntaxTree, declared: readonly NodeId[], name: string): string | undefined {
  const kinds = declared.map((each) => kindOf(tree, each));
  if (kinds.includes("identifier")) return `${name} declares its parameters in the old style`;
  if (kinds.includes("variadic_parameter")) return `${name} takes any number of arguments`;
  const callback = declared.find(
    (each) => descendants(tree, each, ["function_declarator", "abstract_function_declarator"]).length > 0,
  );
  return callback === undefined ? undefined : `${name} takes a function`;
}

function readParameter(tree: SyntaxTree, node: NodeId, index: number): CParameter | undefined {
  if (kindOf(tree, node) !== "parameter_declaration") return undefined;
  const declarator = childByField(tree, node, "declarator");
  const [name] = declarator === NONE ? [] : descendants(tree, declarator, ["identifier"]);
  const levels =
    declarator === NONE
      ? 0
      : descendants(tree, declarator, [
          "pointer_declarator",
          "abstract_pointer_declarator",
          "array_declarator",
          "abstract_array_declarator",
        ]).length;
  return { name: name === undefined ? `argument${index + 1}` : textOf(tree, name), type: typeOf(tree, node, levels) };
}

function pointersAbove(tree: SyntaxTree, declarator: NodeId, top: NodeId): number {
  let count = 0;
  for (let node = tree.parents[declarator] as number; node !== top && node !== NONE; node = tree.parents[node] as number)
    if (kindOf(tree, node) === "pointer_declarator") count += 1;
  return count;
}

function typeOf(tree: SyntaxTree, node: NodeId, pointers: number): CType {
  const type = childByField(tree, node, "type");
  const words = type === NONE ? "int" : plainType(tree, type);
  const qualifiers = namedChildren(tree, node).filter((each) => kindOf(tree, each) === "type_qualifier");
  const constant = qualifiers.some((each) => textOf(tree, each) === "const");
  const known = followed(tree, words);
  return {
    base: known.base,
    pointers: pointers + known.pointers,
    constant,
    written: `${constant ? "const " : ""}${words}${" *".repeat(pointers)}`,
  };
}

function plainType(tree: SyntaxTree, node: NodeId): string {
  const kind = kindOf(tree, node);
  const name = childByField(tree, node, "name");
  if (kind.endsWith("_specifier") && name !== NONE) return `${kind.split("_")[0] ?? ""} ${textOf(tree, name)}`;
  return textOf(tree, node).replaceAll(/\s+/g, " ").trim();
}

const MOST_ALIASES = 8;

/** What a name of a type stands for, as far as this file says. */
function followed(tree: SyntaxTree, name: string): { readonly base: string; readonly pointers: number } {
  let [base, pointers] = [name, 0];
  const aliases = aliasesOf(tree);
  for (let step = 0; step < MOST_ALIASES; step++) {
    const definition = aliases.get(base);
    if (definition === undefined) return { base, pointers };
    const declarator = childByField(tree, definition, "declarator");
    pointers += descendants(tree, declarator, ["pointer_declarator", "array_declarator"]).length;
    const type = childByField(tree, definition, "type");
    const plain = plainType(tree, type);
    // A record without a name keeps the alias as its own.
    if (plain.includes("{")) return { base: kindOf(tree, type) === "enum_specifier" ? "enum" : `struct ${base}`, pointers };
    base = plain;
  }
  return { base, pointers };
}

const ALIASES = new WeakMap<SyntaxTree, ReadonlyMap<string, NodeId>>();

/** The first definition of each name of a type. */
function aliasesOf(tree: SyntaxTree): ReadonlyMap<string, NodeId> {
  const known = ALIASES.get(tree);
  if (known !== undefined) return known;
  const definitions = descendants(tree, 0, ["type_definition"]).toReversed();
  const found = new Map(definitions.map((each) => [aliasOf(tree, each), each] as const));
  ALIASES.set(tree, found);
  return found;
}

function aliasOf(tree: SyntaxTree, definition: NodeId): string {
  const declarator = childByField(tree, definition, "declarator");
  const [name] = declarator === NONE ? [] : descendants(tree, declarator, ["type_identifier"]);
  return name === undefined ? "" : textOf(tree, name);
}
