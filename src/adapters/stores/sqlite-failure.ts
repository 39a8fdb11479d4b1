import { AssayError } from "#domain/errors.ts";

const PLACE = "Check free space and permissions, or name another folder with --state.";

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html): the low byte of the extended ones. */
const [PERMISSION, BUSY, LOCKED, READ_ONLY, IO_ERROR, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE] = [
  3, 5, 6, 8, 10, 11, 13, 14, 26,
];

/** What a failure of SQLite means to a user; undefined for one that is a bug of ours. */
function sqliteFailure(error: unknown, file: string): AssayError | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  const said = error.message;
  switch (error.errcode & 0xff) {
    case PERMISSION:
    case READ_ONLY:
    case IO_ERROR:
    case FULL:
    case CANNOT_OPEN:
      return new AssayError("write-failed", `cannot write the journal ${file}: ${said}`, { hint: PLACE, cause: error });
    case CORRUPT:
    case NOT_A_DATABASE:
      return new AssayError("journal-corrupt", `the journal ${file} cannot be read: ${said}`, { cause: error });
    case BUSY:
    case LOCKED:
      return new AssayError("run-active", `the journal ${file} is in use: ${said}`, { cause: error });
    default:
      return undefined;
  }
}

/** Does the work; a failure of SQLite that a user can mend is thrown as such. */
export function translated<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteFailure(error, file) ?? error;
  }
}
