import type { SandboxChoice } from "#adapters/sandboxes/select.ts";
import { createCommandHost } from "#adapters/scanner-host/command-host.ts";
import { AssayError } from "#domain/errors.ts";
import type { LibraryScanner, Scanner } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";
import type { Stager } from "#ports/stage.ts";
import { type Config, DEFAULT_ENGINES } from "./config.ts";
import { knowledge } from "./knowledge.ts";
import { loadGrammar } from "./load-grammar.ts";
import { BY_NAME, SCANNERS } from "./registry.generated.ts";

export interface ScannerNeeds {
  readonly config: Config;
  /** Absent: nothing is kept. */
  readonly cache?: ScannerTools["cache"];
  readonly offerTree?: ScannerTools["offerTree"];
  readonly advisories?: NonNullable<ScannerTools["advisories"]>;
  /** See ScannerTools.server. */
  readonly server?: NonNullable<ScannerTools["server"]>;
  readonly sandbox: () => Promise<SandboxChoice>;
  readonly stager: Stager;
  readonly findExecutable: (name: string) => Promise<string | undefined>;
  /** Keeps a tool's own report; gives its digest. */
  readonly putRaw: (bytes: Uint8Array) => Promise<string>;
  /** The project's own rules, sorted by path. */
  readonly teamRules: ScannerTools["teamRules"];
}

/** One engine and whether it takes part here. */
export interface EngineState {
  readonly id: string;
  readonly title: string;
  /** Languages and kinds of files, in words. */
  readonly languages: readonly string[];
  readonly install: string;
  /** See Scanner.byName. */
  readonly byName: boolean;
  /** Undefined for one that takes no part. */
  readonly scanner: LibraryScanner | undefined;
  /** Set for an engine of this process that takes no part and could. */
  readonly spare: LibraryScanner | undefined;
  readonly state: "ready" | "missing" | "refused";
  readonly detail: string;
}

/** Each engine is loaded, and asked whether it is here, when a list first needs it. Lists are sorted by id. */
export interface Engines {
  /** Those that take part; nothing of the others is loaded. */
  readonly inForce: () => Promise<readonly LibraryScanner[]>;
  /** Every engine known; one that takes part only by name, and was not named, is not asked: that costs a process. */
  readonly known: () => Promise<readonly EngineState[]>;
  /** Every engine known, each asked. */
  readonly asked: () => Promise<readonly EngineState[]>;
}

/**
 * One that is missing or must not be trusted takes part only when the user named it, and then fails loudly; an engine that the user did not
 * name, where some were named, takes no part.
 */
export function openEngines(needs: ScannerNeeds): Engines {
  const { engines } = needs.config;
  const ids = Object.keys(SCANNERS);
  const unknown = engines?.find((id) => id !== DEFAULT_ENGINES && SCANNERS[id] === undefined);
  if (unknown !== undefined)
    throw new AssayError("engine-unknown", `no engine is called ${unknown}; there are ${ids.join(", ")}`);
  const tools = toolsFor(needs);
  const load = onceFor(async (id) => {
    const { default: made } = await (SCANNERS[id] as (typeof SCANNERS)[string])();
    return typeof made === "function" ? made(tools) : made;
  });
  const ask = onceFor(async (id) => inspect(needs, await load(id)));
  const named = (id: string): boolean => engines?.includes(id) ?? false;
  const byDefault = (id: string): boolean => !BY_NAME.has(id) && (engines === undefined || named(DEFAULT_ENGINES));
  const stateOf = async (id: string): Promise<EngineState> => {
    const state = await ask(id);
    const ready = state.state === "ready";
    const inForce = named(id) || (byDefault(id) && ready);
    const spare = !inForce && ready && (await load(id)).kind === "library" ? state.scanner : undefined;
    return { ...state, scanner: inForce ? state.scanner : undefined, spare };
  };
  const idle = (id: string): boolean => BY_NAME.has(id) && !named(id);
  const each = <T>(of: readonly string[], work: (id: string) => Promise<T>): Promise<T[]> => Promise.all(of.map(work));
  return {
    inForce: async () => {
      const states = await each(
        ids.filter((id) => named(id) || byDefault(id)),
        stateOf,
      );
      return states.flatMap(({ scanner }) => scanner ?? []);
    },
    known: () => each(ids, async (id) => (idle(id) ? notAsked(await load(id)) : stateOf(id))),
    asked: () => each(ids, stateOf),
  };
}

function toolsFor({ config: { threatModel }, teamRules, cache, offerTree, advisories, server }: ScannerNeeds): ScannerTools {
  return {
    loadGrammar,
    knowledge,
    teamRules,
    cache,
    offerTree,
    ...(advisories !== undefined && { advisories }),
    ...(server !== undefined && { server }),
    ...(threatModel !== "auto" && { threatModel }),
  };
}

function onceFor<T>(work: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (id) => {
    const known = kept.get(id) ?? work(id);
    kept.set(id, known);
    return known;
  };
}

function facts({ id, title, languages, about = [], install, byName }: Scanner) {
  return { id, title, languages: [...languages, ...about], install, byName: byName === true };
}

function notAsked(scanner: Scanner): EngineState {
  return { ...facts(scanner), scanner: undefined, spare: undefined, state: "missing", detail: "not asked for" };
}

async function inspect(needs: ScannerNeeds, scanner: Scanner): Promise<Omit<EngineState, "spare">> {
  const { id } = scanner;
  const common = facts(scanner);
  if (scanner.kind === "library") {
    const version = await scanner.version();
    const state = version === undefined ? "missing" : "ready";
    return { ...common, scanner, state, detail: version ?? scanner.absent ?? "not installed" };
  }
  const { findExecutable, stager, config, putRaw } = needs;
  const installed = config.executables[id] ?? (await findExecutable(scanner.executable));
  const sandbox = installed === undefined ? undefined : (await needs.sandbox()).sandbox;
  const hosted = createCommandHost({ sandbox, stager, findExecutable, executables: config.executables, putRaw })(scanner);
  const found = await hosted.inspect();
  if (found.kind === "ready") return { ...common, scanner: hosted, state: "ready", detail: found.version };
  if (found.kind === "missing") return { ...common, scanner: hosted, state: "missing", detail: "not installed" };
  return { ...common, scanner: hosted, state: "refused", detail: `${found.version ?? "unknown version"}: ${found.reason}` };
}
