import { indexEntries } from "./entries.ts";
import type { Git } from "./git.ts";

/** Paths of the index: what git would not ignore, whatever its ignore rules say. Files in conflict count. */
export async function trackedFiles(git: Git, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { entries, problems } = await indexEntries(git, signal);
  return new Set([...entries.keys(), ...problems.flatMap(({ path }) => path ?? [])]);
}
