/** A condition over metavariables that hold numbers or strings. */
export type Comparison =
  | { readonly op: "number"; readonly value: number }
  | { readonly op: "string"; readonly value: string }
  | { readonly op: "metavariable"; readonly name: string }
  | { readonly op: "not"; readonly operand: Comparison }
  | { readonly op: "negate"; readonly operand: Comparison }
  | { readonly op: BinaryOperator; readonly left: Comparison; readonly right: Comparison };

type BinaryOperator = "and" | "or" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%" | "**";

type Value = number | string | boolean | undefined;

const TOKEN =
  /\s*(?:(\$[A-Z_][A-Z_0-9]*)|(0[xX][0-9a-fA-F]+|0[oO][0-7]+|\d+(?:\.\d+)?)|"([^"\\]*)"|'([^'\\]*)'|(\*\*|==|!=|<=|>=|[<>+\-*/%()])|(\w+|\S))/y;
const LEVELS: readonly (readonly string[])[] = [["or"], ["and"], ["==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];
const MAX_TOKENS = 200;

/** Parses Semgrep's Python-like condition. Throws a SyntaxError that names what is not supported (`len`, `re.match`, `in`, …). */
export function parseComparison(text: string): Comparison {
  const tokens = tokenize(text);
  let position = 0;

  function level(depth: number): Comparison {
    const operators = LEVELS[depth];
    if (operators === undefined) return unary();
    if (depth === 2 && tokens[position]?.text === "not") {
      position++;
      return { op: "not", operand: level(2) };
    }
    let left = level(depth + 1);
    for (let token = tokens[position]; token?.kind === "operator" && operators.includes(token.text); token = tokens[position]) {
      position++;
      left = { op: token.text as BinaryOperator, left, right: level(depth + 1) };
    }
    return left;
  }

  function unary(): Comparison {
    const token = tokens[position++];
    if (token === undefined) throw new SyntaxError("the comparison ends too early");
    if (token.kind === "number") return power({ op: "number", value: Number(token.text) });
    if (token.kind === "string") return { op: "string", value: token.text };
    if (token.kind === "metavariable") return power({ op: "metavariable", name: token.text.slice(1) });
    if (token.text === "-") return { op: "negate", operand: unary() };
    if (token.text === "(") {
      const inner = level(0);
      if (tokens[position++]?.text !== ")") throw new SyntaxError("a bracket is not closed");
      return power(inner);
    }
    throw new SyntaxError(`"${token.text}" is not supported in a comparison`);
  }

  function power(base: Comparison): Comparison {
    if (tokens[position]?.text !== "**") return base;
    position++;
    return { op: "**", left: base, right: unary() };
  }

  const parsed = level(0);
  const rest = tokens[position];
  if (rest !== undefined) throw new SyntaxError(`"${rest.text}" is not supported in a comparison`);
  return parsed;
}

interface Token {
  readonly kind: "metavariable" | "number" | "string" | "operator" | "word";
  readonly text: string;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const source = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (match === null) throw new SyntaxError("the comparison cannot be read");
    const [, metavariable, number, double, single, operator, word] = match;
    if (metavariable !== undefined) tokens.push({ kind: "metavariable", text: metavariable });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (operator !== undefined) tokens.push({ kind: "operator", text: operator });
    else if (word !== undefined) tokens.push({ kind: ["and", "or", "not"].includes(word) ? "operator" : "word", text: word });
    else tokens.push({ kind: "string", text: double ?? single ?? "" });
    if (tokens.length > MAX_TOKENS) throw new SyntaxError(`a comparison of more than ${MAX_TOKENS} tokens is not supported`);
  }
  return tokens;
}

/** True when the condition holds; false too when a metavariable has no value or types do not fit. `value` gives a metavariable's number or string. */
export function holds(comparison: Comparison, value: (metavariable: string) => number | string | undefined): boolean {
  return evaluate(comparison, value) === true;
}

function evaluate(node: Comparison, value: (metavariable: string) => number | string | undefined): Value {
  if (node.op === "number" || node.op === "string") return node.value;
  if (node.op === "metavariable") return value(node.name);
  if (node.op === "not") {
    const operand = evaluate(node.operand, value);
    return typeof operand === "boolean" ? !operand : undefined;
  }
  if (node.op === "negate") {
    const operand = evaluate(node.operand, value);
    return typeof operand === "number" ? -operand : undefined;
  }
  const left = evaluate(node.left, value);
  const right = evaluate(node.right, value);
  if (node.op === "and") return left === true && right === true;
  if (node.op === "or") return left === true || right === true;
  if (left === undefined || right === undefined) return undefined;
  if (node.op === "==") return left === right;
  if (node.op === "!=") return left !== right;
  return typeof left === "number" && typeof right === "number" ? ARITHMETIC[node.op](left, right) : undefined;
}

const ARITHMETIC: Readonly<
  Record<Exclude<BinaryOperator, "and" | "or" | "==" | "!=">, (left: number, right: number) => number | boolean>
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
