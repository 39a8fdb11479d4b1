import type { Finding } from "#domain/finding.ts";
import type { Problem } from "#domain/completeness.ts";
import type { ControlFile, Marker, Sentinel } from "./scanner-traps.ts";
import type { SourceFile, Workspace } from "./workspace.ts";

/** What an engine claims before the core gives it an identity. */
export type RawFinding = Omit<Finding, "id" | "engine" | "raw">;

interface ScannerCommon {
  /** Kebab-case name, equal to the file's name. */
  readonly id: string;
  readonly title: string;
  readonly languages: readonly string[];
  readonly homepage: string;
  readonly licence: string;
  readonly needsNetwork: boolean;
  /** What `assay doctor` tells a user who lacks it. */
  readonly install: string;
  /** What is said of it where `version` gives none; `not installed` when absent. */
  readonly absent?: string;
  /** True for paths of files without a language pack that this engine reads too, by their name. It takes part where there is one. */
  readonly reads?: (path: string) => boolean;
  /** What `reads` takes, in words a person knows. */
  readonly about?: readonly string[];
  /** Takes part only when the user names it: slow, or more about quality than about security. */
  readonly byName?: true;
}

export interface ScanTask {
  /** Only files whose language the scanner declares; sorted by path. */
  readonly files: readonly SourceFile[];
  /** Further files of the scan that the scanner reads; sorted. */
  readonly others?: readonly string[];
  readonly workspace: Workspace;
  /** What was chosen for the whole project of which these files are a part, see `ScannerTools`, which goes before. Absent: chosen from these files. */
  readonly threatModel?: "application" | "library" | undefined;
  /** Called now and then with the number of files done. */
  readonly progress: (done: number) => void;
}

export interface LibraryResult {
  readonly findings: readonly RawFinding[];
  /** One for each file that was not wholly analysed. */
  readonly problems: readonly Problem[];
  /** Paths proved to have been analysed, wholly or in part. */
  readonly covered: readonly string[];
  /** Findings that a marker in the code hides; reported as suppressed. */
  readonly suppressed?: readonly { finding: RawFinding; reason: string }[];
  /** Digests under which the tool's own reports were kept. */
  readonly raw?: readonly string[];
  /** The one that was in force, see `ScannerTools`; absent for an engine that does not ask. */
  readonly threatModel?: "application" | "library" | undefined;
}

/** An engine that runs in this process. */
export interface LibraryScanner extends ScannerCommon {
  readonly kind: "library";
  /** The engine's version, or undefined when the library is not installed. */
  version(): Promise<string | undefined>;
  /** False where it has nothing to say about these files, so that it takes no part. Absent: always true. */
  applies?(task: Pick<ScanTask, "files" | "workspace">): Promise<boolean>;
  scan(task: ScanTask, signal: AbortSignal): Promise<LibraryResult>;
}

export interface CommandRequest {
  /** The tool's executable, absolute path inside the sandbox. */
  readonly executable: string;
  /** As the tool told it; absent where it was not asked. */
  readonly version?: string;
  /** Folder with the staged copies, absolute path inside; file `path` lies at `staged/path`. */
  readonly staged: string;
  readonly files: readonly SourceFile[];
  /** Empty writable folder inside, for reports and trusted configuration. */
  readonly scratch: string;
}

export interface CommandPlan {
  /** Run one after the other before `argv`, in the same folders; each must exit with 0. */
  readonly before?: readonly (readonly string[])[];
  readonly argv: readonly string[];
  /** Where it starts. Absent: in `scratch`. */
  readonly cwd?: "staged";
  readonly env: Readonly<Record<string, string>>;
  /** Files the core writes into `scratch` before the run: our trusted settings. Names without folders. */
  readonly settings: Readonly<Record<string, string>>;
  /** Exit codes of a run that worked, with or without findings. */
  readonly okExits: readonly number[];
  /** Where the report is: a stream, or a file name in `scratch`. */
  readonly output: "stdout" | "stderr" | { readonly file: string };
}

export interface ParseContext {
  /** The prefix to strip from paths in the report: the staged folder. */
  readonly staged: string;
  readonly files: readonly SourceFile[];
  /** Staged text of a file, for tools that report lines without columns; undefined for an unknown path. */
  readonly text: (path: string) => string | undefined;
}

export interface ParsedReport {
  readonly findings: readonly RawFinding[];
  readonly problems: readonly Problem[];
  /** Findings that a marker in the code would hide from the tool's own users. */
  readonly suppressed?: readonly { finding: RawFinding; reason: string }[];
}

/** A tool on this machine: described here, run by the core in the sandbox. */
export interface CommandScanner extends ScannerCommon {
  readonly kind: "command";
  /** Name looked up on the path. */
  readonly executable: string;
  /** Arguments that print the version. */
  readonly versionArgs: readonly string[];
  /** Version in the output of `versionArgs`, or undefined when it makes no sense. */
  readonly parseVersion: (output: string) => string | undefined;
  /** Why this version must not be trusted, or undefined when it may. */
  readonly refuses: (version: string) => string | undefined;
  readonly control: Readonly<Record<string, ControlFile>>;
  readonly sentinel: Readonly<Record<string, Sentinel>>;
  /** Absent: it obeys no comments, or was told not to. */
  readonly markers?: readonly Marker[];
  /** Files with one answer are never split over two runs, and those with different answers never meet. Absent: runs are made by size. */
  readonly oneRun?: (file: SourceFile) => string;
  /** Obeys the project's own settings and plugins: gets the whole project as it is, its installed dependencies read-only. */
  readonly wholeProject?: true;
  /** For a tool that starts by a shell script of its own: how many folders above that script all of it lies, and a file that only lies there. */
  readonly launcher?: { readonly up: number; readonly holds: string };
  /** Pure. */
  command(request: CommandRequest): CommandPlan;
  /** Pure and total: rubbish gives a problem, never a throw or a silent empty list. */
  parse(raw: Uint8Array, context: ParseContext): ParsedReport;
}

export type Scanner = LibraryScanner | CommandScanner;

export function defineScanner<const T extends Scanner>(scanner: T): T {
  return scanner;
}
