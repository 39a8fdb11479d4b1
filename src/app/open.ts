import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createParser } from "#analysis/parse/parser.ts";
import { createGit } from "#adapters/git/git.ts";
import { trackedFiles } from "#adapters/git/tracked.ts";
import { createResultCache } from "#adapters/scanner-host/result-cache.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import { digest } from "#lib/digest.ts";
import type { Store } from "#ports/store.ts";
import type { Assay } from "./api.ts";
import { AssayError } from "#domain/errors.ts";
import type { OpenOptions } from "./open-options.ts";
import { checkRun } from "./check-run.ts";
import { readJudges } from "./judges.ts";
import type { Config } from "./config.ts";
import { readEnvironment } from "./env.ts";
import { findRoot } from "./find-root.ts";
import { loadGrammar } from "./load-grammar.ts";
import { resultCache } from "./result-cache.ts";
import { loadSettings } from "./load-settings.ts";
import { once, type Project } from "./project.ts";
import { CHECKS, RECIPES } from "./registry.generated.ts";
import { openEngines } from "./scanners.ts";
import { requireGit } from "./target.ts";
import { teamRules } from "./team-rules.ts";
import { treeSource } from "./trees.ts";
import { userName } from "./user-name.ts";
import { optimiseLate } from "./start-fast.ts";
import { toolVersion } from "./version.ts";

const UNENDING = new AbortController().signal;

/** Parts a caller may bring along, for tests and embedding. */
export interface OpenParts {
  readonly store?: Store;
}

/** Opens the project around a path: finds its root, reads the configuration, and wires everything lazily. Close it when done. */
export async function open(options: OpenOptions, parts: OpenParts = {}): Promise<Assay> {
  if (options.brief === true) optimiseLate();
  const project = await openProject(options, parts);
  return {
    version: toolVersion(),
    root: project.root,
    config: project.config,
    origins: project.origins,
    failOn: project.config.failOn,
    check: (request, emit, signal) => checkRun(project, request, emit, signal),
    fix: async (request, emit, signal) => (await import("./fix-run.ts")).fixRun(project, request, emit, signal),
    gate: async (request, emit, signal) => (await import("./gate-run.ts")).gateRun(project, request, emit, signal),
    approve: async (request, emit, signal) => (await import("./approve-run.ts")).approveRun(project, request, emit, signal),
    review: async (request, emit, signal) => (await import("./review-run.ts")).reviewRun(project, request, emit, signal),
    generate: async (request, emit, signal) => (await import("./generate-run.ts")).generateRun(project, request, emit, signal),
    verify: async (bundle, how, signal) =>
      (await import("./verify-run.ts")).verifyRun(
        project,
        how.note === true ? bundle : resolve(options.cwd, bundle),
        how,
        signal,
      ),
    audit: async (request) => (await import("./audit-run.ts")).auditEverything(project, request),
    attach: async (request, signal) => (await import("./travel-run.ts")).attachEvidence(project, request, signal),
    attest: async (request, signal) => (await import("./travel-run.ts")).attestEvidence(project, request, signal),
    compare: async (request, emit, signal) => (await import("./compare-run.ts")).compareRun(project, request, emit, signal),
    label: async (request, emit, signal) => (await import("./label-run.ts")).labelRun(project, request, emit, signal),
    doctor: async (how, signal) => (await import("./doctor-run.ts")).doctorRun(project, how, signal),
    explain: async (subject) => (await import("./explain-run.ts")).explainRun(project, subject),
    dependencies: async () => (await import("./dependencies-run.ts")).dependencyCommands(project),
    close: () => project.close(),
  };
}

