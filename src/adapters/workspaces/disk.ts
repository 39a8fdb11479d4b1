import type { BigIntStats } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { blobId } from "#adapters/git/blobs.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import type { Problem } from "#domain/completeness.ts";
import { AssayError } from "#domain/errors.ts";
import type { WritableWorkspace } from "#ports/workspace.ts";
import { classify, HEAD_BYTES, isPlain, mayBeSource } from "./classify.ts";
import { createFile } from "./create-file.ts";
import { type DiskCalls, NODE_CALLS } from "./disk-calls.ts";
import type { DiskIds } from "./disk-ids.ts";
import { createIgnoreRules } from "./ignore-rules.ts";
import { locate, readRegular } from "./read-regular.ts";
import { recover, replaceFiles } from "./replace.ts";
import { addToListing, type ListingDraft, sortListing } from "./sort-listing.ts";
import { type Found, walk } from "./walk.ts";

export interface DiskOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Patterns in git's ignore syntax, relative to the root, for what is never listed unless named. */
  readonly exclude: readonly string[];
  readonly maxFileBytes: number;
  /** Paths that git tracks: its ignore rules do not hide them, so that a committed file cannot be hidden by a committed rule. */
  readonly tracked?: (signal: AbortSignal) => Promise<ReadonlySet<string>>;
  /**
   * Folder of the user's state, outside the project, for the record that lets a killed `replace` be completed by the next
   * call. Without it only a repetition of the same call completes it.
   */
  readonly recoveryFolder?: string;
  /** Files that are known need not be opened to be listed. */
  readonly known?: KnownFiles;
}

export interface KnownFiles {
  readonly ids: DiskIds;
  /** An id of this repository, for the kind of its digests. */
  readonly like: string;
  /** Called with the whole content of a file of source that had to be read. */
  readonly read: (path: string, language: string, bytes: Uint8Array) => void;
}

const CR = 13;

/** The files of a folder on disk. */
export function createDiskWorkspace(options: DiskOptions, calls: DiskCalls = NODE_CALLS): WritableWorkspace {
  const root = calls.realpathSync(options.root);
  const textOf = (path: string) => ruleText(root, path, calls);
  return {
    root,
    async list(selection, signal) {
      const { tracked, problems: unknown } = await trackedOf(options, signal);
      // Read again each time: a server lives longer than a .gitignore.
      const rules = createIgnoreRules(options.exclude, textOf);
      const { found, problems } = await walk({ root, selection, rules, tracked, calls, signal });
      return sortListing(await classifyAll(found, [...unknown, ...problems], { ...options, root, calls, signal }));
    },
    async read(path) {
      return readRegular(locate(root, path, calls), calls).bytes;
    },
    async has(path) {
      return isFileUnder(root, path, calls);
    },
    async changed() {
      return [];
    },
    async replace(files) {
      recover(root, options.recoveryFolder, calls);
      replaceFiles(root, files, options.recoveryFolder, calls);
    },
    async create({ path, bytes }) {
      createFile(root, path, bytes, calls);
    },
  };
}

/** When git cannot tell, its ignore rules may hide committed files: a problem, so that the listing does not look whole. */
async function trackedOf(
  options: DiskOptions,
  signal: AbortSignal,
): Promise<{ tracked: ReadonlySet<string>; problems: readonly Problem[] }> {
  try {
    return { tracked: (await options.tracked?.(signal)) ?? new Set(), problems: [] };
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== "git-failed") throw error;
    return {
      tracked: new Set(),
      problems: [{ code: "git-failed", message: `${error.message}; ignored files that are committed may be missing` }],
    };
  }
}

interface ClassifyRequest extends Pick<DiskOptions, "root" | "maxFileBytes" | "known"> {
  readonly calls: DiskCalls;
  readonly signal: AbortSignal;
}

async function classifyAll(found: Found, problems: readonly Problem[], request: ClassifyRequest): Promise<ListingDraft> {
  const listing: ListingDraft = { files: [], skipped: [...problems], others: [] };
  let steps = 0;
  for (const [path, { explicit, alias }] of found) {
    if (++steps % 256 === 0) await setImmediate();
    request.signal.throwIfAborted();
    if (!explicit && !mayBeSource(path, alias)) {
      listing.others.push(path);
      continue;
    }
    const head = explicit || alias !== undefined ? readHead(path, request) : knownHead(path, request);
    if ("code" in head) {
      listing.skipped.push(head);
      continue;
    }
    const kind = classify(path, head.bytes, head.size, {
      maxFileBytes: request.maxFileBytes,
      explicit,
      ...(alias !== undefined && { alias }),
    });
    addToListing(listing, path, head.size, kind);
  }
  return listing;
}

const NOTHING = new Uint8Array();

/** The same as {@link readHead}, and no bytes for a file of source that is known to be plain. */
function knownHead(path: string, request: ClassifyRequest): { bytes: Uint8Array; size: number } | Problem {
  const { root, calls, known } = request;
  const language = known && languageOf(path)?.id;
  if (known === undefined || language === undefined) return readHead(path, request);
  const stats: BigIntStats | undefined = calls.lstatSync(`${root}/${path}`, { bigint: true, throwIfNoEntry: false });
  if (stats?.isFile() !== true) return readHead(path, request);
  if (known.ids.isPlain(path, stats)) return { bytes: NOTHING, size: Number(stats.size) };
  const head = readHead(path, request);
  // What differs in line ends alone has the id that git knows: who compares finds it.
  if (!("code" in head) && head.size === head.bytes.length && isPlain(head.bytes) && !head.bytes.includes(CR)) {
    known.ids.keep(path, stats, blobId(head.bytes, known.like), true);
    known.read(path, language, head.bytes);
  }
  return head;
}

function readHead(path: string, { root, calls }: ClassifyRequest): { bytes: Uint8Array; size: number } | Problem {
  try {
    return readRegular(`${root}/${path}`, calls, HEAD_BYTES);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return { path, code: "unreadable", message: `cannot be opened: ${reason}` };
  }
}

function isFileUnder(root: string, path: string, calls: DiskCalls): boolean {
  try {
    locate(root, path, calls);
    return true;
  } catch {
    // Missing, outside and unreachable are one answer here: no file that could be read.
    return false;
  }
}

/** Text of a rules file; a link, a folder or an unreadable file counts as none, as git does it. */
function ruleText(root: string, path: string, calls: DiskCalls): string | undefined {
  const full = `${root}/${path}`;
  try {
    if (calls.lstatSync(full, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    return Buffer.from(readRegular(full, calls).bytes).toString("utf8");
  } catch {
    // Without the rules more is analysed, never less.
    return undefined;
  }
}
