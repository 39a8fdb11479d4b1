import { expand } from "./expand.ts";
import { compileMentions, type Mentions } from "./mentions.ts";
import type {
  CallbackModel,
  GuardModel,
  HandlerModel,
  Kind,
  MemoryModel,
  ModelFile,
  PropagatorModel,
  SanitizerModel,
  SinkModel,
  SourceModel,
  TypeModel,
} from "./schema.ts";

/** One language's models, looked up by reference. */
export interface Models {
  readonly kinds: readonly Kind[];
  /** Bit of a kind by its name, for the kinds that this language has sinks for. */
  readonly bits: ReadonlyMap<string, number>;
  readonly constants: ReadonlyMap<string, string | number>;
  readonly callTypes: ReadonlyMap<string, readonly TypeModel[]>;
  /** Types whose methods give the object itself, see `kept` of the schema. */
  readonly keptTypes: ReadonlySet<string>;
  /** First names of all libraries that models know. */
  readonly libraries: ReadonlySet<string>;
  readonly readTypes: ReadonlyMap<string, string>;
  readonly baseTypes: ReadonlyMap<string, string>;
  readonly annotationTypes: ReadonlyMap<string, string>;
  readonly parameterTypes: ReadonlyMap<string, string>;
  readonly nameTypes: ReadonlyMap<string, string>;
  readonly callSources: ReadonlyMap<string, readonly SourceModel[]>;
  readonly readSources: ReadonlyMap<string, readonly SourceModel[]>;
  readonly decorators: ReadonlyMap<string, readonly HandlerModel[]>;
  readonly handlerFunctions: ReadonlyMap<string, readonly HandlerModel[]>;
  readonly handlerCalls: ReadonlyMap<string, readonly HandlerModel[]>;
  readonly handlerMethods: ReadonlyMap<string, readonly HandlerModel[]>;
  readonly callSinks: ReadonlyMap<string, readonly SinkModel[]>;
  readonly writeSinks: ReadonlyMap<string, readonly SinkModel[]>;
  readonly sanitizers: ReadonlyMap<string, readonly SanitizerModel[]>;
  readonly propagators: ReadonlyMap<string, readonly PropagatorModel[]>;
  readonly guards: ReadonlyMap<string, readonly GuardModel[]>;
  readonly callbacks: ReadonlyMap<string, readonly CallbackModel[]>;
  readonly echoes: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
  /** All references of which something is known when they are called. */
  readonly called: ReadonlySet<string>;
  readonly memory: ReadonlyMap<string, readonly MemoryModel[]>;
  readonly mentions: Mentions;
}

function index<T>(entries: readonly T[], references: (entry: T) => readonly string[] | undefined): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const entry of entries) {
    for (const reference of (references(entry) ?? []).flatMap(expand)) {
      const list = map.get(reference);
      if (list === undefined) map.set(reference, [entry]);
      else list.push(entry);
    }
  }
  return map;
}

function types(files: readonly ModelFile[], key: "reads" | "bases"): Map<string, string> {
  const map = new Map<string, string>();
  for (const fact of files.flatMap((file) => file.types ?? []))
    for (const reference of (fact[key] ?? []).flatMap(expand)) map.set(reference, fact.type);
  return map;
}

