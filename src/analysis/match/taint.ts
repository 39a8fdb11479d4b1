import type { NodeId } from "#analysis/parse/tree.ts";
import { isNamed, NONE, textOf } from "#analysis/parse/tree.ts";
import type { CompiledFormula } from "./compile-formula.ts";
import type { CompiledTaint } from "./compile-taint.ts";
import { evaluate } from "./evaluate.ts";
import { effortOf } from "./effort.ts";
import { lookup } from "./environment.ts";
import { functionHead } from "./function-head.ts";
import { fieldChild, isKind, items } from "./grammar.ts";
import type { Ground, Match, TracedMatch } from "./ground.ts";
import { fulfils, type LabelTerm } from "./labels.ts";
import type { RuleOptions } from "./rule.ts";
import { spend } from "./steps.ts";
import { assign, evaluateExpression, mayMatter } from "./taint-expression.ts";
import { type Flow, goalsOf, put, type Reached } from "./taint-flow.ts";
import { taintKinds } from "./taint-kinds.ts";
import { labelOrder } from "./taint-labels.ts";
import { cleanState, copyState, forget, join, setTaint, type State, type Taint, through } from "./taint-state.ts";

/**
 * Sinks that data from a source reaches inside one function (inner functions see what their outer one knew where they stand). Statements
 * are walked in order, branches are joined, loops run until nothing new is tainted; there is no flow through calls of the file's own functions.
 * Each label is followed on a walk of its own.
 */
export function evaluateTaint(taint: CompiledTaint, ground: Ground, options: RuleOptions = {}): readonly TracedMatch[] {
  const ends = [taint.sources, taint.sinks].map((parts) => ({
    parts,
    effort: parts.reduce((sum, { formula }) => sum + effortOf(formula, ground), 0),
  }));
  for (const { parts, effort } of ends.toSorted((a, b) => a.effort - b.effort))
    if (effort === 0 || parts.every(({ formula }) => evaluate(formula, ground).length === 0)) return [];
  const sources = matchesOf(taint.sources, ground);
  const sinks = matchesOf(taint.sinks, ground);
  const { facts, steps } = ground.matcher;
  const { tree, grammar } = facts;
  const { clean, cleansed } = sanitized(taint, ground);
  const shared = {
    tree,
    grammar,
    kinds: taintKinds(grammar),
    steps,
    options,
    clean,
    cleansed,
    propagators: propagatorsOf(taint, ground),
  };
  const reached = new Map<string, Reached>();
  for (const label of labelOrder(taint.sources) ?? []) {
    const has = (match: Match) => (other: string) => reached.get(other)?.probes.has(match.node) === true;
    const own = sources
      .filter(({ part }) => (part.label ?? "") === label)
      .map(({ part, matches }) => ({
        part,
        matches:
          part.requires === undefined ? matches : matches.filter((match) => fulfils(part.requires as LabelTerm, has(match))),
      }));
    const probes = sources.flatMap(({ part, matches }) => (part.requires === undefined ? [] : matches));
    const goals = goalsOf(shared, sinks, probes, own);
    walk({ ...shared, ...startsOf(own), state: cleanState(), given: new Map(), reach: goals.reach, aims: goals.aims });
    reached.set(label, goals.reached);
  }
  return sinks.flatMap(({ part, matches }) =>
    matches.flatMap((match) => {
      const found = [...reached].flatMap(([label, { sinks: hits }]) => (hits.has(match) ? [label] : []));
      const { requires } = part;
      const fires = requires === undefined ? found.length > 0 : fulfils(requires, (name) => found.includes(name));
      return fires ? [reached.get(found[0] ?? "")?.sinks.get(match) ?? match] : [];
    }),
  );
}

interface Matches<T> {
  readonly part: T;
  readonly matches: readonly Match[];
}

function matchesOf<T extends { readonly formula: CompiledFormula }>(parts: readonly T[], ground: Ground): readonly Matches<T>[] {
  return parts.map((part) => ({ part, matches: evaluate(part.formula, ground) }));
}

const NOTHING_CLEAN = new Uint8Array();

