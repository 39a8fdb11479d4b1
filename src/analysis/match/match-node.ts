import type { NodeId } from "#analysis/parse/tree.ts";
import { children, isNamed, kindOf, NAMED, NONE } from "#analysis/parse/tree.ts";
import type { Environment } from "./environment.ts";
import type { Facts } from "./facts.ts";
import { functionHead } from "./function-head.ts";
import { gateOf } from "./gate.ts";
import { fieldChild, headOf, isKind, items, tailOf, unwrap } from "./grammar.ts";
import { matchArguments, matchOrdered, matchUnordered } from "./match-list.ts";
import { matchName } from "./match-name.ts";
import { matchBlock } from "./match-statements.ts";
import { matchString } from "./match-string.ts";
import { modifiersOf } from "./modifiers.ts";
import { bindNode, type Matcher, type Then } from "./matcher.ts";
import type { Pattern } from "./pattern.ts";
import { spend, type Steps } from "./steps.ts";
import { hasType } from "./type-of.ts";

/** A matcher for one tree; `steps` is counted down. Recursion is as deep as the pattern, never as deep as the tree. */
export function createMatcher(facts: Facts, steps: Steps): Matcher {
  const matcher: Matcher = {
    facts,
    steps,
    match: (pattern, target, env, then) => matchNode(matcher, pattern, target, env, then),
  };
  return matcher;
}

function matchNode(matcher: Matcher, pattern: Pattern, target: NodeId, env: Environment, then: Then): void {
  spend(matcher.steps);
  const { facts } = matcher;
  const { tree, grammar } = facts;
  if (pattern.op === "rest") return then(env);
  if (pattern.op === "deep") return matchDeep(matcher, pattern.inner, target, env, then);
  if (pattern.op === "node" && pattern.kinds[tree.kinds[target] as number] === 1)
    return matchGeneric(matcher, pattern, target, env, then);
  const node = unwrap(tree, grammar, target);
  switch (pattern.op) {
    case "meta":
      if (pattern.bare === true && grammar.dialect.declarators?.includes(kindOf(tree, node)) === true) return undefined;
      return bindNode(matcher, pattern.name, node, env, then);
    case "typed":
      return hasType(
        facts,
        node,
        pattern.type.split("|").map((type) => type.trim()),
      )
        ? bindNode(matcher, pattern.name, node, env, then)
        : undefined;
    case "name":
      return matchName(facts, pattern.path, node) ? then(env) : undefined;
    case "word":
      return hasText(facts, node, pattern.text) ? then(env) : undefined;
    case "leaf":
      return matchLeaf(facts, pattern, node) ? then(env) : undefined;
    case "string":
      return matchString(matcher, pattern.content, node, env, then);
    case "chain":
      return matchChain(matcher, pattern.base, node, env, then);
    case "member":
      if (!isKind(tree, node, grammar.member)) return undefined;
      return matchNode(matcher, pattern.object, headOf(tree, grammar, node), env, (next) =>
        matchNode(matcher, pattern.property, tailOf(tree, grammar, node), next, then),
      );
    case "call":
      return matchCall(matcher, pattern, node, env, then);
    case "assign":
      return isKind(tree, node, grammar.assignment)
        ? matchHeadTail(matcher, pattern.left, pattern.right, node, env, then)
        : undefined;
    case "pair":
      if (kindOf(tree, node) === "shorthand_property_identifier") {
        return matchNode(matcher, pattern.key, node, env, (next) => matchNode(matcher, pattern.value, node, next, then));
      }
      return isKind(tree, node, pattern.kinds) ? matchHeadTail(matcher, pattern.key, pattern.value, node, env, then) : undefined;
    case "function":
      return isKind(tree, node, pattern.kinds) ? matchFunction(matcher, pattern, node, env, then) : undefined;
    case "decorated":
      return matchDecorated(matcher, pattern, node, env, then);
    case "declaration":
      if (tree.kinds[node] !== pattern.kind || !tree.text.startsWith(pattern.keyword, tree.starts[node])) return undefined;
      return matchEach(matcher, pattern.declarators, items(tree, grammar, node), 0, env, then);
    case "loop": {
      if (!isKind(tree, node, pattern.kinds)) return undefined;
      const body = fieldChild(tree, node, grammar.field("body"));
      return body === NONE ? undefined : matchBody(matcher, pattern.body, body, env, then);
    }
    case "block":
      return matchBlock(matcher, pattern.items, node, env, then);
    case "node":
      return isKind(tree, node, pattern.kinds) ? matchGeneric(matcher, pattern, node, env, then) : undefined;
    case "statements":
      return undefined;
  }
}