async function openProject(options: OpenOptions, parts: OpenParts): Promise<Project & { close(): Promise<void> }> {
  const environment = readEnvironment();
  const { root, git: inGit } = findRoot(options.cwd, options.near);
  const stateFolder = options.stateFolder === undefined ? environment.stateFolder : resolve(options.cwd, options.stateFolder);
  const findExecutable = (name: string): Promise<string | undefined> => environment.findExecutable(name, root);
  const git = once(async () => {
    const executable = inGit ? await findExecutable("git") : undefined;
    return executable === undefined ? undefined : createGit({ executable, root });
  });
  const judges =
    options.judgedFrom === undefined ? undefined : await readJudges(await requireGit(root, git), options.judgedFrom, UNENDING);
  const { config, origins, broken } = loadSettings(
    {
      root,
      environment,
      cwd: options.cwd,
      flags: { failOn: options.failOn, engines: options.engines, threatModel: options.threatModel, cache: options.cache },
      ...(options.configFile === undefined ? {} : { configFile: options.configFile }),
    },
    judges,
  );
  const tracked = async (signal: AbortSignal): Promise<ReadonlySet<string>> => {
    const repository = await git();
    return repository === undefined ? new Set() : trackedFiles(repository, signal);
  };
  const parser = once(() => createParser(loadGrammar));
  const sandbox = once(async () => {
    const { selectSandbox } = await import("#adapters/sandboxes/select.ts");
    return selectSandbox({ preference: config.sandbox, unsafeNoSandbox: options.unsafeNoSandbox });
  });
  const stager = createDirectoryStager();
  const trees = treeSource(parser);
  const cache = resultCache(config, environment.cacheFolder);
  let modelOpened = false;
  const model = once(async () => {
    if (config.model === undefined) return undefined;
    modelOpened = true;
    const { keyVariable } = config.model;
    const { openModel } = await import("./open-model.ts");
    return openModel(config.model, keyVariable === undefined ? undefined : environment.key(keyVariable), options.cwd);
  });
  let opened: Promise<Store> | undefined;
  const store = (): Promise<Store> =>
    (opened ??= parts.store === undefined ? openStore(stateFolder) : Promise.resolve(parts.store));
  // A mere check opens no store: its findings name the digest, and nothing is written.
  const putRaw = async (bytes: Uint8Array): Promise<string> =>
    opened === undefined ? digest(bytes) : (await opened).putBlob(bytes);
  const snapshotFolder = snapshotPath(options, config, stateFolder);
  let snapshotOpened = false;
  const advisories = once(async () => {
    if (!existsSync(snapshotFolder)) {
      if (options.snapshot === undefined && config.advisories.snapshot === undefined) return undefined;
      throw new AssayError("path-missing", `${snapshotFolder}: no such snapshot of advisories`);
    }
    snapshotOpened = true;
    const { openSnapshot } = await import("#adapters/advisories/snapshot.ts");
    return openSnapshot(snapshotFolder, new AbortController().signal);
  });
  const { sonarqube } = config;
  const engineNeeds = {
    config,
    cache,
    offerTree: trees.offer,
    advisories,
    sandbox,
    stager,
    findExecutable,
    teamRules: judges?.rules ?? teamRules(root),
    putRaw,
    ...(sonarqube !== undefined && {
      server: once(async () =>
        (await import("./server-project.ts")).serverProject(sonarqube, {
          executable: config.executables["sonarqube"],
          key: environment.key,
          git,
          sandbox,
          stager,
          findExecutable,
        }),
      ),
    }),
  };
  const { exclude, maxFileBytes } = config;
  const diskOptions = { root, exclude, maxFileBytes, recoveryFolder: stateFolder, tracked };
  const engines = once(async () => openEngines(engineNeeds));
  const engineStates = once(async () => (await engines()).known());
  return {
    root,
    cwd: options.cwd,
    config,
    origins,
    judges: judges && { ...judges, broken: [...judges.broken, ...broken] },
    stateFolder,
    user: userName(),
    secret: environment.key,
    brief: options.brief === true,
    engines: config.engines,
    disk: createDiskWorkspace(diskOptions),
    knownDisk: (known) => createDiskWorkspace({ ...diskOptions, known }),
    parser,
    treeOf: (workspace, path) => trees.treeOf(workspace, path),
    results: cache && createResultCache(cache),
    engineStates,
    everyEngine: once(async () => (await engines()).asked()),
    scanners: once(async () => (await engines()).inForce()),
    spareScanners: once(async () => (await engineStates()).flatMap(({ spare }) => (spare === undefined ? [] : [spare]))),
    recipes: once(async () => loadAll(RECIPES)),
    checks: once(async () => loadAll(CHECKS)),
    sandbox,
    stager,
    store,
    signer: once(async () =>
      (await import("#adapters/signers/ed25519.ts")).openLocalSigner(join(stateFolder, "keys", "ed25519.pem")),
    ),
    model: async () => (await model())?.model,
    git,
    findExecutable,
    advisories,
    snapshotFolder,
    close: async () => {
      if (modelOpened) await (await model())?.finish();
      if (snapshotOpened) (await advisories())?.close();
      await (await opened)?.close();
    },
  };
}

/** An option, then the user's setting, then the folder that `assay deps update` fills. */
function snapshotPath({ snapshot, cwd }: OpenOptions, { advisories }: Config, stateFolder: string): string {
  return snapshot !== undefined ? resolve(cwd, snapshot) : (advisories.snapshot ?? join(stateFolder, "advisories"));
}

async function openStore(stateFolder: string): Promise<Store> {
  const { openSqliteStore } = await import("#adapters/stores/sqlite.ts");
  return openSqliteStore({ file: join(stateFolder, "journal.sqlite"), owner: process.pid, isAlive });
}

/** Whether a process of this number lives; one that belongs to another user counts as living. */
function isAlive(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function loadAll<T>(registry: Readonly<Record<string, () => Promise<{ readonly default: T }>>>): Promise<T[]> {
  return (await Promise.all(Object.values(registry).map((load) => load()))).map((module) => module.default);
}
