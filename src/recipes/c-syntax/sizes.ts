import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { literally } from "./calls.ts";
import { declaredType } from "./declared.ts";

/** One operand of a size: a number, a `sizeof`, a variable or a field, which may be read twice. */
export interface SizePart {
  readonly text: string;
  /** True for what the compiler knows. */
  readonly fixed: boolean;
  /** Undefined where the type is not in view. */
  readonly signed: boolean | undefined;
  readonly wide: boolean;
}

/** A size that is computed step by step: each operator is applied to all that stands before it. */
export interface SizeChain {
  readonly first: SizePart;
  readonly steps: readonly { readonly operator: "*" | "+"; readonly part: SizePart }[];
}

/** Sums and products of parts, one after the other; undefined for anything else, and where nothing is computed. */
export function sizeChain(tree: SyntaxTree, node: NodeId): SizeChain | undefined {
  const chain = read(tree, node);
  const [step, ...rest] = chain?.steps ?? [];
  if (chain === undefined || step === undefined || (chain.first.fixed && chain.steps.every(({ part }) => part.fixed)))
    return undefined;
  return chain.first.fixed && !step.part.fixed
    ? { first: step.part, steps: [{ operator: step.operator, part: chain.first }, ...rest] }
    : chain;
}

function read(tree: SyntaxTree, node: NodeId): SizeChain | undefined {
  const inner = unbracketed(tree, node);
  const part = partAt(tree, inner);
  if (part !== undefined) return { first: part, steps: [] };
  if (kindOf(tree, inner) !== "binary_expression") return undefined;
  const operator = textOf(tree, childByField(tree, inner, "operator"));
  if (operator !== "*" && operator !== "+") return undefined;
  const [left, right] = [read(tree, childByField(tree, inner, "left")), read(tree, childByField(tree, inner, "right"))];
  if (left === undefined || right === undefined) return undefined;
  if (right.steps.length === 0) return { first: left.first, steps: [...left.steps, { operator, part: right.first }] };
  return left.steps.length === 0 ? { first: right.first, steps: [...right.steps, { operator, part: left.first }] } : undefined;
}

/** Without brackets, and without casts to the type of sizes. */
function unbracketed(tree: SyntaxTree, node: NodeId): NodeId {
  let inner = node;
  for (;;) {
    const kind = kindOf(tree, inner);
    if (kind === "parenthesized_expression") inner = namedChildren(tree, inner)[0] ?? NONE;
    else if (kind === "cast_expression" && textOf(tree, childByField(tree, inner, "type")) === "size_t")
      inner = childByField(tree, inner, "value");
    else return inner;
    if (inner === NONE) return node;
  }
}

function partAt(tree: SyntaxTree, node: NodeId): SizePart | undefined {
  const text = textOf(tree, node);
  const kind = kindOf(tree, node);
  if (kind === "number_literal" || kind === "sizeof_expression")
    return { text, fixed: true, signed: false, wide: kind !== "number_literal" };
  if (kind === "identifier" && /^[A-Z][A-Z0-9_]*$/u.test(text)) return { text, fixed: true, signed: false, wide: false };
  const plain =
    kind === "identifier" ||
    (kind === "field_expression" && descendants(tree, node, ["call_expression", "subscript_expression"]).length === 0);
  if (!plain) return undefined;
  const type = declaredType(tree, node);
  const known =
    /\b(?:size_t|u?int(?:8|16|32|64|ptr|max)?_t|ssize_t|off_t|unsigned|signed|int|long|short|char|u_?(?:int|long|short|char))\b/u.test(
      type,
    );
  const unsigned = /\b(?:size_t|uint\w*_t|unsigned|u_?(?:int|long|short|char))\b/u.test(type);
  return { text, fixed: false, signed: known ? !unsigned : undefined, wide: /\bsize_t\b/u.test(type) };
}

/** Each test that a file without help of its compiler needs: true where the size does not fit. Undefined where a type is not in view. */
export function wrapTest({ first, steps }: SizeChain): string | undefined {
  const variables = [first, ...steps.map(({ part }) => part)].filter(({ fixed }) => !fixed);
  if (variables.some(({ signed }) => signed === undefined)) return undefined;
  const negative = variables.filter(({ signed }) => signed === true).map(({ text }) => `${text} < 0`);
  const zero: string[] = [];
  const over: string[] = [];
  let room = "SIZE_MAX";
  let sum = false;
  for (const { operator, part } of steps.toReversed()) {
    const text = part.signed === true ? `(size_t)${part.text}` : part.text;
    if (operator === "*") {
      room = `${sum ? `(${room})` : room} / ${text}`;
      sum = false;
      if (!part.fixed) zero.push(`${part.text} != 0`);
    } else {
      if (!part.fixed || zero.length > 0) over.push(`${text} > ${room}`);
      room = `${room} - ${text}`;
      sum = true;
    }
  }
  over.push(`${first.signed === true ? "(size_t)" : ""}${first.text} > ${room}`);
  const wraps = over.join(" || ");
  const guarded = zero.length === 0 ? wraps : `${zero.join(" && ")} && ${over.length > 1 ? `(${wraps})` : wraps}`;
  if (negative.length === 0) return guarded;
  return `${negative.join(" || ")} || ${zero.length === 0 ? guarded : `(${guarded})`}`;
}

/** The same size, computed in the type of sizes from its first step on. */
export function wideSize({ first, steps }: SizeChain): string {
  let text = first.wide ? first.text : `(size_t)${first.text}`;
  let sum = false;
  for (const { operator, part } of steps) {
    text = `${operator === "*" && sum ? `(${text})` : text} ${operator} ${part.text}`;
    sum = operator === "+";
  }
  return text;
}

/** True when the greatest size, or a function that tells overflow, stands before the statement together with an operand. */
export function isMeasured(tree: SyntaxTree, statement: NodeId, { first }: SizeChain): boolean {
  const definition = enclosing(tree, statement, ["function_definition"]);
  return tests(tree, childByField(tree, definition, "body"), statement).some(
    (text) =>
      /\b(?:SIZE_MAX|[A-Z]+_MAX|\w*_overflow|ckd_\w+)\b/u.test(text) &&
      new RegExp(`(?<![\\w.>])${literally(first.text)}(?!\\w)`, "u").test(text),
  );
}

function tests(tree: SyntaxTree, body: NodeId, before: NodeId): string[] {
  return body === NONE
    ? []
    : namedChildren(tree, body)
        .filter((node) => node < before && kindOf(tree, node) === "if_statement")
        .map((node) => textOf(tree, childByField(tree, node, "condition")));
}
