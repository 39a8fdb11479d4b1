import { safeRegex } from "#lib/safe-regex.ts";
import type { BinaryOperator, Comparison, ComparisonFunction } from "./comparison.ts";

const TOKEN =
  /\s*(?:(\$[A-Z_][A-Z_0-9]*|\$[1-9]\d*)|(0[xX][0-9a-fA-F]+|0[oO][0-7]+|\d+(?:\.\d+)?)|[rR]?"([^"\\]*(?:\\.[^"\\]*)*)"|[rR]?'([^'\\]*(?:\\.[^'\\]*)*)'|(\*\*|==|!=|<=|>=|[<>+\-*/%()[\],.])|(\w+|\S))/y;
const LEVELS: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["==", "!=", "<", "<=", ">", ">=", "in", "not"],
  ["+", "-"],
  ["*", "/", "%"],
];
const FUNCTIONS: readonly string[] = ["int", "float", "str", "lower", "upper"];
const MAX_TOKENS = 200;

interface Token {
  readonly kind: "metavariable" | "number" | "string" | "operator" | "word";
  readonly text: string;
}

/**
 * Parses Semgrep's Python-like condition: arithmetic, comparisons, `in`, lists, `int`, `float`, `str`, `lower`, `upper` and `re.match`. Throws a
 * SyntaxError that names what is not supported (`len`, `today`, `strptime`, …).
 */
export function parseComparison(text: string): Comparison {
  const tokens = tokenize(text);
  let position = 0;

  const peek = (): string | undefined => (tokens[position]?.kind === "operator" ? tokens[position]?.text : undefined);
  const expect = (wanted: string, message: string): void => {
    if (peek() !== wanted) throw new SyntaxError(message);
    position++;
  };

  function level(depth: number): Comparison {
    const operators = LEVELS[depth];
    if (operators === undefined) return unary();
    if (depth === 2 && peek() === "not") {
      position++;
      return { op: "not", operand: level(2) };
    }
    let left = level(depth + 1);
    for (let op = peek(); op !== undefined && operators.includes(op); op = peek()) {
      position++;
      if (op === "not") {
        expect("in", '"not" is not supported here in a comparison');
        left = { op: "not", operand: { op: "in", left, right: level(depth + 1) } };
      } else left = { op: op as BinaryOperator, left, right: level(depth + 1) };
    }
    return left;
  }

  function unary(): Comparison {
    if (peek() === "-") {
      position++;
      return { op: "negate", operand: unary() };
    }
    return power(methods(primary()));
  }

  function primary(): Comparison {
    const token = tokens[position++];
    if (token === undefined) throw new SyntaxError("the comparison ends too early");
    if (token.kind === "number") return { op: "number", value: Number(token.text) };
    if (token.kind === "string") return { op: "string", value: token.text };
    if (token.kind === "metavariable") return { op: "metavariable", name: token.text.slice(1) };
    if (token.text === "True" || token.text === "False") return { op: "truth", value: token.text === "True" };
    if (token.text === "(" || token.text === "[") {
      const items = listOf(token.text === "(" ? ")" : "]");
      return token.text === "(" && items.length === 1 ? (items[0] as Comparison) : { op: "list", items };
    }
    if (token.text === "re") return regexMatch();
    if (FUNCTIONS.includes(token.text) && peek() === "(") {
      position++;
      return { op: token.text as ComparisonFunction, operand: argument() };
    }
    throw new SyntaxError(`"${token.text}" is not supported in a comparison`);
  }

  function methods(base: Comparison): Comparison {
    let node = base;
    while (peek() === ".") {
      const name = tokens[position + 1]?.text ?? "";
      if (name !== "lower" && name !== "upper") throw new SyntaxError(`".${name}" is not supported in a comparison`);
      position += 2;
      expect("(", `".${name}" needs brackets`);
      expect(")", `".${name}" takes no argument`);
      node = { op: name, operand: node };
    }
    return node;
  }

  function regexMatch(): Comparison {
    const name = tokens[position + 1]?.text ?? "";
    if (peek() !== "." || name !== "match") throw new SyntaxError(`"re.${name}" is not supported in a comparison`);
    position += 2;
    expect("(", '"re.match" needs brackets');
    const [source, operand, more] = listOf(")");
    if (source?.op !== "string" || operand === undefined || more !== undefined)
      throw new SyntaxError('"re.match" needs a text as expression, and what to match');
    const compiled = safeRegex(source.value);
    if (!compiled.ok) throw new SyntaxError(`regular expression: ${compiled.reason}`);
    return { op: "match", source: source.value, operand };
  }

  function argument(): Comparison {
    const [operand, more] = listOf(")");
    if (operand === undefined || more !== undefined) throw new SyntaxError("a function takes one argument in a comparison");
    return operand;
  }

  function listOf(close: string): Comparison[] {
    const items: Comparison[] = [];
    while (peek() !== close) {
      items.push(level(0));
      if (peek() !== ",") break;
      position++;
    }
    expect(close, "a bracket is not closed");
    return items;
  }

  function power(base: Comparison): Comparison {
    if (peek() !== "**") return base;
    position++;
    return { op: "**", left: base, right: unary() };
  }

  const parsed = level(0);
  const rest = tokens[position];
  if (rest !== undefined) throw new SyntaxError(`"${rest.text}" is not supported in a comparison`);
  return parsed;
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
    else if (word !== undefined)
      tokens.push({ kind: ["and", "or", "not", "in"].includes(word) ? "operator" : "word", text: word });
    else tokens.push({ kind: "string", text: written(double ?? single ?? "", /^\s*[rR]/.test(match[0])) });
    if (tokens.length > MAX_TOKENS) throw new SyntaxError(`a comparison of more than ${MAX_TOKENS} tokens is not supported`);
  }
  return tokens;
}

/** The text of a string literal: quotes and backslashes lose their backslash unless it is a raw one. */
function written(inside: string, raw: boolean): string {
  return raw ? inside : inside.replace(/\\(["'\\])/g, "$1");
}
