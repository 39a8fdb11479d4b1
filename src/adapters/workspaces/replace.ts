import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { dirname } from "node:path";
import { AssayError } from "#domain/errors.ts";
import { digest } from "#lib/digest.ts";
import { showInvisible } from "#lib/text.ts";
import type { WritableWorkspace } from "#ports/workspace.ts";
import type { DiskCalls } from "./disk-calls.ts";
import { locate, readRegular } from "./read-regular.ts";
import { readRecord, removeRecord, writeRecord } from "./replace-record.ts";

type Replacement = Parameters<WritableWorkspace["replace"]>[0][number];

interface Step {
  readonly path: string;
  /** Absolute, without links. */
  readonly target: string;
  /** New content, beside the target. */
  readonly fresh: string;
  /** Second name of the old content while the set is being renamed. */
  readonly old: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Replaces a set of files: a record tells the next call what goes on, every new content is on the disk beside its target
 * before the first rename, and old contents keep a second name until the last one.
 * Throws AssayError `patch-stale` or `write-failed`, with all files as they were.
 */
export function replaceFiles(
  root: string,
  files: readonly Replacement[],
  recoveryFolder: string | undefined,
  calls: DiskCalls,
): void {
  const steps = plan(root, files, calls);
  if (steps.length === 0) return;
  const renamed: Step[] = [];
  try {
    if (recoveryFolder !== undefined)
      writeRecord(recoveryFolder, { root, steps: steps.map(({ bytes: _bytes, ...step }) => step) }, calls);
    for (const step of steps) writeBeside(step.target, step.fresh, step.bytes, calls);
    for (const step of steps) keepOld(step, calls);
    for (const step of steps) {
      calls.renameSync(step.fresh, step.target);
      renamed.push(step);
    }
    syncFolders(steps, calls);
  } catch (error) {
    for (const step of renamed) calls.renameSync(step.old, step.target);
    finish(root, steps, recoveryFolder, calls);
    throw new AssayError("write-failed", `cannot write ${failing(error, steps)}; no file was changed`, { cause: error });
  }
  finish(root, steps, recoveryFolder, calls);
}

function plan(root: string, files: readonly Replacement[], calls: DiskCalls): (Step & Replacement)[] {
  const steps: (Step & Replacement)[] = [];
  for (const file of files) {
    if (digest(file.bytes) !== file.after)
      throw new TypeError(`the bytes for ${file.path} do not have the digest they are announced with`);
    const current = currentDigest(root, file.path, calls);
    if (current?.digest === file.after) continue;
    if (current === undefined || current.digest !== file.before || steps.some((step) => step.target === current.target)) {
      throw new AssayError("patch-stale", `${showInvisible(file.path)} is not the file that was analysed`);
    }
    const stem = `${dirname(current.target)}/.assay-${randomBytes(8).toString("hex")}`;
    steps.push({ ...file, target: current.target, fresh: `${stem}.new`, old: `${stem}.old` });
  }
  return steps;
}

/**
 * Ends what a killed call left half done. When all its new contents had reached the disk, every file of its set gets its new
 * content; else none has changed yet and the leftovers are removed. When a file was edited since, AssayError `patch-stale`
 * names it, once. Without a record nothing happens.
 */
export function recover(root: string, recoveryFolder: string | undefined, calls: DiskCalls): void {
  if (recoveryFolder === undefined) return;
  const record = readRecord(recoveryFolder, root, calls);
  if (record === undefined) {
    removeRecord(recoveryFolder, root, calls);
    return;
  }
  const { steps } = record;
  const states = steps.map((step) => currentDigest(root, step.path, calls)?.digest);
  const edited = steps.find((step, index) => states[index] !== step.before && states[index] !== step.after);
  const waiting = steps.filter((step, index) => states[index] !== step.after);
  if (edited === undefined && waiting.every((step) => isWhole(step, calls))) {
    for (const step of waiting) calls.renameSync(step.fresh, step.target);
    syncFolders(waiting, calls);
  }
  finish(root, steps, recoveryFolder, calls);
  if (edited !== undefined) {
    throw new AssayError(
      "patch-stale",
      `${showInvisible(edited.path)} was edited after an interrupted change of ${steps.length} files`,
      {
        hint: "Compare the project with your version control, then run the command again.",
      },
    );
  }
}

function currentDigest(root: string, path: string, calls: DiskCalls): { target: string; digest: string } | undefined {
  try {
    const target = locate(root, path, calls);
    return { target, digest: digest(readRegular(target, calls).bytes) };
  } catch (error) {
    if (error instanceof AssayError && (error.code === "path-missing" || error.code === "path-outside")) return undefined;
    throw new AssayError("write-failed", `cannot read ${showInvisible(path)} (${codeOf(error)}); no file was changed`, {
      cause: error,
    });
  }
}

function isWhole(step: Step, calls: DiskCalls): boolean {
  if (calls.lstatSync(step.fresh, { throwIfNoEntry: false })?.isFile() !== true) return false;
  return digest(readRegular(step.fresh, calls).bytes) === step.after;
}

/** Writes a new file with the mode and owner of `target`. */
function writeBeside(target: string, fresh: string, bytes: Uint8Array, calls: DiskCalls): void {
  const { mode, uid, gid } = calls.lstatSync(target);
  // A rename needs no right to the file itself, but a read-only file is meant to stay as it is.
  calls.accessSync(target, constants.W_OK);
  const descriptor = calls.openSync(
    fresh,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    for (let offset = 0; offset < bytes.length; ) offset += calls.writeSync(descriptor, bytes, offset);
    const own = calls.fstatSync(descriptor);
    if (own.uid !== uid || own.gid !== gid) calls.fchownSync(descriptor, uid, gid);
    calls.fchmodSync(descriptor, mode & 0o7777);
    calls.fsyncSync(descriptor);
  } finally {
    calls.closeSync(descriptor);
  }
}

function keepOld(step: Step, calls: DiskCalls): void {
  try {
    calls.linkSync(step.target, step.old);
  } catch {
    // Some file systems know no second names, and some systems forbid them for files of others: then a copy must do.
    writeBeside(step.target, step.old, readRegular(step.target, calls).bytes, calls);
  }
}

function finish(root: string, steps: readonly Step[], recoveryFolder: string | undefined, calls: DiskCalls): void {
  for (const path of steps.flatMap((step) => [step.fresh, step.old])) {
    if (calls.lstatSync(path, { throwIfNoEntry: false }) !== undefined) calls.unlinkSync(path);
  }
  if (recoveryFolder !== undefined) removeRecord(recoveryFolder, root, calls);
}

function syncFolders(steps: readonly Step[], calls: DiskCalls): void {
  for (const folder of new Set(steps.map((step) => dirname(step.target)))) {
    const descriptor = calls.openSync(folder, constants.O_RDONLY);
    try {
      calls.fsyncSync(descriptor);
    } finally {
      calls.closeSync(descriptor);
    }
  }
}

function failing(error: unknown, steps: readonly Step[]): string {
  const path = error instanceof Error && "path" in error ? String(error.path) : "";
  const step = steps.find((step) => [step.fresh, step.old, step.target].includes(path)) ?? steps[0];
  return `${showInvisible(step?.path ?? "")} (${codeOf(error)})`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
