import type { Problem } from "#domain/completeness.ts";
import { by } from "#lib/compare.ts";
import type { Listing, SourceFile } from "#ports/workspace.ts";

/** A listing while it is made. */
export interface ListingDraft {
  readonly files: SourceFile[];
  readonly skipped: Problem[];
  unsupported: number;
}

/** Sorts both lists, so that the order in which a disk or git names its files is not seen. */
export function sortListing({ files, skipped, unsupported }: ListingDraft): Listing {
  return {
    files: files.toSorted(by((file) => file.path)),
    skipped: skipped.toSorted(
      by(
        (problem) => problem.path ?? "",
        (problem) => problem.code,
        (problem) => problem.message,
      ),
    ),
    unsupported,
  };
}
