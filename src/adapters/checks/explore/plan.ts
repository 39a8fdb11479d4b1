import { z } from "zod";
import type { Call, Plan, Value } from "#adapters/checks/behaviour/plan.ts";
import type { Domain } from "./domain.ts";

/** Where the patched copy of the project stands beside the unchanged one. */
export const FRESH = "/assay/fresh";

/** What a program that looks for differing calls is told, as one JSON on its standard input. */
export interface ExplorePlan {
  readonly token: string;
  /** The unchanged and the patched state, as their drivers are told, less the calls. */
  readonly sides: readonly [Plan, Plan];
  readonly parameters: readonly {
    readonly name: string;
    readonly keyword: boolean;
    readonly domain: Domain;
    readonly annotation: string;
  }[];
  /** Of what every field of a request says; absent where the entry point reads none. */
  readonly text?: Domain;
  readonly addresses: readonly string[];
  /** Calls to begin with. */
  readonly known: readonly Pick<Call, "values" | "text" | "address">[];
  /** At most so many calls; and seconds after which no further one is made. */
  readonly examples: number;
  readonly seconds: number;
  readonly seed: number;
  /** Folders in which packages of the project lie. */
  readonly packages: readonly string[];
  /** Program text of the driver, for programs that start it as a process. */
  readonly driver: string;
  /** Folder of the tool inside; `""` for one that is imported by its name. */
  readonly tool: string;
}

const Value: z.ZodType<Value> = z.object({
  shape: z.enum([
    "text",
    "bytes",
    "path",
    "number",
    "flag",
    "none",
    "list",
    "record",
    "folder",
    "file",
    "archive",
    "database",
    "request",
    "response",
    "callback",
    "object",
    "omitted",
  ]),
  text: z.string().max(4000),
  items: z.lazy(() => z.array(Value).max(50)).optional(),
  fields: z.lazy(() => z.record(z.string().max(200), Value)).optional(),
}) as z.ZodType<Value>;

/** One line of what such a program says behind the token. */
export const ExploreLine = z.discriminatedUnion("kind", [
  /** A call that both states answered differently there; the simplest comes last. */
  z.object({ kind: z.literal("call"), values: z.array(Value).max(50), text: z.string().max(4000), address: z.string().max(400) }),
  /** The end: how many calls were made, and whether all that was meant to be made was. */
  z.object({ kind: z.literal("done"), tried: z.int().min(0), complete: z.boolean(), note: z.string().max(300) }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
]);
export type ExploreLine = z.infer<typeof ExploreLine>;
