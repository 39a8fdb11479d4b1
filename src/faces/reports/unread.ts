import type { ScanReport } from "#domain/report.ts";
import { plural } from "./text/plural.ts";

/** What a report says of files of code that nothing reads: `3 files in languages that no engine here reads: 2 .cpp, 1 .rb`; undefined for none. */
export function unreadText({ unread }: ScanReport): string | undefined {
  if (unread === undefined) return undefined;
  const entries = Object.entries(unread);
  const count = entries.reduce((sum, [, files]) => sum + files, 0);
  const kinds = entries.map(([ending, files]) => `${files} ${ending}`).join(", ");
  return `${plural(count, "file")} in languages that no engine here reads: ${kinds}`;
}
