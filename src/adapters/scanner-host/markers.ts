import type { RawFinding } from "#ports/scanner.ts";
import type { Marker } from "#ports/scanner-traps.ts";
import type { SourceText } from "./source-text.ts";

/** The text with every marker broken and nothing moved: the first ASCII letter of each match becomes another one. */
export function defuse(text: string, markers: readonly Marker[] = []): string {
  let copied = text;
  for (const { words } of markers)
    copied = copied.replaceAll(words, (match) => match.replace(/[A-Za-z]/u, (letter) => (letter === "x" ? "y" : "x")));
  return copied;
}

/** The marker that hides a finding from the tool's own users, or undefined where none does. */
export function markerOf(source: SourceText, finding: RawFinding, markers: readonly Marker[] = []): string | undefined {
  const { startLine, endLine } = finding.location;
  for (const { words, hides, named } of markers) {
    const fits = (match: string): boolean => named !== true || match.includes(finding.rule);
    if (hides === "file") {
      const match = [...source.text.matchAll(words)].map(([text]) => text).find(fits);
      if (match !== undefined) return shown(match);
      continue;
    }
    for (let line = hides === "line" ? startLine : Math.max(1, startLine - 1); line <= endLine; line++) {
      const text = source.line(line);
      if ([...text.matchAll(words)].some(([match]) => fits(match))) return shown(text);
    }
  }
  return undefined;
}

function shown(text: string): string {
  return text.trim().slice(0, 200);
}
