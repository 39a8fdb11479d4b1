import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { declarations } from "./declarations.ts";
import { isRemark, statementsOf, tokens } from "./tree-tokens.ts";

/** A piece of a file that stands for itself: a function, a method, or a statement outside of them. */
export interface Unit {
  /** What it is found by in another state of the file: its path of names, or its words. */
  readonly key: string;
  /** Names under which others know it. */
  readonly defines: readonly string[];
  /** Every name it uses. */
  readonly mentions: ReadonlySet<string>;
  /** Its words, blanks and remarks left out. */
  readonly words: string;
  readonly text: string;
  readonly imports: boolean;
  /** Half-open range of offsets. */
  readonly start: number;
  readonly end: number;
}

/** All pieces of a file in order. Classes come apart into their members. */
export function unitsOf(tree: SyntaxTree): Unit[] {
  const names = new Map(declarations(tree).map(({ node, name }) => [node, name]));
  return pieces(tree, 0).map((node) => toUnit(tree, node, names));
}

function pieces(tree: SyntaxTree, block: NodeId): NodeId[] {
  return statementsOf(tree, block).flatMap((node) => {
    const inner = classBody(tree, node);
    return inner === NONE ? [node] : pieces(tree, inner);
  });
}

function classBody(tree: SyntaxTree, node: NodeId): NodeId {
  const kind = kindOf(tree, node);
  if (kind === "export_statement") {
    const declaration = childByField(tree, node, "declaration");
    return declaration === NONE ? NONE : classBody(tree, declaration);
  }
  return /^(?:class_definition|class_declaration|abstract_class_declaration)$/.test(kind)
    ? childByField(tree, node, "body")
    : NONE;
}

function toUnit(tree: SyntaxTree, node: NodeId, names: ReadonlyMap<NodeId, string>): Unit {
  const words = tokens(tree, node).join(" ");
  const own = nameOf(tree, node, names);
  const imports = /^import_|^future_import|^preproc_include$/.test(kindOf(tree, node)) || /\brequire\(/.test(textOf(tree, node));
  const assigned = descendants(tree, node, ["assignment", "variable_declarator", "assignment_expression"]).flatMap((each) => {
    const left = childByField(tree, each, kindOf(tree, each) === "variable_declarator" ? "name" : "left");
    return left === NONE ? [] : identifiers(tree, left);
  });
  const defines = own === undefined ? (imports ? identifiers(tree, node) : assigned) : [own.slice(own.lastIndexOf(".") + 1)];
  return {
    key: own ?? (assigned.length > 0 ? `= ${textOf(tree, node).split("=")[0]?.trim() ?? ""}` : words),
    defines,
    mentions: new Set(identifiers(tree, node)),
    words,
    text: textOf(tree, node),
    imports,
    start: tree.starts[node] as number,
    end: tree.ends[node] as number,
  };
}

/** The name of the function that a statement declares, assigns or registers; undefined for other statements. */
function nameOf(tree: SyntaxTree, node: NodeId, names: ReadonlyMap<NodeId, string>): string | undefined {
  const known = names.get(node);
  if (known !== undefined) return known;
  if (isRemark(tree, node)) return undefined;
  for (const child of namedChildren(tree, node)) {
    const name = names.get(child);
    if (name !== undefined) return name;
  }
  const [first] = descendants(tree, node, ["variable_declarator", "assignment_expression", "call_expression"]);
  return first === undefined
    ? undefined
    : namedChildren(tree, first)
        .map((child) => names.get(child))
        .find((name) => name !== undefined);
}

function identifiers(tree: SyntaxTree, node: NodeId): string[] {
  const found: string[] = [];
  for (let each = node; each < (tree.after[node] as number); each++)
    if (kindOf(tree, each).endsWith("identifier")) found.push(textOf(tree, each));
  return found;
}
