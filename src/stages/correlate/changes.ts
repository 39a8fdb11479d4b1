import type { Defect } from "#domain/defect.ts";
import type { DefectId } from "#domain/ids.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { sortDefects } from "./correlate.ts";

export interface DefectChanges {
  /** Those that are new or not as they were, in their order. */
  readonly defects: readonly Defect[];
  /** Ids of those that are no longer there, in the order of before. */
  readonly gone: readonly DefectId[];
}

/** What leads from one state of the defects to another. */
export function defectChanges(before: readonly Defect[], after: readonly Defect[]): DefectChanges {
  const old = new Map(before.map((defect) => [defect.id, defect]));
  const left = new Set(after.map((defect) => defect.id));
  return {
    defects: after.filter((defect) => {
      const was = old.get(defect.id);
      return was === undefined || canonicalJson(was) !== canonicalJson(defect);
    }),
    gone: before.map((defect) => defect.id).filter((id) => !left.has(id)),
  };
}

/** The state after `changes`, in the order of {@link sortDefects}. */
export function withChanges(before: readonly Defect[], { defects, gone }: DefectChanges): Defect[] {
  const all = new Map(before.map((defect) => [defect.id, defect]));
  for (const id of gone) all.delete(id);
  for (const defect of defects) all.set(defect.id, defect);
  return sortDefects([...all.values()]);
}
