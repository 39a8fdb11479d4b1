import {
  childByField,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf } from "./expressions.ts";
import { importedModules } from "./imports.ts";

/** What an expression around `Math.random()` yields; `node` is the whole expression that a replacement stands for. */
export type RandomValue =
  /** Uniform integers from `low` (source, absent for 0) to below `low + span`. */
  | { readonly kind: "integer"; readonly node: NodeId; readonly low?: string; readonly span: string }
  /** Text of digits of some radix; `length` where the code cuts it to one. */
  | { readonly kind: "text"; readonly node: NodeId; readonly length?: number }
  /** A fraction in [0, 1). */
  | { readonly kind: "fraction"; readonly node: NodeId };

export function isMathRandom(tree: SyntaxTree, call: NodeId): boolean {
  const member = memberOf(tree, calleeOf(tree, call));
  return member?.property === "random" && /^((globalThis|window)\.)?Math$/.test(textOf(tree, member.object));
}

/** The widest expression around a `Math.random()` call whose meaning is known. */
export function randomValue(tree: SyntaxTree, call: NodeId): RandomValue {
  return textValue(tree, call) ?? integerValue(tree, call) ?? { kind: "fraction", node: call };
}

/** The parent, parentheses skipped. */
function outer(tree: SyntaxTree, node: NodeId): NodeId {
  let parent = parentOf(tree, node);
  while (parent !== NONE && kindOf(tree, parent) === "parenthesized_expression") parent = parentOf(tree, parent);
  return parent;
}

/** The call `node.name(…)` around a node, or NONE. */
function methodOn(tree: SyntaxTree, node: NodeId, names: readonly string[]): NodeId {
  const member = parentOf(tree, node);
  if (member === NONE || kindOf(tree, member) !== "member_expression" || childByField(tree, member, "object") !== node)
    return NONE;
  const call = parentOf(tree, member);
  if (call === NONE || kindOf(tree, call) !== "call_expression" || childByField(tree, call, "function") !== member) return NONE;
  return names.includes(textOf(tree, childByField(tree, member, "property"))) ? call : NONE;
}

function textValue(tree: SyntaxTree, call: NodeId): RandomValue | undefined {
  const start = kindOf(tree, parentOf(tree, call)) === "parenthesized_expression" ? parentOf(tree, call) : call;
  const digits = methodOn(tree, start, ["toString"]);
  if (digits === NONE || argumentsOf(tree, digits).length !== 1) return undefined;
  const cut = methodOn(tree, digits, ["slice", "substring", "substr"]);
  if (cut !== NONE) return widen(tree, { kind: "text", node: cut, ...cutLength(tree, cut) });
  const replaced = methodOn(tree, digits, ["replace"]);
  return widen(tree, { kind: "text", node: replaced === NONE ? digits : replaced });
}

function cutLength(tree: SyntaxTree, cut: NodeId): { length?: number } {
  const [from = Number.NaN, to = Number.NaN] = argumentsOf(tree, cut).map((argument) => Number(textOf(tree, argument)));
  const length = calledName(tree, cut) === "substr" ? to : to - from;
  return from >= 0 && Number.isInteger(length) && length > 0 ? { length } : {};
}

/** A concatenation of nothing but random texts and the time is one random text. */
function widen(tree: SyntaxTree, value: RandomValue & { kind: "text" }): RandomValue {
  let { node } = value;
  let widened = false;
  for (
    let parent = outer(tree, node);
    parent !== NONE && kindOf(tree, parent) === "binary_expression" && isRandomText(tree, parent);
    parent = outer(tree, parent)
  ) {
    node = parent;
    widened = true;
  }
  return widened ? { kind: "text", node } : value;
}

function isRandomText(tree: SyntaxTree, node: NodeId): boolean {
  const plain = bare(tree, node);
  if (kindOf(tree, plain) === "binary_expression") {
    return (
      textOf(tree, childByField(tree, plain, "operator")) === "+" &&
      isRandomText(tree, childByField(tree, plain, "left")) &&
      isRandomText(tree, childByField(tree, plain, "right"))
    );
  }
  const text = textOf(tree, plain).replaceAll(/\s/g, "");
  return /^\(?(Math\.random\(\)|Date\.now\(\)|newDate\(\)\.getTime\(\))\)?\.toString\(\d*\)(\.(slice|substring|substr)\([\d,-]*\))?$/.test(
    text,
  );
}

