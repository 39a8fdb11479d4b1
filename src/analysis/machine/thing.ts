import type { Shape, Span } from "#analysis/ir/expression.ts";
import type { NumberValue, Origin, Value } from "./value.ts";

/** `unsure`: making it may have failed, and nobody looked. `failed`: it did, on this way. */
export type Status = "live" | "unsure" | "failed" | "released";

/** What is known of a text in a region: its length without the end mark. */
export interface Text {
  readonly low: number;
  readonly high: number;
  readonly origin?: Origin | undefined;
  /** The end mark may be missing. */
  readonly open?: Span;
}

/** Something in memory: a variable, what was allocated, a literal, an opened file. */
export interface Thing {
  readonly id: number;
  readonly what: "variable" | "made" | "text" | "outside";
  readonly name: string;
  /** Of `made`: who releases it, see the facts. */
  readonly family: string;
  readonly status: Status;
  /** Bytes, or elements where `shape` is an array's. */
  readonly bytes: NumberValue | undefined;
  readonly length: NumberValue | undefined;
  /** What a cell holds that nobody wrote. */
  readonly blank: "nothing" | "zero" | "unknown";
  readonly shape: Shape | undefined;
  readonly made: Span;
  readonly released: Span | undefined;
  /** Somebody else may hold its address. */
  readonly escaped: boolean;
  /** Of what is null on this way: open calls where somebody asked; 0 where nobody did. */
  readonly asked: number;
  readonly cells: ReadonlyMap<string, Value>;
  readonly texts: ReadonlyMap<string, Text>;
}
