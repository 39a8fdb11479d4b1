import type { SandboxChoice } from "#adapters/sandboxes/select.ts";
import { createCommandHost } from "#adapters/scanner-host/command-host.ts";
import { AssayError } from "#domain/errors.ts";
import type { LibraryScanner, Scanner, ScannerTools } from "#ports/scanner.ts";
import type { Stager } from "#ports/stage.ts";
import { type Config, DEFAULT_ENGINES } from "./config.ts";
import { loadGrammar } from "./load-grammar.ts";
import { SCANNERS } from "./registry.generated.ts";

export interface ScannerNeeds {
  readonly config: Config;
  /** Absent: nothing is kept. */
  readonly cache?: ScannerTools["cache"];
  readonly offerTree?: ScannerTools["offerTree"];
  readonly advisories?: NonNullable<ScannerTools["advisories"]>;
  readonly sandbox: () => Promise<SandboxChoice>;
  readonly stager: Stager;
  readonly findExecutable: (name: string) => Promise<string | undefined>;
  /** True: also asks the tools that would take no part, for the doctor. */
  readonly everything?: boolean;
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

/**
 * Every registered engine, sorted by id. One that is missing or must not be trusted takes part only when the user named it, and then fails
 * loudly; an engine that the user did not name, where some were named, takes no part.
 */
export async function openEngines(needs: ScannerNeeds): Promise<readonly EngineState[]> {
  const { engines } = needs.config;
  const unknown = engines?.find((id) => id !== DEFAULT_ENGINES && SCANNERS[id] === undefined);
  if (unknown !== undefined) {
    throw new AssayError("engine-unknown", `no engine is called ${unknown}; there are ${Object.keys(SCANNERS).join(", ")}`);
  }
  const { threatModel } = needs.config;
  const tools: ScannerTools = {
    loadGrammar,
    teamRules: needs.teamRules,
    cache: needs.cache,
    offerTree: needs.offerTree,
    ...(needs.advisories !== undefined && { advisories: needs.advisories }),
    ...(threatModel !== "auto" && { threatModel }),
  };
  return Promise.all(
    Object.entries(SCANNERS).map(async ([id, load]) => {
      const { default: scanner } = await load();
      const made = typeof scanner === "function" ? scanner(tools) : scanner;
      const byDefault = made.byName !== true && (engines === undefined || engines.includes(DEFAULT_ENGINES));
      const asked = engines?.includes(id) ?? false;
      // Asking a tool for its version costs a process.
      const state = made.byName === true && !asked && needs.everything !== true ? idle(made) : await inspect(needs, made);
      const named = asked || (byDefault && state.state === "ready");
      const inProcess = made.kind === "library";
      const spare = !named && inProcess && state.state === "ready" ? state.scanner : undefined;
      return { ...state, scanner: named ? state.scanner : undefined, spare };
    }),
  );
}

function facts({ id, title, languages, about = [], install, byName }: Scanner) {
  return { id, title, languages: [...languages, ...about], install, byName: byName === true };
}

function idle(scanner: Scanner): Omit<EngineState, "spare"> {
  return { ...facts(scanner), scanner: undefined, state: "missing", detail: "not asked for" };
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
