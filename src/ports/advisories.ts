import type { Advisory, Ecosystem } from "#domain/advisory.ts";

/** What a snapshot holds of one ecosystem. */
export interface SnapshotPart {
  readonly ecosystem: Ecosystem;
  readonly advisories: number;
  /** Records that could not be read; what they say is not known. */
  readonly unreadable: number;
  /** RFC 3339: the youngest change of a record; empty where there is none. */
  readonly newest: string;
  /** RFC 3339: when it was fetched; absent for one that was read from files. */
  readonly fetched?: string;
  /** Where it came from: an address or a path. */
  readonly source: string;
  /** `sha256:…` of what it was made from. */
  readonly digest: string;
}

/** Advisories kept on this machine, found by ecosystem and name. */
export interface AdvisorySnapshot {
  /** Sorted by ecosystem. */
  readonly parts: readonly SnapshotPart[];
  /** Day of the youngest record and the beginning of a digest over all parts. */
  readonly version: string;
  /** Advisories about a package, by the name of {@link LockedPackage}; sorted by id, without withdrawn ones. */
  lookup(ecosystem: Ecosystem, name: string): readonly Advisory[];
  close(): void;
}
