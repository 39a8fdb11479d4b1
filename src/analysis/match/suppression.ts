import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { positionAt } from "#lib/text.ts";
import { grammarOf } from "./grammar.ts";

/** A comment that hides findings. */
export interface Marker {
  /** 1-based line whose findings it hides. */
  readonly line: number;
  /** Rules it names; empty means every rule. */
  readonly rules: readonly string[];
  /** The marker as written, at most 120 characters. */
  readonly text: string;
}

const MARKER = /(?:^|[\s#/*])(nosemgrep|nosec|assay-ignore)\b(?:\s*:\s*([\w.,\s-]*)|[ \t]+(B\d{3}(?:[,\s]+B\d{3})*))?/;

/**
 * Markers in the comments of a file, in source order: `nosemgrep`, `nosec`, `assay-ignore`, each with an optional list of rules, hide what begins
 * on their line; `assay-ignore` alone on a line hides the line below. Only comments count, never text in strings.
 */
export function suppressionMarkers(tree: SyntaxTree, lines: readonly number[]): Marker[] {
  if (!/nosemgrep|nosec|assay-ignore/.test(tree.text)) return [];
  const grammar = grammarOf(tree);
  const found: Marker[] = [];
  for (let node: NodeId = 0; node < tree.count; node++) {
    if (grammar.comment[tree.kinds[node] as number] === 0) continue;
    const text = tree.text.slice(tree.starts[node], tree.ends[node]);
    const match = MARKER.exec(text);
    if (match === null) continue;
    const { line, column } = positionAt(lines, tree.starts[node] as number);
    const before = tree.text.slice(lines[line - 1], (lines[line - 1] as number) + column - 1);
    const alone = match[1] === "assay-ignore" && before.trim() === "";
    const rules = (match[2] ?? match[3] ?? "").split(/[,\s]+/).filter((rule) => rule !== "");
    found.push({
      line: alone ? positionAt(lines, tree.ends[node] as number).line + 1 : line,
      rules,
      text: text.trim().slice(0, 120),
    });
  }
  return found;
}

/** The marker that hides a finding of this rule on this line (1-based), or undefined. */
export function markerFor(markers: readonly Marker[], line: number, rule: string): Marker | undefined {
  return markers.find(
    (marker) =>
      marker.line === line &&
      (marker.rules.length === 0 || marker.rules.some((name) => name === rule || name.endsWith(`.${rule}`))),
  );
}
