import type { Expression, Span } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import type { SinkPlace } from "./flow-finding.ts";
import type { Callable, FileUnit, Frame, Given, Hit, PackageNames, Summary, Value } from "./types.ts";
import type { FlowWatch } from "./watch.ts";

/** What the parts of the analysis need of one another. */
export interface Engine {
  /** The function under analysis, whose parameters stand for themselves. */
  summary: Summary;
  /** Counts what was learned of classes and exports that were known before. */
  changes: number;
  /** Counts answers that may be others later: what was asked about is still being looked at. */
  unsettled: number;
  readonly watch: FlowWatch | undefined;
  evaluate(frame: Frame, node: Expression): Value;
  run(frame: Frame, statements: readonly Statement[]): void;
  /** What calling a function of the project gives. */
  invoke(frame: Frame, callable: Callable, given: readonly Given[], site: Span): Value;
  /** The project's file that a module name stands for; its body may not have run. */
  module(unit: FileUnit, specifier: string): FileUnit | undefined;
  /** What the files of a file's package declare together; undefined where files have none. */
  package(unit: FileUnit): PackageNames | undefined;
  /** Runs the body of a file unless that has begun. */
  ensure(unit: FileUnit): void;
  summaryOf(unit: FileUnit, index: number): Summary;
  report(hit: Hit): void;
  /** Told of every look at a sink: whether all that reached it is known and harmless there. */
  judge(sink: SinkPlace, harmless: boolean): void;
  /** Told that something untrusted comes in. */
  sourceMet(): void;
  /** Counts one step; false when the file's budget is spent. */
  step(frame: Frame): boolean;
}