/** The first names of references. */
function firstNames(maps: readonly ReadonlyMap<string, unknown>[]): Set<string> {
  const found = new Set<string>();
  for (const map of maps)
    for (const reference of map.keys()) found.add(reference.replace(/^new /u, "").split(/[.#]/u)[0] as string);
  return found;
}

/**
 * What checks can show one by one. Of a path: that it does not lead upwards, and that it is not absolute; both make it harmless, or the first behind a folder. Of an
 * address: that it begins with a slash, and that it does not begin with two; both keep it on the own site.
 */
export const ASPECTS = { climb: 1 << 28, absolute: 1 << 29, rooted: 1 << 30, single: 1 << 31 } as const;

/** Bits of a taint that kinds may have: those below the aspects. */
const KIND_BITS = 28;

/**
 * The bits of one language: only kinds that its models have sinks for need one, in their order; one that looks `behind` another is never cleared by itself. So kinds
 * may grow in number beyond the bits of a word, as long as no single language speaks of more than {@link KIND_BITS}.
 */
function bitsOf(kinds: readonly Kind[], used: ReadonlySet<string>): Map<string, number> {
  const own = kinds.filter(({ kind, of, behind }) => behind === undefined && used.has(of ?? kind));
  if (own.length > KIND_BITS)
    throw new RangeError(
      `The models of a language have sinks of ${own.length} kinds, but at most ${KIND_BITS} can be told apart.`,
    );
  return new Map([...own.map(({ kind }, bit) => [kind, 1 << bit] as const), ...Object.entries(ASPECTS)]);
}

export function compileModels(files: readonly ModelFile[], kinds: readonly Kind[]): Models {
  const facts = files.flatMap((file) => file.types ?? []);
  const sources = files.flatMap((file) => file.sources ?? []);
  const handlers = files.flatMap((file) => file.handlers ?? []);
  const sinks = files.flatMap((file) => file.sinks ?? []);
  const callSources = index(sources, (source) => source.calls);
  const readSources = index(sources, (source) => source.reads);
  const decorators = index(handlers, (handler) => handler.decorators);
  const handlerFunctions = index(handlers, (handler) => handler.functions);
  const handlerCalls = index(handlers, (handler) => handler.calls);
  const handlerMethods = index(handlers, (handler) => handler.methods?.bases);
  const callSinks = index(sinks, (sink) => sink.calls);
  const writeSinks = index(sinks, (sink) => sink.writes);
  const callTypes = index(facts, (fact) => fact.calls);
  const sanitizers = index(
    files.flatMap((file) => file.sanitizers ?? []),
    (entry) => entry.calls,
  );
  const propagators = index(
    files.flatMap((file) => file.propagators ?? []),
    (entry) => entry.calls,
  );
  const callbacks = index(
    files.flatMap((file) => file.callbacks ?? []),
    (entry) => entry.calls,
  );
  const ends = new Set(files.flatMap((file) => file.ends ?? []).flatMap(expand));
  const echoes = new Set(files.flatMap((file) => file.echoes ?? []).flatMap(expand));
  const called = [echoes, callSources, handlerCalls, callSinks, callTypes, sanitizers, propagators, callbacks, ends];
  return {
    kinds,
    bits: bitsOf(kinds, new Set([...sinks.map(({ kind }) => kind), ...handlers.flatMap(({ returns }) => returns ?? [])])),
    constants: new Map(
      files
        .flatMap((file) => file.constants ?? [])
        .flatMap((fixed) => fixed.reads.flatMap(expand).map((reference) => [reference, fixed.is] as const)),
    ),
    callTypes,
    keptTypes: new Set(facts.flatMap((fact) => (fact.kept === true ? [fact.type] : []))),
    libraries: firstNames([callSources, readSources, callSinks, sanitizers, propagators, callTypes]),
    readTypes: types(files, "reads"),
    baseTypes: types(files, "bases"),
    annotationTypes: new Map(facts.flatMap((fact) => (fact.annotations ?? []).map((name) => [name, fact.type] as const))),
    parameterTypes: new Map(facts.flatMap((fact) => (fact.parameters ?? []).map((name) => [name, fact.type] as const))),
    nameTypes: new Map(facts.flatMap((fact) => (fact.names ?? []).map((name) => [name, fact.type] as const))),
    callSources,
    readSources,
    decorators,
    handlerFunctions,
    handlerCalls,
    handlerMethods,
    callSinks,
    writeSinks,
    sanitizers,
    propagators,
    guards: index(
      files.flatMap((file) => file.guards ?? []),
      (entry) => entry.calls,
    ),
    echoes,
    callbacks,
    ends,
    called: new Set(called.flatMap((one) => [...one.keys()])),
    memory: index(
      files.flatMap((file) => file.memory ?? []),
      (entry) => entry.calls,
    ),
    mentions: compileMentions(files, kinds),
  };
}

/** The bits of kinds; all of them for `all`. */
export function maskOf(models: Models, kinds: "all" | readonly string[]): number {
  if (kinds === "all") return ALL;
  return kinds.reduce((mask, kind) => mask | (models.bits.get(kind) ?? 0), 0);
}

export const ALL = 0x3fffffff;
