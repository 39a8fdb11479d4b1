import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { readSql } from "#recipes/kit/sql.ts";
import { parameterEdits } from "./sql-call.ts";
import { parameterStyle } from "./sql-driver.ts";
import { parameterText } from "./sql-parameters.ts";
import type { Statement } from "./sql-statement.ts";
import type { Template } from "./template.ts";

/** An expression of a statement that no parameter can carry: a table or column, or the direction of an order. */
export interface NamePart {
  readonly node: NodeId;
  readonly text: string;
  readonly kind: "name" | "direction";
}

const NAME = /\b(?:FROM|JOIN|INTO|UPDATE|TABLE|INDEX|ORDER\s+BY|GROUP\s+BY|SELECT)\s+["`[]?$/i;
const DIRECTION = /\bORDER\s+BY\s+(?:[\w."`]+\s*,\s*)*[\w."`]+\s+$/i;

/** Those of a template, by the index of their piece. */
export function namesOf(tree: SyntaxTree, { pieces }: Template): ReadonlyMap<number, NamePart> {
  const names = new Map<number, NamePart>();
  let before = "";
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "text") before += piece.value;
    else {
      const kind = NAME.test(before) ? "name" : DIRECTION.test(before) ? "direction" : undefined;
      if (kind !== undefined && !piece.numeric) names.set(index, { node: piece.node, text: textOf(tree, piece.node), kind });
      before += "x";
    }
  }
  return names;
}

export type Beside = { readonly ok: true; readonly edits: readonly TextEdit[] } | { readonly ok: false; readonly reason: string };

/** Edits that pass the values of a statement as parameters and leave its names where they stand; none where it has no other expressions than names and numbers. */
export function parametersBeside(
  tree: SyntaxTree,
  statement: Statement,
  names: ReadonlyMap<number, NamePart>,
  packages: Parameters<typeof parameterStyle>[2],
): Beside {
  const { pieces, plain } = statement.template;
  if (pieces.every((piece, index) => piece.kind === "text" || piece.numeric || names.has(index))) return { ok: true, edits: [] };
  // A name that stays keeps its literal an f-string; what fills `%` and `.format` would have to be told apart.
  const inLiteral = ({ start, end }: TextEdit, literal: NodeId | undefined): boolean =>
    literal !== undefined && start >= (tree.starts[literal] as number) && end <= (tree.ends[literal] as number);
  if (plain.some((edit) => !pieces.some(({ literal }) => inLiteral(edit, literal))))
    return { ok: false, reason: "names and values fill the places of one format" };
  const stays = [...names.keys()].map((index) => pieces[index]?.literal);
  const template = { ...statement.template, plain: plain.filter((edit) => !stays.some((literal) => inLiteral(edit, literal))) };
  const reading = readSql(
    pieces.map((piece, index) => (piece.kind === "text" ? piece.value : names.has(index) ? "x" : undefined)),
  );
  if (!reading.ok) return reading;
  const values = reading.plan.values.map((value) => parameterText(tree, template, value));
  if (!values.every((value) => value !== undefined))
    return { ok: false, reason: "a value's expression cannot be moved into a tuple as it stands" };
  const style = statement.kind === "fetch" ? "dollar" : parameterStyle(tree, statement.call, packages);
  if (statement.kind === "text" || style === undefined)
    return { ok: false, reason: "how the driver takes parameters beside names cannot be told" };
  const edits = parameterEdits(tree, { ...statement, template }, reading.plan, values, style);
  return edits === undefined
    ? { ok: false, reason: "the parameters passed already cannot be joined with the new ones" }
    : { ok: true, edits };
}
