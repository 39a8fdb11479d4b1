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
export function formatted(template: Expression, value: Expression): Argument[] {
  if (isLocals(value)) return everyName(template, value);
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

/** What `format` puts into its template. */
export function arranged(template: Expression, given: readonly Argument[]): Argument[] {
  return given.flatMap((one) => (one.spread && isLocals(one.value) ? everyName(template, one.value) : [one]));
}

/** `locals()`: all variables of the function by their names. */
function isLocals(value: Expression): boolean {
  return (
    value.kind === "call" &&
    value.arguments.length === 0 &&
    value.callee.kind === "name" &&
    /^(?:locals|vars)$/u.test(value.callee.name)
  );
}

/** The variables that a template names. */
function everyName(template: Expression, { start, end }: Expression): Argument[] {
  const texts = template.kind === "text" ? template.parts : [template];
  const names = texts.flatMap((part) =>
    part.kind === "constant" && typeof part.value === "string"
      ? [...part.value.matchAll(/%\((\w+)\)|\{([A-Za-z_]\w*)/gu)].map((hole) => hole[1] ?? hole[2] ?? "")
      : [],
  );
  return [...new Set(names)].map((name) => ({ value: { kind: "name", start, end, name }, name, spread: false }));
}
