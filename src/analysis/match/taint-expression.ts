import type { NodeId } from "#analysis/parse/tree.ts";
import { isNamed, NAMED, NONE, textOf } from "#analysis/parse/tree.ts";
import { lastName } from "./facts.ts";
import { fieldChild, firstNamed, headOf, isKind, items, tailOf, unwrap } from "./grammar.ts";
import { spend } from "./steps.ts";
import { anyWithin, type Flow } from "./taint-flow.ts";
import { FILLING_METHODS, HARMLESS_CALLS, HARMLESS_MEMBERS, ITERATING_METHODS } from "./taint-kinds.ts";
import { forget, isClean, setTaint, type Taint, taintOf, through, wholeTaint } from "./taint-state.ts";

/** What evaluating an expression found besides sinks. */
export interface Evaluated {
  readonly taint: Taint | undefined;
  /** Functions inside, in source order: their bodies are still to be visited; with the taint of their parameters where their caller hands it on. */
  readonly functions: readonly { readonly node: NodeId; readonly parameters: Taint | undefined }[];
}

/**
 * Works out taint bottom-up over the subtree of one statement or expression, children before parents, binds assigned names and records the
 * sinks that are reached. A loop over the flat tree: depth costs no stack.
 */
export function evaluateExpression(flow: Flow, root: NodeId): Evaluated {
  const { tree, grammar } = flow;
  const order: NodeId[] = [];
  const functions: NodeId[] = [];
  const end = tree.after[root] as number;
  for (let node = root; node < end; ) {
    if (isKind(tree, node, grammar.frame)) {
      functions.push(node);
      order.push(node);
      node = tree.after[node] as number;
      continue;
    }
    if (((tree.flags[node] as number) & NAMED) !== 0) order.push(node);
    node++;
  }
  spend(flow.steps, order.length);
  const hasEffects = flow.effects.size + flow.cleansed.size + flow.propagators.size > 0;
  if (!mayMatter(flow, root)) return { taint: undefined, functions: functions.map((node) => ({ node, parameters: undefined })) };
  const inner = new Map<NodeId, Taint>();
  const later: (() => void)[] = [];
  let result: Taint | undefined;
  for (let index = order.length - 1; index >= 0; index--) {
    const node = order[index] as NodeId;
    const taint = flow.clean[node] === 1 ? undefined : valueTaint(flow, node, inner.get(node));
    flow.reach(node, taint ?? (flow.clean[node] === 1 ? undefined : inner.get(node)));
    assignIn(flow, node, inner);
    if (hasEffects) sideEffects(flow, node, taint, later);
    if (taint === undefined) continue;
    if (node === root) result = taint;
    else if (handsOn(flow, node)) inner.set(tree.parents[node] as number, taint);
  }
  for (const effect of later) effect();
  return { taint: result, functions: functions.map((node) => ({ node, parameters: parameterTaint(flow, node, inner) })) };
}

/** False when nothing here can be tainted: no variable is, and no source lies inside. */
export function mayMatter(flow: Flow, root: NodeId): boolean {
  if (!isClean(flow.state)) return true;
  return anyWithin(flow.sourceNodes, root, flow.tree.after[root] as number);
}

/** What happens to variables here by side effect, once the whole expression is worked out. */
function sideEffects(flow: Flow, node: NodeId, taint: Taint | undefined, later: (() => void)[]): void {
  const { tree } = flow;
  const mark = (to: NodeId, key: string, from: Taint): void => {
    const marked = through(from, tree.starts[to] as number, tree.ends[to] as number, `goes into ${key}`);
    later.push(() => setTaint(flow.state, key, marked));
  };
  const source = flow.effects.has(node) ? flow.sources.get(node) : undefined;
  const key = source !== undefined || flow.cleansed.has(node) ? keyOf(flow, node) : undefined;
  if (key !== undefined && source !== undefined) mark(node, key, { source, path: undefined });
  else if (key !== undefined) later.push(() => forget(flow.state, key));
  if (taint === undefined) return;
  for (const to of flow.propagators.get(node) ?? []) {
    flow.given.set(to, taint);
    const target = keyOf(flow, to);
    if (target !== undefined) mark(to, target, taint);
  }
}

