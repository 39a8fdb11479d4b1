import { type LabelTerm, labelsOf } from "./labels.ts";

/** Labels so that what a source requires comes before it; undefined for a circle. Sources without a label have `""`. */
export function labelOrder(
  sources: readonly { readonly label?: string; readonly requires?: LabelTerm }[],
): readonly string[] | undefined {
  const waiting = new Set(sources.map(({ label = "" }) => label));
  const done: string[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter((label) =>
      sources.every(
        (one) =>
          (one.label ?? "") !== label || one.requires === undefined || labelsOf(one.requires).every((name) => !waiting.has(name)),
      ),
    );
    if (ready.length === 0) return undefined;
    for (const label of ready) waiting.delete(label);
    done.push(...ready);
  }
  return done;
}
