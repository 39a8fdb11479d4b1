import type { Argument, Expression } from "#analysis/ir/expression.ts";
import { type Builder, lowerExpression, spanOf } from "#analysis/lower/builder.ts";
import { unescape } from "#analysis/lower/escapes.ts";
import { childByField, kindOf, namedChildren, type NodeId, textOf } from "#analysis/parse/tree.ts";

/** A string or f-string. */
export function lowerString(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const parts = namedChildren(tree, node);
  const [opening] = parts;
  const raw = opening !== undefined && /r/iu.test(textOf(tree, opening).replaceAll(/["']/gu, ""));
  const pieces = parts.flatMap((part): Expression[] => {
    const kind = kindOf(tree, part);
    if (kind === "string_content") {
      const inside = textOf(tree, part);
      return [{ kind: "constant", ...spanOf(builder, part), value: raw ? inside : unescape(inside) }];
    }
    return kind === "interpolation" ? [lowerExpression(builder, childByField(tree, part, "expression"))] : [];
  });
  return joined(span, pieces);
}

/** Strings that stand side by side. */
export function concatenated(builder: Builder, node: NodeId): Expression {
  const pieces = namedChildren(builder.tree, node).flatMap((child): readonly Expression[] => {
    if (kindOf(builder.tree, child) !== "string") return [];
    const piece = lowerString(builder, child);
    return piece.kind === "text" ? piece.parts : [piece];
  });
  return joined(spanOf(builder, node), pieces);
}

function joined(span: { start: number; end: number }, pieces: readonly Expression[]): Expression {
  if (pieces.every((piece) => piece.kind === "constant" && typeof piece.value === "string")) {
    return { kind: "constant", ...span, value: pieces.map((piece) => (piece.kind === "constant" ? piece.value : "")).join("") };
  }
  return { kind: "text", ...span, parts: pieces, always: true };
}

/** What `%` puts into its template: the items of a tuple, the entries of a dictionary, or the one value. */
export function formatted(value: Expression): Argument[] {
  if (value.kind === "list") return value.items.map((item) => ({ value: item.value, name: "", spread: item.spread }));
  if (value.kind === "record") {
    return value.entries.map((entry) => ({
      value: entry.value,
      name: typeof entry.key === "string" ? entry.key : "",
      spread: entry.key === undefined,
    }));
  }
  return [{ value, name: "", spread: false }];
}