function valueTaint(flow: Flow, node: NodeId, inner: Taint | undefined): Taint | undefined {
  const { tree, grammar, state, options } = flow;
  const source = flow.effects.get(node) === "only" ? undefined : flow.sources.get(node);
  if (source !== undefined) return { source, path: undefined };
  const given = flow.given.get(node);
  if (given !== undefined) return given;
  if (isKind(tree, node, grammar.frame)) return undefined;
  if (isKind(tree, node, grammar.identifier)) {
    if (!isVariable(flow, node)) return undefined;
    const name = textOf(tree, node);
    const isObject = isKind(tree, tree.parents[node] as number, grammar.member);
    return isObject ? taintOf(state, name) : wholeTaint(state, name);
  }
  if (isKind(tree, node, grammar.member)) {
    const property = tailOf(tree, grammar, node);
    const key = isClean(state) ? undefined : keyOf(flow, node);
    const own = key === undefined ? undefined : wholeTaint(state, key);
    return own ?? (property !== NONE && HARMLESS_MEMBERS.has(textOf(tree, property)) ? undefined : inner);
  }
  if (inner === undefined || isHarmless(flow, node)) return undefined;
  if (options.safeFunctions === true && isKind(tree, node, grammar.call)) return undefined;
  if (options.onlyAssignments === true && !isCarrier(flow, node)) return undefined;
  return inner;
}

/** What hands its part on unchanged: brackets, assignments, lists of arguments. */
function isCarrier({ tree, grammar, kinds }: Flow, node: NodeId): boolean {
  return [grammar.transparent, grammar.assignment, grammar.argumentList, grammar.declaration, kinds.container].some((set) =>
    isKind(tree, node, set),
  );
}

/** Numbers and truth values carry nothing on. */
function isHarmless({ tree, grammar, kinds }: Flow, node: NodeId): boolean {
  if (isKind(tree, node, kinds.harmless)) return true;
  if (isKind(tree, node, kinds.unary)) return true;
  if (isKind(tree, node, grammar.call)) {
    const callee = headOf(tree, grammar, node);
    if (callee === NONE) return false;
    if (isKind(tree, callee, grammar.member)) {
      const property = tailOf(tree, grammar, callee);
      if (property !== NONE && HARMLESS_MEMBERS.has(textOf(tree, property))) return true;
    }
    return HARMLESS_CALLS.has(textOf(tree, callee));
  }
  const operator = fieldChild(tree, node, grammar.field("operator"));
  return (
    operator !== NONE &&
    !isNamed(tree, operator) &&
    /^(?:[=!]==?|[<>]=?|instanceof|in)$/.test(textOf(tree, operator)) &&
    !isKind(tree, node, kinds.iteration)
  );
}

/** Whether a tainted child taints its parent. */
function handsOn(flow: Flow, node: NodeId): boolean {
  const { tree, grammar, kinds } = flow;
  const parent = tree.parents[node] as number;
  const field = tree.fields[node] as number;
  if (isKind(tree, parent, grammar.member)) return field === grammar.headField[tree.kinds[parent] as number];
  if (isKind(tree, parent, kinds.subscript))
    return flow.options.unsafeIndexes === true || node === firstNamed(tree, grammar, parent);
  if (isKind(tree, parent, kinds.conditional)) {
    return items(tree, grammar, parent).indexOf(node) !== grammar.dialect.testPlace;
  }
  if (isKind(tree, parent, grammar.assignment) || isKind(tree, parent, kinds.augmented))
    return field !== kinds.left && field !== grammar.headField[tree.kinds[parent] as number];
  if (isKind(tree, parent, grammar.pair)) return field === grammar.tailField[tree.kinds[parent] as number];
  if (isKind(tree, parent, kinds.iteration)) return field === kinds.right;
  if (isKind(tree, parent, kinds.alias)) return node === firstNamed(tree, grammar, parent);
  return !isKind(tree, node, kinds.iteration);
}

/** False for identifiers that name something else: keywords, properties, definitions. */
function isVariable({ tree, grammar }: Flow, node: NodeId): boolean {
  const parent = tree.parents[node] as number;
  if (parent === NONE) return true;
  if (isKind(tree, parent, grammar.pair)) return tree.fields[node] !== grammar.headField[tree.kinds[parent] as number];
  if (isKind(tree, parent, grammar.member)) return tree.fields[node] !== grammar.tailField[tree.kinds[parent] as number];
  return true;
}

