import type { Expression, Pattern } from "#analysis/ir/expression.ts";

/** Operands of `+`: texts as soon as one of them is known to be one. */
export function joined(span: { start: number; end: number }, parts: readonly Expression[]): Expression {
  if (parts.every((part) => part.kind === "constant" && typeof part.value === "string"))
    return { kind: "constant", ...span, value: parts.map((part) => (part.kind === "constant" ? part.value : "")).join("") };
  const [first, ...rest] = parts;
  if (first?.kind === "constant" && first.value === "redirect:") return redirect(span, first, rest);
  const always = parts.some((part) => part.kind === "text" || (part.kind === "constant" && typeof part.value === "string"));
  return { kind: "text", ...span, parts, always };
}

/** The name of a view that sends the visitor elsewhere. */
function redirect(span: { start: number; end: number }, first: Expression, rest: readonly Expression[]): Expression {
  const [only] = rest;
  return {
    kind: "call",
    ...span,
    callee: { kind: "name", start: first.start, end: first.end, name: "redirect:" },
    arguments: [{ value: rest.length === 1 && only !== undefined ? only : joined(span, rest), name: "", spread: false }],
    construct: false,
  };
}

/** What an assignment to the expression writes to. */
export function targetOf(lowered: Expression): Pattern {
  const { start, end } = lowered;
  return lowered.kind === "name"
    ? { kind: "name", start, end, name: lowered.name }
    : { kind: "place", start, end, place: lowered };
}