/** True when the node's own text, quotes of a key aside, is the word. */
function hasText({ tree, grammar }: Facts, node: NodeId, text: string): boolean {
  const start = tree.starts[node] as number;
  const length = (tree.ends[node] as number) - start;
  if (length === text.length) return tree.text.startsWith(text, start);
  return length === text.length + 2 && isKind(tree, node, grammar.string) && tree.text.startsWith(text, start + 1);
}

function matchLeaf(facts: Facts, pattern: Extract<Pattern, { op: "leaf" }>, node: NodeId): boolean {
  const { tree, grammar } = facts;
  const at = (target: NodeId): boolean =>
    tree.kinds[target] === pattern.kind &&
    (tree.ends[target] as number) - (tree.starts[target] as number) === pattern.text.length &&
    tree.text.startsWith(pattern.text, tree.starts[target]);
  if (at(node)) return true;
  if (!pattern.constant || !isKind(tree, node, grammar.identifier)) return false;
  const value = facts.constants().valueOf(node);
  return value !== NONE && at(value);
}

function matchDeep(matcher: Matcher, inner: Pattern, target: NodeId, env: Environment, then: Then): void {
  const { tree, grammar } = matcher.facts;
  const gate = gateOf(inner, grammar);
  const end = tree.after[target] as number;
  spend(matcher.steps, (end - target) >> 2);
  for (let node = target; node < end; node++) {
    if (gate !== undefined && gate[tree.kinds[node] as number] === 0) continue;
    if (((tree.flags[node] as number) & NAMED) !== 0) matchNode(matcher, inner, node, env, then);
  }
}

function matchChain(matcher: Matcher, base: Pattern, target: NodeId, env: Environment, then: Then): void {
  const { tree, grammar } = matcher.facts;
  let node = target;
  while (node !== NONE) {
    spend(matcher.steps);
    matchNode(matcher, base, node, env, then);
    const next =
      isKind(tree, node, grammar.member) || isKind(tree, node, grammar.call)
        ? headOf(tree, grammar, node)
        : kindOf(tree, node).startsWith("subscript")
          ? node + 1
          : NONE;
    node = next === NONE ? NONE : unwrap(tree, grammar, next);
  }
}

function matchCall(
  matcher: Matcher,
  pattern: Extract<Pattern, { op: "call" }>,
  node: NodeId,
  env: Environment,
  then: Then,
): void {
  const { tree, grammar } = matcher.facts;
  if (tree.kinds[node] !== pattern.kind) return;
  const list = tailOf(tree, grammar, node);
  const plain = list === NONE || isKind(tree, list, grammar.argumentList);
  if (!plain && !grammar.dialect.bareArguments && !pattern.template) return;
  const targets = list === NONE ? [] : plain ? items(tree, grammar, list) : [list];
  matchNode(matcher, pattern.callee, headOf(tree, grammar, node), env, (next) =>
    matchArguments(matcher, pattern.args, targets, next, then),
  );
}

function matchHeadTail(matcher: Matcher, head: Pattern, tail: Pattern, node: NodeId, env: Environment, then: Then): void {
  const { tree, grammar } = matcher.facts;
  const [first, second] = [headOf(tree, grammar, node), tailOf(tree, grammar, node)];
  if (first === NONE || second === NONE) return;
  matchNode(matcher, head, first, env, (next) => matchNode(matcher, tail, second, next, then));
}

function matchFunction(
  matcher: Matcher,
  pattern: Extract<Pattern, { op: "function" }>,
  node: NodeId,
  env: Environment,
  then: Then,
): void {
  const { tree, grammar } = matcher.facts;
  if (pattern.modifiers.length > 0) {
    const own = modifiersOf(tree, node);
    if (!pattern.modifiers.every((modifier) => own.includes(modifier))) return undefined;
  }
  const field = (name: string): NodeId => fieldChild(tree, node, grammar.field(name));
  const { name, list, type, depth } = functionHead(tree, grammar, node);
  const single = field("parameter");
  const parameters = list === NONE ? (single === NONE ? [] : [single]) : items(tree, grammar, list);
  const body = field("body");
  const withName = (next: Environment): void =>
    matchOrdered(
      matcher,
      pattern.parameters,
      parameters.map((parameter) => parameterTarget(matcher, pattern.parameters, parameter)),
      next,
      (inner) => {
        if (body !== NONE) matchBody(matcher, pattern.body, body, inner, then);
        else if (pattern.body.op === "rest") then(inner);
      },
    );
  const { name: wanted, head, result } = pattern;
  const called = (next: Environment): void => {
    if (wanted === undefined) return withName(next);
    if (name !== NONE) matchNode(matcher, wanted, name, next, withName);
  };
  const named = (next: Environment): void => {
    if (result === undefined) return called(next);
    const any = result.type.op === "meta";
    if (type !== NONE && (any ? depth >= result.depth : depth === result.depth))
      matchNode(matcher, result.type, type, next, called);
  };
  if (head?.op !== "node") return named(env);
  const own = children(tree, node).find((part) => isKind(tree, part, head.kinds));
  if (own !== undefined) matchNode(matcher, head, own, env, named);
}

