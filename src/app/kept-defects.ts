import { z } from "zod";
import type { ResultCache } from "#adapters/scanner-host/result-cache.ts";
import { Defect } from "#domain/defect.ts";
import type { PrecisionCount } from "#domain/label.ts";
import type { ScanReport } from "#domain/report.ts";
import { digest, digestJson } from "#lib/digest.ts";
import type { Workspace } from "#ports/workspace.ts";
import { SHIPPED } from "#stages/correlate/precision.ts";
import { readable } from "./trees.ts";

const Defects = z.array(Defect);

/** The defects of a report, from an earlier run with the same findings in the same texts and the same labels, or else from `work`. */
export async function keptDefects(
  cache: ResultCache,
  { findings, suppressed }: ScanReport,
  workspace: Workspace,
  labels: readonly PrecisionCount[],
  work: () => Promise<Defect[]>,
): Promise<Defect[]> {
  const paths = new Set([...findings, ...suppressed.map(({ finding }) => finding)].map(({ location }) => location.path));
  const texts: [string, string][] = [];
  for (const path of [...paths].toSorted()) {
    const bytes = await readable(workspace, path);
    texts.push([path, bytes === undefined ? "" : digest(bytes)]);
  }
  const key = `defects ${digestJson({ findings, suppressed, texts, labels, shipped: SHIPPED })}`;
  const kept = Defects.safeParse(await cache.get(key));
  if (kept.success) return kept.data;
  const defects = await work();
  await cache.put(key, defects);
  return defects;
}
