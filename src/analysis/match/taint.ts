import type { NodeId } from "#analysis/parse/tree.ts";
import { isNamed, NONE, textOf } from "#analysis/parse/tree.ts";
import type { CompiledFormula } from "./compile-formula.ts";
import type { CompiledTaint } from "./compile-taint.ts";
import { evaluate } from "./evaluate.ts";
import { fieldChild, isKind, items } from "./grammar.ts";
import type { Ground, Match, TracedMatch } from "./ground.ts";
import { spend } from "./steps.ts";
import { assign, evaluateExpression } from "./taint-expression.ts";
import { type Flow, reporter } from "./taint-flow.ts";
import { taintKinds } from "./taint-kinds.ts";
import { cleanState, copyState, forget, join, setTaint, type State, type Taint, through } from "./taint-state.ts";

/**
 * Sinks that data from a source reaches inside one function (inner functions see what their outer one knew where they stand). Statements
 * are walked in order, branches are joined, loops run until nothing new is tainted; there is no flow through calls of the file's own functions.
 */
export function evaluateTaint(taint: CompiledTaint, ground: Ground): readonly TracedMatch[] {
  const all = (formulas: readonly CompiledFormula[]): readonly Match[] =>
    formulas.flatMap((formula) => evaluate(formula, ground));
  const sources = all(taint.sources);
  if (sources.length === 0) return [];
  const sinks = all(taint.sinks);
  if (sinks.length === 0) return [];
  const { facts, steps } = ground.matcher;
  const { tree, grammar } = facts;
  const byNode = new Map<NodeId, Match>();
  for (const source of sources) if (source.node !== NONE && !byNode.has(source.node)) byNode.set(source.node, source);
  const sinkNodes = new Map<NodeId, Match[]>();
  for (const sink of sinks) if (sink.node !== NONE) sinkNodes.set(sink.node, [...(sinkNodes.get(sink.node) ?? []), sink]);
  // A sanitizer cleans what is inside it, but not the bodies of functions handed to it.
  const clean = new Uint8Array(tree.count);
  for (const { node, end } of all(taint.sanitizers)) {
    if (node === NONE) continue;
    for (let at = node; at < tree.count && (tree.starts[at] as number) < end; ) {
      clean[at] = 1;
      at = at !== node && isKind(tree, at, grammar.frame) ? (tree.after[at] as number) : at + 1;
    }
  }
  const found = new Map<Match, TracedMatch>();
  walk({
    tree,
    grammar,
    kinds: taintKinds(grammar),
    steps,
    sources: byNode,
    sourceNodes: [...byNode.keys()].toSorted((a, b) => a - b),
    clean,
    state: cleanState(),
    reach: reporter(sinkNodes, found),
  });
  return [...found.values()];
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

/** The body with what is known here, parameters aside; afterwards the state is as before. */
function enterFunction(flow: Flow, node: NodeId, handed: Taint | undefined): Task[] {
  const { tree, grammar, kinds } = flow;
  const outer = flow.state;
  const body = fieldChild(tree, node, grammar.field("body"));
  if (body === NONE) return [];
  const inside = copyState(outer);
  const list = fieldChild(tree, node, grammar.field("parameters"));
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
