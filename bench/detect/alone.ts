import type { LibraryResult, LibraryScanner } from "#ports/scanner.ts";

/**
 * The scanner over one file at a time. Every text of the data is a program of its own: what an engine that follows data between files concludes from
 * one, such as that it can be started, must not count for another.
 */
export function alone(scanner: LibraryScanner): LibraryScanner {
  return {
    ...scanner,
    async scan(task, signal) {
      const results: LibraryResult[] = [];
      for (const file of task.files) results.push(await scanner.scan({ ...task, files: [file] }, signal));
      return {
        findings: results.flatMap(({ findings }) => findings),
        problems: results.flatMap(({ problems }) => problems),
        covered: results.flatMap(({ covered }) => covered),
        suppressed: results.flatMap(({ suppressed }) => suppressed ?? []),
        raw: results.flatMap(({ raw }) => raw ?? []),
      };
    },
  };
}
