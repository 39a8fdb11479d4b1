import { isTestPath } from "#adapters/checks/silencing/tests.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";

/** The patched code under the unchanged tests: what judges never comes from the patch (invariant I4). */
export function withOldTests({ before, after, candidate }: Pick<CheckContext, "after" | "before" | "candidate">): Workspace {
  const judges = new Set(candidate.patch.files.map((file) => file.path).filter(isTestPath));
  if (judges.size === 0) return after;
  return {
    ...after,
    read: (path) => (judges.has(path) ? before.read(path) : after.read(path)),
    changed: async () => {
      const kept = (await after.changed()).filter(({ path }) => !judges.has(path));
      const old = (await before.changed()).filter(({ path }) => judges.has(path));
      return [...kept, ...old].toSorted((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}
