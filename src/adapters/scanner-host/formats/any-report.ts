import { defectDojoReader } from "./defectdojo.ts";
import { gitlabReader } from "./gitlab.ts";
import type { ReportReader } from "./report-reader.ts";
import { sarifReader } from "./sarif.ts";
import { sonarReader } from "./sonar-issues.ts";

/** Formats by the name of the list at the top that only they have. */
const FORMATS = [
  { list: "runs", title: "SARIF 2.1.0", reader: sarifReader },
  { list: "vulnerabilities", title: "GitLab security report", reader: gitlabReader },
  { list: "findings", title: "DefectDojo generic findings", reader: defectDojoReader },
  { list: "issues", title: "SonarQube issues", reader: sonarReader },
  { list: "hotspots", title: "SonarQube issues", reader: sonarReader },
] as const;

export const IMPORT_FORMATS: readonly string[] = [...new Set(FORMATS.map(({ title }) => title))];

/** Reads a report of any format that can be imported; which one it is, its own keys tell. */
export function anyReportReader(): ReportReader {
  const readers = new Map(FORMATS.map((format) => [format.reader, format.reader()]));
  const seen = new Set<unknown>();
  const all = [...readers.values()];
  return {
    paths: [...new Set(all.flatMap(({ paths }) => paths))],
    onOpen(path, kind) {
      if (path.length === 1 && kind === "array") seen.add(path[0]);
      for (const reader of all) reader.onOpen(path, kind);
    },
    onPiece(path, value) {
      for (const reader of all) reader.onPiece(path, value);
    },
    finish() {
      const found = [...new Set(FORMATS.filter(({ list }) => seen.has(list)).map(({ reader }) => reader))];
      const [first, second] = found;
      if (first === undefined || second !== undefined) {
        const what = first === undefined ? "no known format" : "several formats at once";
        return `the file is of ${what}; it can be ${IMPORT_FORMATS.join(", ")}`;
      }
      return (readers.get(first) as ReportReader).finish();
    },
  };
}
