import { lstatSync, readdirSync, readFileSync } from "node:fs";

const PAGE = 4096;

/** Resident bytes of a process and all its descendants; what vanishes while looking counts as nothing. */
export function residentBytes(root: number): number {
  let total = 0;
  const waiting = [String(root)];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const pages = Number(read(`/proc/${pid}/statm`).split(" ")[1]);
    if (Number.isFinite(pages)) total += pages * PAGE;
    for (const task of list(`/proc/${pid}/task`))
      waiting.push(...read(`/proc/${pid}/task/${task}/children`).split(" ").filter(Boolean));
  }
  return total;
}

/** Bytes allocated by all files below a folder; symbolic links are not followed. */
export function folderBytes(folder: string): number {
  let total = 0;
  for (const entry of list(folder)) {
    const path = `${folder}/${entry}`;
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    total += stats.isDirectory() ? folderBytes(path) : stats.blocks * 512;
  }
  return total;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