function integerValue(tree: SyntaxTree, call: NodeId): RandomValue | undefined {
  const product = outer(tree, call);
  if (
    product === NONE ||
    kindOf(tree, product) !== "binary_expression" ||
    textOf(tree, childByField(tree, product, "operator")) !== "*"
  )
    return undefined;
  const left = childByField(tree, product, "left");
  const factor = bare(tree, left) === call ? childByField(tree, product, "right") : left;
  if (factor === left && bare(tree, childByField(tree, product, "right")) !== call) return undefined;
  const span = textOf(tree, inner(tree, factor));
  const sum = outer(tree, product);
  const low = sum !== NONE && kindOf(tree, sum) === "binary_expression" ? addend(tree, sum, product) : undefined;
  const rounded = rounding(tree, low === undefined ? product : sum);
  if (rounded === undefined || !isCount(span)) return undefined;
  if (rounded.name === "floor")
    return low === undefined
      ? shifted(tree, rounded.node, span)
      : isInteger(low)
        ? { kind: "integer", node: rounded.node, low, span }
        : undefined;
  if (low !== undefined || !isInteger(span)) return undefined;
  if (rounded.name === "ceil") return { kind: "integer", node: rounded.node, low: "1", span };
  return { kind: "integer", node: rounded.node, span: String(Number(span) + 1) };
}

/** `floor(random * span) + low` with both written as integers is one range. */
function shifted(tree: SyntaxTree, node: NodeId, span: string): RandomValue {
  const sum = outer(tree, node);
  const low = sum !== NONE && kindOf(tree, sum) === "binary_expression" ? addend(tree, sum, node) : undefined;
  return low !== undefined && isInteger(low) && isInteger(span)
    ? { kind: "integer", node: sum, low, span }
    : { kind: "integer", node, span };
}

/** The other side of a sum. */
function addend(tree: SyntaxTree, sum: NodeId, node: NodeId): string | undefined {
  if (textOf(tree, childByField(tree, sum, "operator")) !== "+") return undefined;
  const left = childByField(tree, sum, "left");
  const right = childByField(tree, sum, "right");
  if (bare(tree, left) === node) return textOf(tree, right);
  return bare(tree, right) === node ? textOf(tree, left) : undefined;
}

function rounding(tree: SyntaxTree, node: NodeId): { name: "floor" | "ceil" | "round"; node: NodeId } | undefined {
  const parent = outer(tree, node);
  if (parent === NONE) return undefined;
  if (kindOf(tree, parent) === "binary_expression") {
    const whole =
      textOf(tree, childByField(tree, parent, "operator")) === "|" && textOf(tree, childByField(tree, parent, "right")) === "0";
    return whole ? { name: "floor", node: parent } : undefined;
  }
  if (kindOf(tree, parent) === "unary_expression") {
    const twice = parentOf(tree, parent);
    const whole =
      textOf(tree, parent).startsWith("~") && kindOf(tree, twice) === "unary_expression" && textOf(tree, twice).startsWith("~~");
    return whole ? { name: "floor", node: twice } : undefined;
  }
  const call = kindOf(tree, parent) === "arguments" ? parentOf(tree, parent) : NONE;
  if (call === NONE) return undefined;
  const callee = textOf(tree, calleeOf(tree, call));
  if (/^(Math\.floor|Math\.trunc|parseInt|Number\.parseInt)$/.test(callee)) return { name: "floor", node: call };
  return callee === "Math.ceil" || callee === "Math.round"
    ? { name: callee === "Math.ceil" ? "ceil" : "round", node: call }
    : undefined;
}

function inner(tree: SyntaxTree, node: NodeId): NodeId {
  return kindOf(tree, node) === "parenthesized_expression" ? (namedChildren(tree, node)[0] ?? node) : node;
}

function isInteger(text: string): boolean {
  return /^\d[\d_]*$/.test(text);
}

/** A source that can be an upper limit of randomInt, whose range is below 2^48. */
function isCount(text: string): boolean {
  if (isInteger(text)) return Number(text.replaceAll("_", "")) > 0 && Number(text.replaceAll("_", "")) < 2 ** 48;
  return !/^[\d.]+(e\d+)?$|\.\d/.test(text) && !/Number\.MAX|\*\*/.test(text);
}

/** True for code that runs in a web page, where node:crypto is not. */
export function isForBrowser(tree: SyntaxTree): boolean {
  const modules = importedModules(tree);
  if (["fs", "http", "https", "path", "crypto", "express", "koa", "fastify", "child_process"].some((name) => modules.has(name)))
    return false;
  if (modules.has("react") || modules.has("vue") || modules.has("svelte")) return true;
  return /\b(document|window|localStorage|sessionStorage|navigator)\s*(\.|\[|\?\.)/.test(tree.text);
}