/** A parameter's name stands for it, unless the pattern spells out a default or type. */
function parameterTarget({ facts: { tree, grammar } }: Matcher, patterns: readonly Pattern[], parameter: NodeId): NodeId {
  const kind = tree.kinds[parameter] as number;
  if (
    !isKind(tree, parameter, grammar.parameter) ||
    patterns.some((pattern) => pattern.op === "node" && pattern.kinds[kind] === 1)
  )
    return parameter;
  const name = headOf(tree, grammar, parameter);
  return name === NONE ? parameter + 1 : name;
}

function matchBody(matcher: Matcher, pattern: Pattern, body: NodeId, env: Environment, then: Then): void {
  const { tree, grammar } = matcher.facts;
  const anything = pattern.op === "block" && pattern.items.length === 1 && pattern.items[0]?.op === "rest";
  if (anything) return then(env);
  if (pattern.op === "block" && !isKind(tree, body, grammar.block)) return;
  matchNode(matcher, pattern, body, env, then);
}

function matchDecorated(
  matcher: Matcher,
  pattern: Extract<Pattern, { op: "decorated" }>,
  node: NodeId,
  env: Environment,
  then: Then,
): void {
  const { tree, grammar } = matcher.facts;
  if (kindOf(tree, node) !== "decorated_definition") return;
  const parts = items(tree, grammar, node);
  const definition = parts.at(-1);
  if (definition === undefined) return;
  const decorators = pattern.decorators.filter((decorator) => decorator.op !== "rest");
  matchEach(matcher, decorators, parts.slice(0, -1), 0, env, (next) =>
    matchNode(matcher, pattern.definition, definition, next, then),
  );
}

/** Each pattern on some target, targets may be left over. */
function matchEach(
  matcher: Matcher,
  patterns: readonly Pattern[],
  targets: readonly NodeId[],
  index: number,
  env: Environment,
  then: Then,
): void {
  const pattern = patterns[index];
  if (pattern === undefined) return then(env);
  for (const target of targets)
    matchNode(matcher, pattern, target, env, (next) => matchEach(matcher, patterns, targets, index + 1, next, then));
}

function matchGeneric(
  matcher: Matcher,
  pattern: Extract<Pattern, { op: "node" }>,
  node: NodeId,
  env: Environment,
  then: Then,
): void {
  const { tree, grammar } = matcher.facts;
  const targets: NodeId[] = [];
  const end = tree.after[node] as number;
  for (let child = node + 1; child < end; child = tree.after[child] as number) {
    const kind = tree.kinds[child] as number;
    if (pattern.skip[kind] === 0 || (isNamed(tree, child) && tree.kindNames[kind] === "await")) targets.push(child);
  }
  const match = pattern.unordered ? matchUnordered : matchOrdered;
  if (grammar.class[tree.kinds[node] as number] === 0) return match(matcher, pattern.items, targets, env, then);
  const decorator = grammar.kind("decorator");
  const isDecorator = (item: Pattern): boolean => item.op === "node" && item.kinds[decorator] === 1;
  if (!pattern.items.some(isDecorator)) return match(matcher, pattern.items, targets, env, then);
  // Decorators of an exported class stand in front of `export`; others than the pattern's may stand among them.
  const parent = tree.parents[node] as NodeId;
  const exported = kindOf(tree, parent) === "export_statement" ? children(tree, parent) : [];
  const decorators = [...exported, ...targets].filter((child) => tree.kinds[child] === decorator);
  const rest = targets.filter((child) => tree.kinds[child] !== decorator);
  const others = pattern.items.filter((item) => !isDecorator(item));
  return matchEach(matcher, pattern.items.filter(isDecorator), decorators, 0, env, (next) =>
    match(matcher, others, rest, next, then),
  );
}
