import type { TreeParser } from "#analysis/parse/parser.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Check } from "#ports/check.ts";
import type { Model } from "#ports/model.ts";
import type { Recipe } from "#ports/recipe.ts";
import type { Git } from "#adapters/git/git.ts";
import type { SandboxChoice } from "#adapters/sandboxes/select.ts";
import type { KnownFiles } from "#adapters/workspaces/disk.ts";
import type { ResultCache } from "#adapters/scanner-host/result-cache.ts";
import type { AdvisorySnapshot } from "#ports/advisories.ts";
import type { LibraryScanner } from "#ports/scanner.ts";
import type { Signer } from "#ports/signer.ts";
import type { Stager } from "#ports/stage.ts";
import type { Store } from "#ports/store.ts";
import type { Workspace, WritableWorkspace } from "#ports/workspace.ts";
import type { Config } from "./config.ts";
import type { Judges } from "./judges.ts";
import type { EngineState } from "./scanners.ts";

/** Everything one opened project is wired from. Parts that cost something are made at first use and kept. */
export interface Project {
  /** Absolute path. */
  readonly root: string;
  readonly cwd: string;
  readonly config: Config;
  readonly origins: Readonly<Record<string, string>>;
  /** Set where a change is judged: the settings and team rules come from there. */
  readonly judges: Judges | undefined;
  /** Absolute path of the folder for journal, evidence and key. */
  readonly stateFolder: string;
  /** Name of the local user, for the record of who approved. */
  readonly user: string;
  /** See Environment.key. */
  readonly secret: (variable: string) => string | undefined;
  /** Engines the user named, or undefined for all that are here. */
  readonly engines: readonly string[] | undefined;
  readonly disk: WritableWorkspace;
  /** The same files, listed by what is known of them. */
  readonly knownDisk: (known: KnownFiles) => WritableWorkspace;
  readonly parser: () => Promise<TreeParser>;
  readonly treeOf: (workspace: Workspace, path: string) => Promise<SyntaxTree | undefined>;
  /** What was found out in earlier runs; undefined when nothing is kept. */
  readonly results: ResultCache | undefined;
  /** Every engine known; one that takes part only by name, and was not named, is not asked whether it is here. */
  readonly engineStates: () => Promise<readonly EngineState[]>;
  /** Every engine known, each asked: for the doctor. */
  readonly everyEngine: () => Promise<readonly EngineState[]>;
  /** Those that take part. */
  readonly scanners: () => Promise<readonly LibraryScanner[]>;
  /** Those of this process that take no part but are here: second witnesses of a repair. */
  readonly spareScanners: () => Promise<readonly LibraryScanner[]>;
  readonly recipes: () => Promise<readonly Recipe[]>;
  readonly checks: () => Promise<readonly Check[]>;
  readonly sandbox: () => Promise<SandboxChoice>;
  readonly stager: Stager;
  readonly store: () => Promise<Store>;
  readonly signer: () => Promise<Signer>;
  readonly model: () => Promise<Model | undefined>;
  /** See OpenOptions.brief. */
  readonly brief: boolean;
  /** Undefined outside a git work tree, or where git is not installed. */
  readonly git: () => Promise<Git | undefined>;
  /** Undefined where there is no snapshot of advisories. */
  readonly advisories: () => Promise<AdvisorySnapshot | undefined>;
  /** Absolute path of the snapshot, which may not exist. */
  readonly snapshotFolder: string;
  readonly findExecutable: (name: string) => Promise<string | undefined>;
}

/** A function that does its work once and then gives the same promise. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => (kept ??= work());
}
