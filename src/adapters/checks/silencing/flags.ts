import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import type { Detector, Trees } from "./silencing.ts";
import { isConstant } from "./tree-tokens.ts";
import { assignments, FUNCTION_KINDS, namesIn, parameterName, parameterNodes } from "./values.ts";

const SETTINGS =
  /\bprocess\.env\b|\bos\.environ\b|\bgetenv\(|\bDeno\.env\b|\bimport\.meta\.env\b|^(?:[\w$]+\.)*(?:settings|config|options|flags|features|env)\.[\w$.]+$|\bfeature\w*\(/i;
const EXITS = ["return_statement", "raise_statement", "throw_statement", "continue_statement", "break_statement"];

/** A guard that only works when a setting, a new parameter or a constant says so, or a safety option that such a thing decides. */
export const addsOptionalGuard: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  const [guard] = surplus(multiset(optionalGuards(trees, "after")), multiset(optionalGuards(trees, "before")));
  const found = guard ?? loosenedOption(trees);
  if (found === undefined) return undefined;
  return {
    reason: "optional-guard",
    detail: `${path}: \`${found.slice(0, 80)}\` lets a setting turn the protection off`,
    asks: true,
  };
};

function optionalGuards(trees: Trees, side: keyof Trees): string[] {
  const tree = trees[side];
  const flags = switches(tree);
  return descendants(tree, 0, ["if_statement", "elif_clause"]).flatMap((node) => {
    const condition = childByField(tree, node, "condition");
    const body = childByField(tree, node, "consequence");
    if (condition === NONE || body === NONE) return [];
    const parts = conjuncts(tree, condition);
    const decided = parts.filter((part) => isSwitch(tree, part, flags));
    if (decided.length === 0) return [];
    const text = textOf(tree, condition).replace(/\s+/g, " ");
    const exits = descendants(tree, body, EXITS).length > 0;
    // A guard on the setting alone speaks of the setting; with more in the condition or below it, it speaks of the input.
    const guards = parts.length > decided.length ? exits : exits && descendants(tree, body, ["if_statement"]).length > 0;
    return guards ? [text] : [];
  });
}

/** Names that a caller or a constant turns on and off: parameters with a plain default, constants that are true or false. */
function switches(tree: SyntaxTree): ReadonlySet<string> {
  const parameters = descendants(tree, 0, FUNCTION_KINDS).flatMap((owner) =>
    parameterNodes(tree, owner).flatMap((node) => {
      const value = childByField(tree, node, kindOf(tree, node) === "assignment_pattern" ? "right" : "value");
      const name = parameterName(tree, node);
      return value !== NONE && name !== undefined && isPlain(textOf(tree, value)) ? [name] : [];
    }),
  );
  const constants = assignments(tree).flatMap(({ left, right, node }) => {
    const topLevel = !isInside(tree, node);
    return topLevel && (isPlain(textOf(tree, right)) || SETTINGS.test(textOf(tree, right))) ? [left] : [];
  });
  return new Set([...parameters, ...constants]);
}

function isInside(tree: SyntaxTree, node: NodeId): boolean {
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current))
    if (FUNCTION_KINDS.includes(kindOf(tree, current))) return true;
  return false;
}

function isPlain(text: string): boolean {
  return /^(?:true|false|True|False|None|null|undefined|0|1)$/.test(text);
}

/** `a` and `b` of `a and b`; the whole when it is no conjunction. */
function conjuncts(tree: SyntaxTree, node: NodeId): NodeId[] {
  if (kindOf(tree, node) === "parenthesized_expression")
    return namedChildren(tree, node).flatMap((inner) => conjuncts(tree, inner));
  const joins = /^(?:boolean_operator|binary_expression)$/.test(kindOf(tree, node));
  const operator = joins ? childByField(tree, node, "operator") : NONE;
  if (operator === NONE || !/^(?:and|&&)$/.test(textOf(tree, operator))) return [node];
  return [childByField(tree, node, "left"), childByField(tree, node, "right")].flatMap((side) => conjuncts(tree, side));
}

/** Decided by a setting alone: it names one, and nothing that comes with the input. */
function isSwitch(tree: SyntaxTree, node: NodeId, flags: ReadonlySet<string>): boolean {
  const text = textOf(tree, node).trim();
  if (SETTINGS.test(text)) return !/\b(?:request|req)\b/.test(text) && !/\.(?:includes|has|test|match|startsWith)\(/.test(text);
  const names = namesIn(tree, node).filter((name) => name !== "undefined");
  return names.length > 0 && names.every((name) => flags.has(name));
}

/** An option that was off by a literal and hangs on a setting now; what was on may well become a setting. */
function loosenedOption({ before, after }: Trees): string | undefined {
  const flags = switches(after);
  const known = new Map(options(before).map(({ name, value }) => [name, textOf(before, value)]));
  const loose = options(after).find(({ name, value }) => {
    const old = known.get(name);
    if (old === undefined || !/^(?:false|False|0)$/.test(old) || isConstant(after, value)) return false;
    return SETTINGS.test(textOf(after, value)) || namesIn(after, value).some((each) => flags.has(each));
  });
  return loose === undefined ? undefined : `${loose.name}=${textOf(after, loose.value)}`;
}

function options(tree: SyntaxTree): { readonly name: string; readonly value: NodeId }[] {
  return descendants(tree, 0, ["keyword_argument", "pair"]).flatMap((node) => {
    const key = childByField(tree, node, kindOf(tree, node) === "pair" ? "key" : "name");
    const value = childByField(tree, node, "value");
    return key === NONE || value === NONE ? [] : [{ name: textOf(tree, key).replace(/["']/g, ""), value }];
  });
}
