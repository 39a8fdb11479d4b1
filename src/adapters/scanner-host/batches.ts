import type { SourceFile } from "#ports/workspace.ts";

const FEWEST_BYTES = 256 << 10;
const MOST_BYTES = 4 << 20;
const MOST_FILES = 400;

/** Groups of neighbouring files: small enough for two to run side by side and for a crash to cost little, large enough to pay for a start. */
function batches(files: readonly SourceFile[]): SourceFile[][] {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const most = Math.min(MOST_BYTES, Math.max(FEWEST_BYTES, total / 4));
  const result: SourceFile[][] = [];
  let batch: SourceFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (batch.length > 0 && (bytes + file.bytes > most || batch.length >= MOST_FILES)) {
      result.push(batch);
      [batch, bytes] = [[], 0];
    }
    batch.push(file);
    bytes += file.bytes;
  }
  if (batch.length > 0) result.push(batch);
  return result;
}

/** Batches of a tool that wants certain files in one run. */
export function batchesBy(files: readonly SourceFile[], oneRun: ((file: SourceFile) => string) | undefined): SourceFile[][] {
  return oneRun === undefined ? batches(files) : [...Map.groupBy(files, oneRun).values()];
}

export function halves<T>(items: readonly T[]): [T[], T[]] {
  const middle = items.length >> 1;
  return [items.slice(0, middle), items.slice(middle)];
}
