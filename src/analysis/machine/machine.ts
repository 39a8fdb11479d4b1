import type { Expression, Span } from "#analysis/ir/expression.ts";
import type { FileIr } from "#analysis/ir/file.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import type { Models } from "#analysis/models/compile.ts";
import type { DefectId } from "./defects.ts";
import type { State } from "./state.ts";
import type { Value } from "./value.ts";

export interface Step extends Span {
  readonly note: string;
}

export interface MachineFinding extends Span {
  readonly defect: DefectId;
  readonly confidence: number;
  readonly message: string;
  readonly trace: readonly Step[];
}

/** An expression's value and the state behind it; several where ways part. */
export interface Outcome {
  readonly state: State;
  readonly value: Value;
}

/** Where control is after some statements. */
export interface Flow {
  next: readonly State[];
  readonly breaks: State[];
  readonly continues: State[];
  readonly returns: Outcome[];
  readonly gotos: Map<string, State[]>;
}

/** A function that is being run. */
export interface Call {
  readonly index: number;
  readonly given: readonly Value[];
}

/** What is shared while one file is followed. */
export interface Machine {
  readonly ir: FileIr;
  readonly models: Models;
  /** The functions of the file by name; the first of several. */
  readonly named: ReadonlyMap<string, number>;
  readonly findings: Map<string, MachineFinding>;
  readonly calls: Call[];
  /** Functions that were run. */
  readonly visited: Set<number>;
  /** Steps that the function at the bottom may still take. */
  steps: number;
  /** Steps that it was given. */
  given: number;
  /** After so many ways are put together that are not alike. */
  precise: number;
  /** Some way was given up. */
  cut: boolean;
  ids: number;
  /** Numbers of what was made, by the place and the open calls. */
  numbers: Map<number, Map<string, number[]>>;
  /** Things that literals stand for. */
  literals: Map<Expression, number>;
  /** Nothing is reported while this is set. */
  quiet: boolean;
  /** Arguments are evaluated of which nobody knows whether they are read: the call may be a macro. */
  lenient: boolean;
  /** Loops that are in a round of which nobody knows whether there is one, though the round before was as unknown: what counts there may never get so far. */
  guessed: number;
  evaluate(state: State, node: Expression): readonly Outcome[];
  run(states: readonly State[], statements: readonly Statement[]): Flow;
}

/** How much more than its length asks for was spent on the function at the bottom, from 0 to 2: the more, the fewer ways are followed, with less behind each. */
export function pressure({ steps, given, precise }: Machine): 0 | 1 | 2 {
  const spent = given - steps;
  return spent < precise ? 0 : spent < precise * 1.5 ? 1 : 2;
}

export function report(
  machine: Machine,
  defect: DefectId,
  place: Span,
  message: string,
  trace: readonly Step[] = [],
  confidence?: number,
): void {
  if (machine.quiet) return;
  const { start, end } = place;
  const key = `${defect} ${start}`;
  if (machine.findings.has(key)) return;
  const last: Step = { start, end, note: "here" };
  machine.findings.set(key, { defect, start, end, message, trace: [...trace, last], confidence: confidence ?? -1 });
}

/** Applies `then` to every outcome and puts the results together. */
export function each(outcomes: readonly Outcome[], then: (outcome: Outcome) => readonly Outcome[]): readonly Outcome[] {
  return flat(outcomes, then);
}

/** What `then` gives for each item, in order; most often there is one item. */
export function flat<A, B>(items: readonly A[], then: (item: A) => readonly B[]): readonly B[] {
  const [first] = items;
  if (items.length === 1) return then(first as A);
  const all: B[] = [];
  for (const item of items) for (const one of then(item)) all.push(one);
  return all;
}
