import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { type Declaration, declarations } from "./declarations.ts";
import { isHollow } from "./removals.ts";
import type { Detector, Silencing, Trees } from "./silencing.ts";
import { isConstant } from "./tree-tokens.ts";
import { assignments, calleeText, CALLS, functionOf, ownDescendants, parameterNodes } from "./values.ts";

type Pair = readonly [old: Declaration, fresh: Declaration];

/** A function that is still there gives or takes less: a parameter, its result, what a variable or a branch of it was for. */
export const narrowsFunctions: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  for (const pair of pairs(trees)) {
    const found = takesLess(trees, pair) ?? returnsNothing(trees, pair);
    if (found !== undefined) return { ...found, detail: `${path}: ${found.detail}` };
  }
  const constant = becameConstant(trees);
  if (constant !== undefined) return { reason: "removes-code", detail: `${path}: \`${constant}\` became a constant` };
  const refused = hollowBranch(trees);
  if (refused === undefined) return undefined;
  return { reason: "removes-code", detail: `${path}: the branch \`${refused.slice(0, 80)}\` does nothing any more`, asks: true };
};

/** Functions that exist in both states, by name. */
function pairs({ before, after }: Trees): Pair[] {
  const fresh = new Map(declarations(after).map((each) => [each.name, each]));
  return declarations(before).flatMap((old): Pair[] => {
    const same = fresh.get(old.name);
    return same === undefined ? [] : [[old, same]];
  });
}

function takesLess({ before, after }: Trees, [old, fresh]: Pair): Silencing | undefined {
  if (/class/.test(kindOf(before, old.node))) return undefined;
  const [had, has] = [parameterNodes(before, old.node).length, parameterNodes(after, fresh.node).length];
  if (has >= had) return undefined;
  return { reason: "narrows-interface", detail: `\`${old.name}\` takes ${has} instead of ${had} parameters`, asks: true };
}

function returnsNothing({ before, after }: Trees, [old, fresh]: Pair): Silencing | undefined {
  const had = results(before, old);
  if (had.length === 0 || (fresh.body !== NONE && !isBlock(after, fresh.body))) return undefined;
  const has = results(after, fresh);
  if (has.length === 0) return { reason: "removes-code", detail: `\`${old.name}\` no longer gives a result` };
  if (had.every((value) => isConstant(before, value)) || !has.every((value) => isConstant(after, value))) return undefined;
  return { reason: "removes-code", detail: `every result of \`${old.name}\` is a constant now` };
}

/** Values that a function with a block gives back. */
function results(tree: SyntaxTree, { node }: Declaration): NodeId[] {
  return ownDescendants(tree, node, ["return_statement", "yield", "yield_expression"]).flatMap(
    (each) => namedChildren(tree, each)[0] ?? [],
  );
}

function isBlock(tree: SyntaxTree, body: NodeId): boolean {
  return /block$|class_body$/.test(kindOf(tree, body));
}

/** A text that was put together may well become one with places for values. */
const BUILDS_TEXT =
  /(?:^|\.)(?:format|join|concat|str|String|repr|strip|trim|lower|upper|toLowerCase|toUpperCase|toString|replace|replaceAll|int|Number|textwrap\.dedent)$/;

/** A variable whose every value is a literal now, and was computed before. */
function becameConstant({ before, after }: Trees): string | undefined {
  const fresh = valuesByName(after);
  for (const [key, olds] of valuesByName(before)) {
    const news = fresh.get(key);
    if (news === undefined || !news.every((value) => isConstant(after, value)) || isFilledLater(after, key)) continue;
    const computed = olds.some((value) =>
      descendants(before, value, CALLS).some((call) => !BUILDS_TEXT.test(calleeText(before, call))),
    );
    const placeholders = news.every((value) => hasPlaces(after, value)) && olds.every((value) => buildsText(before, value));
    const lambda = olds.some((value) => /function|arrow|lambda/.test(kindOf(before, value)));
    if (computed && !lambda && !placeholders) return key.slice(key.indexOf(" ") + 1);
  }
  return undefined;
}

function isText(tree: SyntaxTree, value: NodeId): boolean {
  return /^(?:string|template_string|concatenated_string|parenthesized_expression)$/.test(kindOf(tree, value));
}

/** A text with places that values are put into later: `?`, `%s`, `$1`, `:name`, `{name}`. */
function hasPlaces(tree: SyntaxTree, value: NodeId): boolean {
  return isText(tree, value) && /\?|%\(?\w|\$\d|:\w|\{/.test(textOf(tree, value));
}

function buildsText(tree: SyntaxTree, value: NodeId): boolean {
  if (CALLS.includes(kindOf(tree, value))) return BUILDS_TEXT.test(calleeText(tree, value));
  return isText(tree, value) || kindOf(tree, value).startsWith("binary_");
}

/** A collection that starts empty and gets its content by calls or parts. */
function isFilledLater(tree: SyntaxTree, key: string): boolean {
  const name = key.slice(key.indexOf(" ") + 1).replace(/[^\w]/g, "\\$&");
  return new RegExp(`(?<![\\w$.])${name}(?:\\.\\w+\\(|\\[[^\\]]*\\]\\s*=(?!=)|\\s*[-+*/|&?]{1,2}=)`).test(tree.text);
}

/** Assigned values by the function they stand in and what they are assigned to. */
function valuesByName(tree: SyntaxTree): Map<string, NodeId[]> {
  const owners = new Map(declarations(tree).map(({ node, name }) => [node, name]));
  const found = new Map<string, NodeId[]>();
  for (const { node, left, right } of assignments(tree)) {
    const key = `${owners.get(functionOf(tree, node)) ?? ""} ${left}`;
    found.set(key, [...(found.get(key) ?? []), right]);
  }
  return found;
}

const BRANCHES = ["if_statement", "elif_clause"];

/** The condition of a branch that called something and only refuses or passes now. */
function hollowBranch({ before, after }: Trees): string | undefined {
  const fresh = branches(after);
  for (const [condition, old] of branches(before)) {
    const now = fresh.get(condition);
    if (now === undefined || isHollow(before, old) || descendants(before, old, CALLS).length === 0) continue;
    if (isHollow(after, now)) return condition;
  }
  return undefined;
}

function branches(tree: SyntaxTree): Map<string, NodeId> {
  const found = new Map<string, NodeId>();
  for (const node of descendants(tree, 0, BRANCHES)) {
    const [condition, body] = [childByField(tree, node, "condition"), childByField(tree, node, "consequence")];
    const key = condition === NONE ? "" : textOf(tree, condition).replace(/\s+/g, " ");
    if (body !== NONE && !found.has(key)) found.set(key, body);
  }
  return found;
}
