import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  NONE,
  type NodeId,
  nodeAt,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { statementOf } from "./identity.ts";

/** What correlation must know of the statement around a finding. */
export interface StatementFacts {
  /** Equal for findings of one statement of one file. */
  readonly key: string;
  /** Equal for statements of one function. */
  readonly scope: string;
  /** Variables the statement gives a value. */
  readonly assigns: ReadonlySet<string>;
  /** Identifiers it mentions. */
  readonly mentions: ReadonlySet<string>;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Facts for a region of a file without a tree: its line is all that is known. */
export function lineFacts(line: number): StatementFacts {
  return { key: `line ${line}`, scope: "", assigns: NO_NAMES, mentions: NO_NAMES };
}

export function statementFacts(tree: SyntaxTree, start: number, end: number): StatementFacts {
  const node = nodeAt(tree, start, end);
  const statement = statementOf(tree, node);
  const scopes = tree.pack.scopes.map((scope) => scope.kind).filter((kind) => kind !== "variable_declarator");
  const compound = tree.pack.blocks.some((kind) => descendants(tree, statement, [kind]).length > 0);
  const within = compound ? node : statement;
  return {
    key: `node ${statement}`,
    scope: `node ${enclosing(tree, statement, scopes)}`,
    assigns: compound ? NO_NAMES : assignedNames(tree, statement),
    mentions: new Set(descendants(tree, within, ["identifier"]).map((name) => textOf(tree, name))),
  };
}

function assignedNames(tree: SyntaxTree, statement: NodeId): Set<string> {
  const names = new Set<string>();
  const end = tree.after[statement] as number;
  for (let node = statement; node < end; node++) {
    if (!/assignment|declarator/u.test(kindOf(tree, node))) continue;
    for (const field of ["left", "name"]) {
      const target = childByField(tree, node, field);
      if (target !== NONE && kindOf(tree, target) === "identifier") names.add(textOf(tree, target));
    }
  }
  return names;
}

/** True when a value that one statement assigns is used by the other, in one function. */
export function shareValue(a: StatementFacts, b: StatementFacts): boolean {
  if (a.key === b.key || a.scope !== b.scope) return false;
  return intersects(a.assigns, b.mentions) || intersects(b.assigns, a.mentions);
}

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true;
  return false;
}
