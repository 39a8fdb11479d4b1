import type { Ecosystem } from "#domain/advisory.ts";

/** One package of a lock file. */
export interface LockedPackage {
  readonly ecosystem: Ecosystem;
  /** In the registry's own form: Python names in lower case with `-`, Maven's as `group:artifact`. */
  readonly name: string;
  /** Exact, without the `v` of Go and Composer. */
  readonly version: string;
  /** Whether the project itself asks for it; undefined where the file does not tell. */
  readonly direct: boolean | undefined;
  /** True where only development or tests need it. */
  readonly dev: boolean;
  /** False for what comes from a repository, a folder or an address, where the registry's advisories may not speak of it. */
  readonly registry: boolean;
  /** 1-based. */
  readonly line: number;
}

/** Why a lock file, or a part of it, says nothing. */
export interface LockProblem {
  readonly code: "too-large" | "merge-conflict" | "bad-syntax" | "wrong-schema" | "duplicate-key" | "not-pinned" | "bad-encoding";
  readonly message: string;
  /** 1-based, where one is known. */
  readonly line?: number;
}

export interface LockReading {
  /** In the order of the file. */
  readonly packages: readonly LockedPackage[];
  readonly problems: readonly LockProblem[];
}

/** Reads one format. */
export interface LockReader {
  readonly id: string;
  readonly ecosystem: Ecosystem;
  /** Lower-case name of the file, without folders. */
  readonly fits: (name: string) => boolean;
  /** Texts longer than this, in UTF-16 units, are not read. */
  readonly longest: number;
  /** Total: what cannot be read is a problem, never a throw. */
  readonly read: (text: string) => LockReading;
}

export function refused(code: LockProblem["code"], message: string, line?: number): LockReading {
  return { packages: [], problems: [line === undefined ? { code, message } : { code, message, line }] };
}

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/gu, "-");
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of an own key that is a text. */
export function textAt(value: unknown, key: string): string | undefined {
  const found = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === "string" ? found : undefined;
}

/** The value of an own key that is a table; an empty one otherwise. */
export function tableAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isRecord(found) ? found : {};
}

export function listAt(value: unknown, key: string): readonly unknown[] {
  const found = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}