/** Nodes that a sanitizer cleans: what is inside it, but not the bodies of functions handed to it; and variables that are clean from there on. */
function sanitized(taint: CompiledTaint, ground: Ground): Pick<Flow, "clean" | "cleansed"> {
  const { tree, grammar } = ground.matcher.facts;
  let clean: Uint8Array = NOTHING_CLEAN;
  const cleansed = new Set<NodeId>();
  for (const { part, matches } of matchesOf(taint.sanitizers, ground)) {
    for (const { node, end } of matches) {
      if (node === NONE) continue;
      if (clean === NOTHING_CLEAN) clean = new Uint8Array(tree.count);
      if (part.bySideEffect === true) cleansed.add(node);
      spend(ground.matcher.steps, ((tree.after[node] as number) - node) >> 3);
      for (let at = node; at < tree.count && (tree.starts[at] as number) < end; ) {
        clean[at] = 1;
        if (part.exact === true) break;
        at = at !== node && isKind(tree, at, grammar.frame) ? (tree.after[at] as number) : at + 1;
      }
    }
  }
  return { clean, cleansed };
}

function propagatorsOf(taint: CompiledTaint, ground: Ground): Flow["propagators"] {
  const found = new Map<NodeId, NodeId[]>();
  for (const { part, matches } of matchesOf(taint.propagators, ground)) {
    for (const { env } of matches) {
      const from = lookup(env, part.from)?.node ?? NONE;
      const to = lookup(env, part.to)?.node ?? NONE;
      if (from !== NONE && to !== NONE) put(found, from, to);
    }
  }
  return found;
}

function startsOf(
  own: readonly Matches<{ readonly bySideEffect?: "also" | "only" }>[],
): Pick<Flow, "sources" | "sourceNodes" | "effects"> {
  const sources = new Map<NodeId, Match>();
  const effects = new Map<NodeId, "also" | "only">();
  for (const { part, matches } of own) {
    for (const match of matches) {
      if (match.node === NONE || sources.has(match.node)) continue;
      sources.set(match.node, match);
      if (part.bySideEffect !== undefined) effects.set(match.node, part.bySideEffect);
    }
  }
  return { sources, effects, sourceNodes: [...sources.keys()].toSorted((a, b) => a - b) };
}

interface Fork {
  readonly node: NodeId;
  /** State before the first branch; set when the conditions are worked out. */
  before: State | undefined;
  readonly after: State[];
  sure: boolean;
}

type Task =
  | { readonly op: "visit"; readonly node: NodeId }
  | { readonly op: "function"; readonly node: NodeId; readonly parameters: Taint | undefined }
  | { readonly op: "enter" | "leave"; readonly fork: Fork; readonly branch: NodeId; readonly again: boolean }
  | { readonly op: "join"; readonly fork: Fork }
  | { readonly op: "restore"; readonly state: State };

/** Walks the file with a stack of tasks instead of recursion, so that nesting costs no call stack. */
function walk(flow: Flow): void {
  const tasks: Task[] = [{ op: "visit", node: 0 }];
  const push = (list: readonly Task[]): void => {
    for (let index = list.length - 1; index >= 0; index--) tasks.push(list[index] as Task);
  };
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    spend(flow.steps);
    switch (task.op) {
      case "visit":
        push(visit(flow, task.node));
        break;
      case "function":
        push(enterFunction(flow, task.node, task.parameters));
        break;
      case "enter":
        task.fork.before ??= flow.state;
        flow.state = copyState(task.fork.before);
        break;
      case "leave":
        push(leave(flow, task.fork, task.branch, task.again));
        break;
      case "join": {
        const { before, after, sure } = task.fork;
        const joined: State = sure || before === undefined ? cleanState() : copyState(before);
        for (const state of after) join(joined, state);
        if (before !== undefined) flow.state = joined;
        break;
      }
      case "restore":
        flow.state = task.state;
        break;
    }
  }
}

function visit(flow: Flow, node: NodeId): Task[] {
  const { tree, grammar, kinds } = flow;
  if (!mayMatter(flow, node)) return [];
  if (isKind(tree, node, grammar.frame)) return enterFunction(flow, node, undefined);
  if (isKind(tree, node, kinds.fork)) return visitFork(flow, node);
  if (isKind(tree, node, kinds.container)) return items(tree, grammar, node).map((child) => ({ op: "visit", node: child }));
  const { functions } = evaluateExpression(flow, node);
  return functions.map((inner) => ({ op: "function", ...inner }));
}

