import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { type Cwe, cweFamily } from "#domain/cwe.ts";
import type { Finding } from "#domain/finding.ts";
import { severityRank } from "#domain/severity.ts";
import type { LibraryScanner } from "#ports/scanner.ts";
import { correlate } from "#stages/correlate/correlate.ts";
import { scan } from "#stages/scan/scan.ts";

/** One program of labelled data. */
export interface LabelledText {
  readonly name: string;
  readonly text: string;
  readonly group: string;
  readonly vulnerable: boolean;
  /** The weakness that the label speaks of; empty where the data does not say. */
  readonly cwes: readonly Cwe[];
}

/** A defect whose truth the label tells. */
export interface LabelledDefect {
  readonly group: string;
  readonly right: boolean;
  readonly witnesses: readonly Pick<Finding, "engine" | "rule" | "cwe" | "confidence">[];
}

/**
 * Scans every text and keeps the defects that the label speaks of: those of its own family of weaknesses, or all where it names none. Such a defect is
 * right when the program is vulnerable. Defects below medium severity are left out.
 */
export async function collectDefects(
  root: string,
  texts: readonly LabelledText[],
  scanners: readonly LibraryScanner[],
  parser: TreeParser,
): Promise<LabelledDefect[]> {
  const signal = new AbortController().signal;
  const workspace = createMemoryWorkspace({ root, files: Object.fromEntries(texts.map(({ name, text }) => [name, text])) });
  const listing = await workspace.list({ paths: [] }, signal);
  const required = scanners.map(({ id }) => id);
  const now = (): number => performance.now() / 1000;
  const report = await scan({ scanners, workspace, listing, required, emit: () => undefined, now }, signal);
  const findings = Map.groupBy(report.findings, ({ location }) => location.path as string);
  const defects: LabelledDefect[] = [];
  for (const { name, text, group, vulnerable, cwes } of texts) {
    const own = findings.get(name) ?? [];
    if (own.length === 0) continue;
    const families = new Set(cwes.map((cwe) => cweFamily([cwe])));
    for (const { witnesses, severity } of await correlate(
      { ...report, findings: own, suppressed: [] },
      treeOf(parser, name, text),
    )) {
      const here = own.filter(({ id }) => witnesses.includes(id));
      const spoken = families.size === 0 || here.some(({ cwe }) => cwe.some((one) => families.has(cweFamily([one]))));
      if (!spoken || severityRank(severity) < severityRank("medium")) continue;
      const told = here.map(({ engine, rule, cwe, confidence }) => ({ engine, rule, cwe, confidence }));
      defects.push({ group, right: vulnerable, witnesses: told });
    }
  }
  return defects;
}

function treeOf(parser: TreeParser, name: string, text: string): () => Promise<SyntaxTree | undefined> {
  let tree: Promise<SyntaxTree | undefined> | undefined;
  const parse = async (): Promise<SyntaxTree | undefined> => {
    const pack = languageOf(name);
    const parsed = pack === undefined ? undefined : await parser.parse(pack, text);
    return parsed?.kind === "tree" ? parsed.tree : undefined;
  };
  return () => (tree ??= parse());
}
