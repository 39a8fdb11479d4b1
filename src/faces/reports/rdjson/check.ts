import type { CheckView } from "#faces/reports/view.ts";
import { diagnosticsText, rangeIn, SEVERITY } from "./diagnostic.ts";

/** Defects in the Reviewdog Diagnostic Format. */
export function checkRdjson({ defects, sources, version }: CheckView): string {
  const lines = new Map([...sources].map(([path, text]) => [path, text.split(/\r?\n/u)]));
  const range = rangeIn((path, line) => lines.get(path)?.[line - 1] ?? "");
  const diagnostics = defects.map(({ message, location, severity, rule, cwe }) => ({
    message: message.toWellFormed(),
    location: { path: location.path.toWellFormed(), range: range(location) },
    severity: SEVERITY[severity],
    code: { value: rule, ...(cwe === undefined ? {} : { url: `https://cwe.mitre.org/data/definitions/${cwe.slice(4)}.html` }) },
  }));
  return diagnosticsText(diagnostics, version);
}
