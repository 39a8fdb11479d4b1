import type { FaultKind } from "./sanitizer-report.ts";

/** What shows a weakness of C: faults that sanitizers see, or an effect of the call. */
export type Showing =
  | {
      readonly kind: "faults";
      readonly faults: readonly FaultKind[];
      /** Whether allocations are made to fail. */
      readonly starved: boolean;
      /** Which build sees it. */
      readonly build: "address" | "memory";
    }
  | { readonly kind: "effect"; readonly effect: EffectKind };

export type EffectKind =
  | "command-injection"
  | "path-traversal"
  | "sql-injection"
  | "format-string"
  | "file-permission"
  | "weak-hash"
  | "weak-random"
  | "temporary-file"
  | "weak-key"
  | "unverified-peer"
  | "document-entity"
  | "markup"
  | "header"
  | "request";

const faults = (numbers: readonly number[], kinds: readonly FaultKind[], more: { starved?: true; memory?: true } = {}) =>
  numbers.map(
    (number) =>
      [
        number,
        { kind: "faults", faults: kinds, starved: more.starved === true, build: more.memory === true ? "memory" : "address" },
      ] as const,
  );
const effect = (numbers: readonly number[], kind: EffectKind) =>
  numbers.map((number) => [number, { kind: "effect", effect: kind }] as const);

const BY_NUMBER = new Map<number, Showing>([
  ...faults(
    [
      119, 120, 121, 122, 124, 125, 126, 127, 129, 131, 170, 193, 242, 464, 467, 468, 469, 676, 680, 785, 786, 787, 788, 805, 806,
      823, 1284, 1285,
    ],
    ["bounds"],
  ),
  ...faults([128, 190, 191, 194, 195, 196, 197, 681], ["bounds", "overflow", "exhausted"]),
  ...faults([415, 416, 562, 587, 590, 672, 761, 762, 763, 825], ["lifetime"]),
  ...faults([401, 404, 772, 775, 459], ["leak"]),
  ...faults([252, 253, 391, 476, 690, 754], ["null", "bounds"], { starved: true }),
  ...faults([457, 456, 665, 824, 908, 909], ["uninitialised"], { memory: true }),
  ...faults([369, 1335], ["division"]),
  ...faults([835, 834, 606, 1322], ["hang"]),
  ...faults([674, 789, 770, 400], ["exhausted", "hang"]),
  ...effect([77, 78, 88], "command-injection"),
  ...effect([22, 23, 36, 73], "path-traversal"),
  ...effect([89, 564, 943], "sql-injection"),
  ...effect([134], "format-string"),
  ...effect([276, 732, 278, 279], "file-permission"),
  ...effect([327, 328, 780], "weak-hash"),
  ...effect([330, 338], "weak-random"),
  ...effect([377], "temporary-file"),
  ...effect([326], "weak-key"),
  ...effect([295, 297, 599], "unverified-peer"),
  ...effect([611, 827], "document-entity"),
  ...effect([79, 80], "markup"),
  ...effect([113, 93, 644], "header"),
  ...effect([918], "request"),
]);

const UNSEEN: Readonly<Record<number, string>> = {
  259: "A secret in the code is read by who has the code; no call shows it.",
  321: "A key in the code is read by who has the code; no call shows it.",
  798: "A secret in the code is read by who has the code; no call shows it.",
  367: "Who wins a race between a check and a use cannot be shown reliably from outside.",
  362: "Who wins a race cannot be shown reliably from outside.",
};

/** How a weakness of C code is shown, or why it cannot be. */
export function showingOf(cwe: string | undefined): Showing | { readonly why: string } {
  const number = Number(cwe?.slice(4));
  return (
    BY_NUMBER.get(number) ?? {
      why: UNSEEN[number] ?? `There are no attacks on C code for ${cwe ?? "a weakness without a number"}.`,
    }
  );
}

/** Effects that need no argument: calling is enough. */
export function isAmbient(showing: Showing): boolean {
  return (
    showing.kind === "effect" &&
    ["file-permission", "weak-hash", "weak-random", "temporary-file", "weak-key", "unverified-peer"].includes(showing.effect)
  );
}