function visitFork(flow: Flow, node: NodeId): Task[] {
  const { tree, grammar, kinds } = flow;
  const fork: Fork = { node, before: undefined, after: [], sure: false };
  const loop = isKind(tree, node, kinds.loop);
  const attempt = tree.kindNames[tree.kinds[node] as number] === "try_statement";
  const tasks: Task[] = [];
  if (isKind(tree, node, kinds.iteration) && fieldChild(tree, node, kinds.right) !== NONE) bindIteration(flow, node, tasks);
  for (const child of items(tree, grammar, node)) {
    const field = tree.fieldNames[tree.fields[child] as number];
    const branch =
      isKind(tree, child, kinds.branch) || (field === "body" && !attempt) || field === "consequence" || field === "alternative";
    if (isKind(tree, child, kinds.otherwise) || field === "alternative")
      fork.sure ||= tree.kindNames[tree.kinds[node] as number] === "if_statement" && !isElif(flow, child);
    if (branch)
      tasks.push(
        { op: "enter", fork, branch: child, again: false },
        { op: "visit", node: child },
        { op: "leave", fork, branch: child, again: loop },
      );
    else if (field !== "left" && (field !== "right" || !loop)) tasks.push({ op: "visit", node: child });
  }
  tasks.push({ op: "join", fork });
  return tasks;
}

function isElif({ tree }: Flow, node: NodeId): boolean {
  return tree.kindNames[tree.kinds[node] as number] === "elif_clause";
}

function bindIteration(flow: Flow, node: NodeId, tasks: Task[]): void {
  const { kinds, tree } = flow;
  const { taint, functions } = evaluateExpression(flow, fieldChild(tree, node, kinds.right));
  for (const inner of functions) tasks.push({ op: "function", ...inner });
  assign(flow, fieldChild(tree, node, kinds.left), taint, false);
}

/** A branch that returns or throws gives nothing to what follows; a loop's body runs again while it taints something new. */
function leave(flow: Flow, fork: Fork, branch: NodeId, again: boolean): Task[] {
  const before = fork.before as State;
  const state = flow.state;
  if (again && join(before, state))
    return [
      { op: "enter", fork, branch, again },
      { op: "visit", node: branch },
      { op: "leave", fork, branch, again },
    ];
  if (!leaves(flow, branch)) fork.after.push(state);
  flow.state = copyState(before);
  return [];
}

function leaves({ tree, grammar, kinds }: Flow, branch: NodeId): boolean {
  let node = branch;
  for (let hops = 0; hops < 4; hops++) {
    if (isKind(tree, node, kinds.leaves)) return true;
    if (!isKind(tree, node, kinds.container) || isKind(tree, node, kinds.fork)) return false;
    const last = items(tree, grammar, node).at(-1);
    if (last === undefined) return false;
    node = last;
  }
  return false;
}

/** The body with what is known here, parameters aside; afterwards the state is as before, so that one without a sink and without a way out by a propagator need not be walked. */
function enterFunction(flow: Flow, node: NodeId, handed: Taint | undefined): Task[] {
  const { tree, grammar, kinds } = flow;
  if (flow.propagators.size === 0 && !flow.aims(node)) return [];
  const outer = flow.state;
  const body = fieldChild(tree, node, grammar.field("body"));
  if (body === NONE) return [];
  const inside = copyState(outer);
  const { list } = functionHead(tree, grammar, node);
  const single = fieldChild(tree, node, grammar.field("parameter"));
  const parameters = list === NONE ? single : list;
  if (parameters !== NONE) {
    const end = tree.after[parameters] as number;
    for (let at = parameters; at < end; at++) {
      if (!isNamed(tree, at) || !isKind(tree, at, kinds.names)) continue;
      const name = textOf(tree, at);
      forget(inside, name);
      const source = flow.sources.get(at);
      const mark = [tree.starts[at] as number, tree.ends[at] as number, `goes into ${name}`] as const;
      if (source !== undefined) setTaint(inside, name, { source, path: undefined });
      else if (handed !== undefined) setTaint(inside, name, through(handed, ...mark));
    }
  }
  flow.state = inside;
  return [
    { op: "visit", node: body },
    { op: "restore", state: outer },
  ];
}
