import type { Problem } from "#domain/completeness.ts";
import { by, compareText } from "#lib/compare.ts";
import type { Listing, SourceFile } from "#ports/workspace.ts";
import type { FileKind } from "./classify.ts";

/** A listing while it is made. */
export interface ListingDraft {
  readonly files: SourceFile[];
  readonly skipped: Problem[];
  readonly others: string[];
}

/** Puts a file where its kind belongs. One that was named and has no language pack may still be of use to an engine that reads it by name. */
export function addToListing(draft: ListingDraft, path: string, bytes: number, kind: FileKind): void {
  if (kind.kind === "source") draft.files.push({ path, language: kind.language, bytes });
  else if (kind.kind === "skipped") {
    draft.skipped.push(kind.problem);
    if (kind.problem.code === "unsupported-language") draft.others.push(path);
  } else draft.others.push(path);
}

/** Sorts both lists, so that the order in which a disk or git names its files is not seen. */
export function sortListing({ files, skipped, others }: ListingDraft): Listing {
  return {
    files: files.toSorted(by((file) => file.path)),
    skipped: skipped.toSorted(
      by(
        (problem) => problem.path ?? "",
        (problem) => problem.code,
        (problem) => problem.message,
      ),
    ),
    unsupported: others.length - skipped.filter(({ code }) => code === "unsupported-language").length,
    others: others.toSorted(compareText),
  };
}
