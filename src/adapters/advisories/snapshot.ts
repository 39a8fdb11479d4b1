import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Ecosystem, ECOSYSTEMS } from "#domain/advisory.ts";
import { AssayError } from "#domain/errors.ts";
import { by } from "#lib/compare.ts";
import { digestJson } from "#lib/digest.ts";
import type { AdvisorySnapshot } from "#ports/advisories.ts";
import { type AdvisoryIndex, ecosystemOf, openIndex } from "./index-file.ts";

/**
 * Opens the snapshot at a path: a folder of indexes as `assay deps update` writes it, or an OSV export (folder, archive or file), which is
 * then indexed in memory. Undefined where the folder does not exist or is empty. Rejects with AssayError `snapshot-invalid`.
 */
export async function openSnapshot(path: string, signal: AbortSignal): Promise<AdvisorySnapshot | undefined> {
  if (!existsSync(path)) return undefined;
  if (!statSync(path).isDirectory()) return fromExport(path, signal);
  const names = readdirSync(path);
  const indexes = names.filter((name) => ecosystemOf(name) !== undefined);
  if (indexes.length > 0) return snapshotOf(indexes.map((name) => openIndex(join(path, name))));
  const visible = names.filter((name) => !name.startsWith("."));
  return visible.length === 0 ? undefined : fromExport(path, signal);
}

async function fromExport(path: string, signal: AbortSignal): Promise<AdvisorySnapshot> {
  const [{ buildIndexes }, { osvRecords }] = await Promise.all([import("./build-indexes.ts"), import("./osv-records.ts")]);
  const indexes = await buildIndexes({ records: osvRecords(path), source: path, signal }, ECOSYSTEMS, () => ":memory:");
  const full = indexes.filter(({ part }) => part.advisories > 0);
  if (full.length === 0) throw new AssayError("snapshot-invalid", `${path} holds no advisory of an ecosystem that assay knows`);
  return snapshotOf(full);
}

function snapshotOf(indexes: readonly AdvisoryIndex[]): AdvisorySnapshot {
  const byEcosystem = new Map<Ecosystem, AdvisoryIndex>(indexes.map((index) => [index.part.ecosystem, index]));
  const parts = indexes.map(({ part }) => part).toSorted(by((part) => part.ecosystem));
  const newest =
    parts
      .map((part) => part.newest)
      .toSorted()
      .at(-1) ?? "";
  const digest = digestJson(parts.map((part) => [part.ecosystem, part.digest]));
  return {
    parts,
    version: `${newest.slice(0, 10)}.${digest.slice("sha256:".length, "sha256:".length + 8)}`,
    lookup: (ecosystem, name) => byEcosystem.get(ecosystem)?.lookup(name) ?? [],
    close: () => {
      for (const index of indexes) index.close();
    },
  };
}
