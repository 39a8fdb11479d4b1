import { type SafeRegex, safeRegex } from "#lib/safe-regex.ts";

/** A condition over metavariables that hold numbers or strings. */
export type Comparison =
  | { readonly op: "number"; readonly value: number }
  | { readonly op: "string"; readonly value: string }
  | { readonly op: "truth"; readonly value: boolean }
  | { readonly op: "metavariable"; readonly name: string }
  | { readonly op: "list"; readonly items: readonly Comparison[] }
  | { readonly op: ComparisonFunction; readonly operand: Comparison }
  /** `re.match`: RE2, from the first character on. */
  | { readonly op: "match"; readonly source: string; readonly operand: Comparison }
  | { readonly op: "not"; readonly operand: Comparison }
  | { readonly op: "negate"; readonly operand: Comparison }
  | { readonly op: BinaryOperator; readonly left: Comparison; readonly right: Comparison };

export type ComparisonFunction = "int" | "float" | "str" | "lower" | "upper";
export type BinaryOperator = "and" | "or" | "in" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%" | "**";

type Value = number | string | boolean | readonly Value[] | undefined;

/** True when the condition holds; false too when a metavariable has no value or types do not fit. `value` gives a metavariable's number or string. */
export function holds(comparison: Comparison, value: (metavariable: string) => number | string | undefined): boolean {
  return evaluate(comparison, value) === true;
}

function evaluate(node: Comparison, value: (metavariable: string) => number | string | undefined): Value {
  const inner = (operand: Comparison): Value => evaluate(operand, value);
  if ("left" in node) return combined(node.op, inner(node.left), inner(node.right));
  switch (node.op) {
    case "number":
    case "string":
    case "truth":
      return node.value;
    case "metavariable":
      return value(node.name);
    case "list":
      return node.items.map(inner);
    case "not": {
      const operand = inner(node.operand);
      return typeof operand === "boolean" ? !operand : undefined;
    }
    case "negate": {
      const operand = inner(node.operand);
      return typeof operand === "number" ? -operand : undefined;
    }
    case "match": {
      const operand = inner(node.operand);
      return typeof operand === "string" ? regexOf(node).testStart(operand) : undefined;
    }
    case "int":
    case "float":
    case "str":
    case "lower":
    case "upper":
      return converted(node.op, inner(node.operand));
    default:
      return node satisfies never;
  }
}

const compiled = new WeakMap<object, SafeRegex>();

function regexOf(node: Extract<Comparison, { op: "match" }>): SafeRegex {
  let regex = compiled.get(node);
  if (regex === undefined) {
    const outcome = safeRegex(node.source);
    if (!outcome.ok) throw new Error(`the expression was checked when the rule was read: ${outcome.reason}`);
    regex = outcome.regex;
    compiled.set(node, regex);
  }
  return regex;
}

function converted(name: ComparisonFunction, operand: Value): Value {
  if (typeof operand !== "string" && typeof operand !== "number") return undefined;
  if (name === "str") return String(operand);
  if (name === "lower" || name === "upper")
    return typeof operand === "string" ? (name === "lower" ? operand.toLowerCase() : operand.toUpperCase()) : undefined;
  const number = typeof operand === "number" ? operand : operand.trim() === "" ? Number.NaN : Number(operand);
  if (Number.isNaN(number)) return undefined;
  return name === "int" ? Math.trunc(number) : number;
}

function combined(op: BinaryOperator, left: Value, right: Value): Value {
  if (op === "and") return left === true && right === true;
  if (op === "or") return left === true || right === true;
  if (left === undefined || right === undefined) return undefined;
  if (op === "in") {
    if (typeof right === "string") return typeof left === "string" ? right.includes(left) : undefined;
    return Array.isArray(right) ? right.includes(left) : undefined;
  }
  if (op === "==") return left === right;
  if (op === "!=") return left !== right;
  if (typeof left === "string" && typeof right === "string") return op === "+" ? left + right : TEXT[op]?.(left, right);
  return typeof left === "number" && typeof right === "number" ? ARITHMETIC[op](left, right) : undefined;
}

const TEXT: Readonly<Partial<Record<BinaryOperator, (left: string, right: string) => boolean>>> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

const ARITHMETIC: Readonly<
  Record<Exclude<BinaryOperator, "and" | "or" | "in" | "==" | "!=">, (left: number, right: number) => number | boolean>
> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "**": (left, right) => left ** right,
};
