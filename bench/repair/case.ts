import type { Row } from "#bench/detect/rows.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";

/** Texts by path, relative to the folder of the case. */
export type Files = Readonly<Record<string, string>>;

/** How a state of the code is examined. */
export interface Exam {
  /** Python program that prints one JSON line with `functional` and `secure`, or `problem`, after the token that it is given as first argument. */
  readonly program: string;
  /** What it needs beside the code: never seen by the loop. */
  readonly files: Files;
  readonly seconds: number;
}

/** One unsafe program. */
export interface RepairCase {
  readonly id: string;
  /** Cases of one group are variants of one task; intervals are made over groups. */
  readonly group: string;
  /** Id of a language pack. */
  readonly language: string;
  readonly cwe: string;
  /** The project as the loop sees it. */
  readonly unsafe: Files;
  /** The same with the author's own repair. */
  readonly reference: Files;
  /** Undefined where the data holds no test. */
  readonly exam: Exam | undefined;
}

/** One published set: how its rows become cases. */
export interface RepairSet {
  readonly id: string;
  readonly usage: string;
  /** Whether its tests tell functional from secure. */
  readonly apart: boolean;
  /** Cases of a row, none for a row that is no task of repair. Throws a ZodError for a row of no known form. */
  read(row: Row, index: number, parser: TreeParser): Promise<RepairCase[]>;
}
