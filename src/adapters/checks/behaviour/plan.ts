import { z } from "zod";
import type { Counterpart } from "./counterpart.ts";
import type { Entry } from "#adapters/checks/attack/plan.ts";

/** What a driver makes an argument of. */
export type Shape =
  | "text"
  | "bytes"
  | "path"
  | "number"
  | "flag"
  | "none"
  | "list"
  | "record"
  /** A folder that exists, and files in it by their name. */
  | "folder"
  | "file"
  /** An archive with one file of that name. */
  | "archive"
  /** A small database with rows in every table that is asked for. */
  | "database"
  | "request"
  | "response"
  | "callback"
  /** Answers everything, does nothing. */
  | "object"
  /** Left to its default. */
  | "omitted";

export interface Value {
  readonly shape: Shape;
  readonly text: string;
  readonly items?: readonly Value[];
  readonly fields?: Readonly<Record<string, Value>>;
}

/** One call, on a state of its own. */
export interface Call {
  readonly id: number;
  /** By the place of the parameter. */
  readonly values: readonly Value[];
  /** What every field of a request says, where the entry point reads one. */
  readonly text: string;
  /** Path of the address, for a class that answers requests by itself. */
  readonly address: string;
  /** Clock and random generators start from it. */
  readonly seed: number;
}

/** What is called, as the driver needs it. */
export interface Called {
  readonly kind: Entry["kind"];
  readonly name: string;
  readonly owner?: string;
  readonly made: readonly { readonly name: string; readonly keyword: boolean; readonly value: Value }[];
  readonly parameters: readonly { readonly name: string; readonly keyword: boolean }[];
  readonly ambient: boolean;
  readonly literals: readonly string[];
  /** A function that is given the result, and whose own result is what counts. */
  readonly back?: Counterpart;
}

/** Everything a driver is told, as one JSON on its standard input. */
export interface Plan {
  /** Stands before each answer: nothing that is printed without it is believed. */
  readonly token: string;
  readonly family: string;
  readonly file: string;
  readonly module: string;
  readonly search: readonly string[];
  readonly entry: Called;
  readonly room: string;
  readonly folders: readonly string[];
  readonly programs: readonly string[];
  /** Names that stand in texts of the code: only these may become columns and tables. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly calls: readonly Call[];
  /** Of one call, and of all together. */
  readonly seconds: number;
  readonly total: number;
}

/** A value as a tree: its type, and either text or parts. The order of parts that have none is made one. */
export type Canon = readonly [type: string, content: string | readonly Canon[]];

const Canon: z.ZodType<Canon> = z.tuple([z.string(), z.union([z.string(), z.lazy(() => z.array(Canon))])]);

export const Observation = z.object({
  id: z.int(),
  /** `ended`: the code ended its process; `unrun`: no time was left. */
  outcome: z.enum(["returned", "raised", "hung", "ended", "unrun"]),
  /** What was returned, or the class of what was raised. */
  value: Canon,
  effects: z.array(Canon),
});
export type Observation = z.infer<typeof Observation>;

/** One line of a driver's answer. */
export const Line = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("seen"), observation: Observation }),
  /** 1-based lines of the file that can run, and those that ran. */
  z.object({ kind: z.literal("lines"), able: z.array(z.int()), ran: z.array(z.int()) }),
  z.object({ kind: z.literal("failed"), step: z.string(), message: z.string() }),
]);
export type Line = z.infer<typeof Line>;
