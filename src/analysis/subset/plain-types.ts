import {
  childByField,
  childrenByField,
  descendants,
  isNamed,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { GONE, OPENED } from "#analysis/parse/rewrite.ts";
import { PLAIN_TYPES } from "./c-names.ts";
import { C_KINDS, CPP_TOKENS } from "./kinds.ts";
import type { Reshaping } from "./spelling.ts";

/** Answers whether the values of a type are only bytes: nothing runs when they begin, are copied or end. */
export interface PlainTypes {
  /** A type as it is written, without declarator; NONE is not plain. */
  isPlain(type: NodeId): boolean;
  /** A declaration or field: its type is plain, or all that it declares are pointers. */
  declaresPlain(node: NodeId): boolean;
}

const MOST = 32;

/** What the file itself says of its types, wherever it stands in it. */
export function plainTypes({ tree, actions }: Reshaping): PlainTypes {
  const named = new Map<string, NodeId[]>();
  const classes = new Set<string>();
  const add = (name: NodeId, node: NodeId): void => {
    const text = name === NONE ? "" : textOf(tree, name);
    named.set(text, [...(named.get(text) ?? []), node]);
  };
  const kinds = [
    "struct_specifier",
    "union_specifier",
    "enum_specifier",
    "class_specifier",
    "type_definition",
    "alias_declaration",
  ];
  for (const node of descendants(tree, 0, kinds)) {
    const kind = kindOf(tree, node);
    const name = childByField(tree, node, "name");
    if (kind === "class_specifier" || kind === "alias_declaration") classes.add(name === NONE ? "" : textOf(tree, name));
    else if (kind === "type_definition")
      for (const declarator of childrenByField(tree, node, "declarator")) add(innermost(tree, declarator), node);
    else if (childByField(tree, node, "body") !== NONE) add(name, node);
  }
  const known = new Map<NodeId, boolean>();

  function isPlain(type: NodeId, depth = 0): boolean {
    if (type === NONE || depth > MOST) return false;
    switch (kindOf(tree, type)) {
      case "primitive_type":
      case "sized_type_specifier":
        return true;
      case "enum_specifier":
        return true;
      case "qualified_identifier":
        return actions[type] === OPENED;
      case "struct_specifier":
      case "union_specifier":
        if (childByField(tree, type, "body") !== NONE) return isRecord(type, depth);
        return isNamedPlain(textOf(tree, childByField(tree, type, "name")), true, depth);
      case "type_identifier":
        return isNamedPlain(textOf(tree, type), false, depth);
      default:
        return false;
    }
  }

  /** `elaborated`: with `struct` in front, as C++ seldom writes but for structs of C. */
  function isNamedPlain(name: string, elaborated: boolean, depth: number): boolean {
    if (classes.has(name)) return false;
    const own = named.get(name);
    if (own === undefined) return elaborated || PLAIN_TYPES.has(name);
    return own.every((node) => (kindOf(tree, node) === "type_definition" ? declares(node, depth + 1) : isPlain(node, depth + 1)));
  }

  function isRecord(node: NodeId, depth: number): boolean {
    const before = known.get(node);
    if (before !== undefined) return before;
    known.set(node, false);
    const body = childByField(tree, node, "body");
    const plain =
      isMadeOfC({ tree, actions }, node) &&
      namedChildren(tree, body).every((entry) => {
        const kind = kindOf(tree, entry);
        if (kind !== "field_declaration") return kind === "comment" || kind.startsWith("preproc_");
        return childByField(tree, entry, "default_value") === NONE && declares(entry, depth + 1);
      });
    known.set(node, plain);
    return plain;
  }

  function declares(node: NodeId, depth: number): boolean {
    const declarators = childrenByField(tree, node, "declarator");
    if (kindOf(tree, node) === "field_declaration" && declarators.length === 0)
      return isPlain(childByField(tree, node, "type"), depth);
    const type = childByField(tree, node, "type");
    if (declarators.some((one) => bare(tree, one) === "function_declarator" && kindOf(tree, node) === "field_declaration"))
      return false;
    if (
      declarators.length > 0 &&
      declarators.every((one) =>
        ["pointer_declarator", "abstract_pointer_declarator", "function_declarator"].includes(bare(tree, one)),
      )
    )
      return type !== NONE;
    return isPlain(type, depth);
  }

  return { isPlain, declaresPlain: (node) => declares(node, 0) };
}

/** True where all that is below, and not left out, is of kinds that C has. */
export function isMadeOfC({ tree, actions }: Reshaping, root: NodeId): boolean {
  const end = tree.after[root] as number;
  for (let node = root + 1; node < end; node++) {
    if (actions[node] === GONE) node = (tree.after[node] as number) - 1;
    else if (actions[node] !== OPENED) {
      const kind = kindOf(tree, node);
      if (isNamed(tree, node) ? !C_KINDS.has(kind) : CPP_TOKENS.has(kind)) return false;
    }
  }
  return true;
}

/** The outermost kind of a declarator that says more than its value. */
function bare(tree: SyntaxTree, declarator: NodeId): string {
  let node = declarator;
  while (node !== NONE && (kindOf(tree, node) === "init_declarator" || kindOf(tree, node) === "array_declarator"))
    node = childByField(tree, node, "declarator");
  return node === NONE ? "" : kindOf(tree, node);
}

function innermost(tree: SyntaxTree, declarator: NodeId): NodeId {
  return descendants(tree, declarator, ["type_identifier", "primitive_type"]).at(0) ?? NONE;
}
