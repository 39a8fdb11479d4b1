import {
  childByField,
  descendants,
  fieldOf,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import type { Detector } from "./silencing.ts";
import { CALLS, calleeOf, stringValue } from "./values.ts";

/**
 * Something that was called, or a property that was written, is so no longer, but its name is still there as a value, a key or a text: it
 * goes on by an alias, a table, a partial application or reflection, where rules for its use do not look.
 */
export const renamesSink: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  const [old, fresh] = [uses(trees.before), uses(trees.after)];
  const lost = surplus(multiset(old.used), multiset(fresh.used));
  const gained = new Set(surplus(multiset(fresh.mentioned), multiset(old.mentioned)));
  const name = lost.find((one) => gained.has(one));
  if (name === undefined) return undefined;
  return { reason: "hides-sink", detail: `${path}: \`${name}\` is no longer used openly, but still named`, asks: true };
};

interface Uses {
  /** Names that are called or assigned to as properties. */
  readonly used: readonly string[];
  /** The same names anywhere else. */
  readonly mentioned: readonly string[];
}

function uses(tree: SyntaxTree): Uses {
  const openly = new Set<NodeId>();
  for (let node = 0; node < tree.count; node++) {
    const kind = kindOf(tree, node);
    if (CALLS.includes(kind)) openly.add(lastName(tree, calleeOf(tree, node)));
    else if (kind === "assignment" || kind === "assignment_expression" || kind === "augmented_assignment_expression") {
      const left = childByField(tree, node, "left");
      if (left !== NONE)
        for (const target of descendants(tree, left, ["attribute", "member_expression"]))
          if (!isIndex(tree, target, left)) openly.add(lastName(tree, target));
    }
  }
  const [used, mentioned]: [string[], string[]] = [[], []];
  for (let node = 0; node < tree.count; node++) {
    if (openly.has(node)) used.push(textOf(tree, node));
    else if (isName(tree, node)) mentioned.push(textOf(tree, node));
    else mentioned.push(...keys(tree, node));
  }
  return { used, mentioned };
}

/** True for what only says which element of the target is written. */
function isIndex(tree: SyntaxTree, node: NodeId, target: NodeId): boolean {
  for (let current = node; current !== target && current !== NONE; current = parentOf(tree, current))
    if (["index", "subscript"].includes(fieldOf(tree, current) ?? "")) return true;
  return false;
}

/** The identifier by which a callee or a property is known: `system` of `os.system`. */
function lastName(tree: SyntaxTree, node: NodeId): NodeId {
  if (node === NONE) return NONE;
  if (isName(tree, node)) return node;
  for (const field of ["attribute", "property"]) {
    const inner = childByField(tree, node, field);
    if (inner !== NONE) return inner;
  }
  return kindOf(tree, node) === "parenthesized_expression" ? lastName(tree, namedChildren(tree, node)[0] ?? NONE) : NONE;
}

/** Methods of functions: what stands before them is the function that is called. */
const REBINDS = new Set(["call", "apply", "bind"]);

/** An identifier that stands for what it names; names that are only declared or given to an argument are not. */
function isName(tree: SyntaxTree, node: NodeId): boolean {
  if (!/(?:^|_)identifier$/.test(kindOf(tree, node))) return false;
  const parent = parentOf(tree, node);
  if (parent === NONE) return true;
  const [field, kind] = [fieldOf(tree, node), kindOf(tree, parent)];
  if (field === "object" && !REBINDS.has(textOf(tree, lastName(tree, parent)))) return false;
  const declares = field === "name" && /(?:_definition|_declaration|^keyword_argument|_declarator|_specifier)$/.test(kind);
  return !declares && !/parameter|^import_clause$|^named_imports$/.test(kind);
}

/** Texts that name something: the whole of a string, and what several literals add up to. */
function keys(tree: SyntaxTree, node: NodeId): string[] {
  const parent = parentOf(tree, node);
  if (parent !== NONE && (isJoined(tree, parent) || kindOf(tree, parent) === "keyword_argument")) return [];
  const text = constantText(tree, node);
  return text === undefined || !/^[\w$]+$/.test(text) ? [] : [text];
}

function isJoined(tree: SyntaxTree, node: NodeId): boolean {
  return (
    /^(?:binary_operator|binary_expression|concatenated_string)$/.test(kindOf(tree, node)) &&
    constantText(tree, node) !== undefined
  );
}

/** What an expression of string literals gives; undefined for anything else. */
export function constantText(tree: SyntaxTree, node: NodeId): string | undefined {
  const kind = kindOf(tree, node);
  if (kind === "parenthesized_expression") {
    const [inner] = namedChildren(tree, node);
    return inner === undefined ? undefined : constantText(tree, inner);
  }
  if (kind === "concatenated_string") return join(tree, namedChildren(tree, node));
  if (kind !== "binary_operator" && kind !== "binary_expression") return stringValue(tree, node);
  const [left, right] = [childByField(tree, node, "left"), childByField(tree, node, "right")];
  const operator = childByField(tree, node, "operator");
  return operator !== NONE && textOf(tree, operator) === "+" ? join(tree, [left, right]) : undefined;
}

function join(tree: SyntaxTree, nodes: readonly NodeId[]): string | undefined {
  const parts = nodes.map((node) => constantText(tree, node));
  return parts.every((part) => part !== undefined) ? parts.join("") : undefined;
}