/** `x`, `x.y` or `this.x.y` of a variable or member chain; undefined for anything else. */
function keyOf({ tree, grammar }: Flow, node: NodeId): string | undefined {
  let current = unwrap(tree, grammar, node);
  let key = "";
  for (let hops = 0; hops < 4; hops++) {
    if (isKind(tree, current, grammar.identifier) || textOf(tree, current) === "this") return `${textOf(tree, current)}${key}`;
    if (!isKind(tree, current, grammar.member)) return undefined;
    key = `.${textOf(tree, tailOf(tree, grammar, current))}${key}`;
    current = unwrap(tree, grammar, headOf(tree, grammar, current));
  }
  return undefined;
}

function assignIn(flow: Flow, node: NodeId, inner: ReadonlyMap<NodeId, Taint>): void {
  const { tree, grammar, kinds } = flow;
  if (isKind(tree, node, grammar.assignment)) {
    const value = tailOf(tree, grammar, node);
    const target = headOf(tree, grammar, node);
    if (value !== NONE && target !== NONE) assign(flow, target, inner.get(node), false);
  } else if (isKind(tree, node, kinds.augmented)) {
    assign(flow, fieldChild(tree, node, kinds.left), inner.get(node), true);
  } else if (isKind(tree, node, kinds.iteration)) {
    assign(flow, fieldChild(tree, node, kinds.left), inner.get(node), false);
  } else if (isKind(tree, node, kinds.alias)) {
    const target = items(tree, grammar, node).at(-1);
    if (target !== undefined) assign(flow, target, inner.get(node), false);
  } else if (isKind(tree, node, grammar.call)) fill(flow, node, inner);
}

/** Binds every name of a target; `keep` leaves what was tainted before as it is. */
export function assign(flow: Flow, target: NodeId, taint: Taint | undefined, keep: boolean): void {
  if (target === NONE) return;
  const { tree, grammar, kinds, state } = flow;
  if (taint === undefined && (keep || isClean(state))) return;
  const set = (name: string, at: NodeId): void => {
    if (!keep) forget(state, name);
    if (taint !== undefined)
      setTaint(state, name, through(taint, tree.starts[at] as number, tree.ends[at] as number, `goes into ${name}`));
  };
  const inner = unwrap(tree, grammar, target);
  if (isKind(tree, inner, kinds.subscript)) {
    const key = keyOf(flow, firstNamed(tree, grammar, inner));
    if (key !== undefined && taint !== undefined)
      setTaint(state, key, through(taint, tree.starts[inner] as number, tree.ends[inner] as number, `goes into ${key}`));
    return;
  }
  const key = keyOf(flow, inner);
  if (key !== undefined) return set(key, inner);
  const end = tree.after[inner] as number;
  for (let node = inner; node < end; node++)
    if (isKind(tree, node, kinds.names) && isVariable(flow, node)) set(textOf(tree, node), node);
}

/** `list.append(tainted)` taints the list. */
function fill(flow: Flow, node: NodeId, inner: ReadonlyMap<NodeId, Taint>): void {
  const { tree, grammar } = flow;
  const callee = headOf(tree, grammar, node);
  const list = tailOf(tree, grammar, node);
  if (callee === NONE || list === NONE || !isKind(tree, callee, grammar.member)) return;
  const taint = inner.get(list);
  const property = tailOf(tree, grammar, callee);
  if (taint === undefined || property === NONE || !FILLING_METHODS.has(textOf(tree, property))) return;
  const key = keyOf(flow, headOf(tree, grammar, callee));
  if (key !== undefined)
    setTaint(flow.state, key, through(taint, tree.starts[node] as number, tree.ends[node] as number, `goes into ${key}`));
}

/** In `tainted.map((item) => …)` the function's parameters are tainted. */
function parameterTaint(flow: Flow, lambda: NodeId, inner: ReadonlyMap<NodeId, Taint>): Taint | undefined {
  const { tree, grammar } = flow;
  const list = tree.parents[lambda] as number;
  const call = list === NONE ? NONE : (tree.parents[list] as number);
  if (call === NONE || !isKind(tree, call, grammar.call)) return undefined;
  const callee = headOf(tree, grammar, call);
  if (callee === NONE || !isKind(tree, callee, grammar.member)) return undefined;
  const method = lastName(tree, grammar, callee);
  return method !== NONE && ITERATING_METHODS.has(textOf(tree, method)) ? inner.get(callee) : undefined;
}
