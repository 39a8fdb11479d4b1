import { z } from "zod";

/** The kinds of weakness that have payloads, named as in domain/cwe.ts. */
export type Family =
  | "path-traversal"
  | "command-injection"
  | "sql-injection"
  | "code-injection"
  | "deserialization"
  | "cross-site-scripting"
  | "weak-random"
  | "weak-hash"
  | "fixed-salt"
  | "weak-key"
  | "mass-assignment"
  | "temporary-file"
  | "certificate-validation"
  | "open-redirect"
  | "request-forgery"
  | "header-injection"
  | "log-injection"
  | "xml-entities"
  | "regex-blow-up"
  | "prototype-pollution"
  | "nosql-injection"
  | "ldap-injection"
  | "xpath-injection"
  | "cookie-flags"
  | "token-verification"
  | "cross-origin"
  | "file-permission"
  | "formula-injection"
  | "allow-list"
  | "forged-request"
  | "decompression"
  | "dangerous-upload";

/** How the driver makes an argument. `text` stands at the place where a payload may go. */
export type Shape =
  | "text"
  | "bytes"
  | "path"
  | "number"
  | "flag"
  /** A folder that exists; never attacked. */
  | "folder"
  /** An existing file with a few words; a payload is its name. */
  | "file"
  | "list"
  /** The path of an archive; a payload is the name of a file in it. */
  | "archive"
  /** A mapping that answers every key with the text. */
  | "record"
  /** A database connection or cursor that keeps what it is told. */
  | "database"
  | "request"
  | "response"
  | "callback"
  /** Answers everything, does nothing. */
  | "object"
  /** Left to its default. */
  | "omitted";

export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  /** Text of the harmless value. */
  readonly text: string;
  /** Whether payloads go here. */
  readonly attacked: boolean;
  /** Python's keyword-only parameters. */
  readonly keyword: boolean;
  /** Whether it names the algorithm that is used. */
  readonly algorithm?: true;
  /** Of a parameter that is taken apart where it is declared. */
  readonly fields?: readonly Parameter[];
}

/** What is called. `owner` is the class of a method, made with `made`; `handler` a class that answers HTTP requests by itself. */
export interface Entry {
  readonly kind: "function" | "method" | "static-method" | "http-handler" | "default-export" | "routes";
  readonly name: string;
  readonly owner?: string;
  readonly made: readonly Parameter[];
  readonly parameters: readonly Parameter[];
  /** Whether the function reads a request that is no argument, as Flask's. */
  readonly ambient: boolean;
  /** Texts of the function that are paths of an address or names of request fields. */
  readonly literals: readonly string[];
}

/** One call. A shot without payload is a control: it shows what the code does when nobody attacks. */
export interface Shot {
  readonly id: string;
  /** Index into the entry's parameters; -1 where the payload is no argument. */
  readonly parameter: number;
  readonly text: string | null;
  /** Absolute path that only a successful attack makes. */
  readonly canary: string;
  /** The generator is seeded with this before the call. */
  readonly seed: number;
  /** Shots of one group grow; once one of them took long, those after it are not made. */
  readonly group?: string;
  /** Texts of other parameters, by their index: a word that leads to the weak place, a key that belongs to the payload. */
  readonly also?: Readonly<Record<string, string>>;
  /** The call that the code should take, of one that only looks like it. */
  readonly twin?: string;
}

/** Everything the driver is told, as one JSON on its standard input. */
export interface Plan {
  /** Stands before the answer: nothing that is printed without it is believed. */
  readonly token: string;
  readonly family: Family;
  /** Absolute path of the module inside, and the folders it is imported from. */
  readonly file: string;
  readonly module: string;
  readonly search: readonly string[];
  readonly entry: Entry;
  /** A private folder: `base` is what the code may use, the rest of it is outside. */
  readonly room: string;
  /** Folders that the code names itself, made before the calls where that is possible. */
  readonly folders: readonly string[];
  /** Programs that the code may start; those that are missing get a stand-in that does nothing. */
  readonly programs: readonly string[];
  /** Files outside with a text that must not come out. */
  readonly secrets: readonly { readonly path: string; readonly text: string }[];
  readonly shots: readonly Shot[];
  readonly seconds: number;
}

/** What a call was seen to do, as `[kind, detail…]`; kinds are listed in judge.ts. */
const SeenEvent = z.array(z.string()).min(1);

const Observation = z.object({
  id: z.string(),
  outcome: z.enum(["returned", "raised", "hung"]),
  /** The class of what was raised, `nothing` or `something` for what was returned, `unrun` for a call that was not made for want of time. */
  value: z.string(),
  output: z.string(),
  events: z.array(SeenEvent),
  canary: z.boolean(),
  /** Processor time of the call. */
  seconds: z.number().min(0).optional(),
});
export type Observation = z.infer<typeof Observation>;

/** How a request reaches a route of an application that the module shows, for those who want to write it down. */
export const Asked = z.object({
  /** Name of the export that is the application, or makes it; `default` for the default one. */
  app: z.string().max(100),
  made: z.boolean(),
  client: z.enum(["listen", "inject"]),
  method: z.string().max(10),
  /** Path of the address; the names of parameters stand in it as `:name`. */
  path: z.string().max(500),
  query: z.array(z.string()),
  body: z.array(z.string()),
  /** Whether the body is a document rather than a form. */
  json: z.boolean(),
});
export type Asked = z.infer<typeof Asked>;

export const DriverAnswer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("seen"),
    observations: z.array(Observation),
    /** Packages of the code that stand-ins took the place of. */
    standIns: z.array(z.string().max(60)).max(60),
    /** The test client of a framework that the calls went through; `""` for none. */
    through: z.string().max(60).default(""),
    asked: Asked.optional(),
  }),
  z.object({ kind: z.literal("failed"), step: z.string(), message: z.string() }),
]);
export type DriverAnswer = z.infer<typeof DriverAnswer>;

/** What a driver wrote; undefined where a limit cut it off, or for anything else. */
export function readDriverAnswer(text: string): DriverAnswer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // Cut off by a limit: no answer.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const parsed = DriverAnswer.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
