import type { Cwe } from "#domain/cwe.ts";
import type { Severity } from "#domain/severity.ts";

/** What a report of a check is worth. */
export interface CheckWorth {
  readonly cwe: readonly Cwe[];
  readonly severity: Severity;
  /** How often the check is right when it speaks, 0..1. */
  readonly confidence: number;
}

/** Number, weaknesses, severity, confidence; the first weakness names the family. */
const ROWS: readonly (readonly [number, readonly number[], Severity, number])[] = [
  [102, [95], "high", 0.6],
  [103, [732], "medium", 0.7],
  [104, [605], "low", 0.3],
  [105, [798, 259], "low", 0.4],
  [106, [798, 259], "medium", 0.5],
  [107, [798, 259], "medium", 0.4],
  [108, [377], "low", 0.4],
  [110, [703], "info", 0.3],
  [112, [703], "info", 0.3],
  [113, [1088], "low", 0.5],
  [201, [489, 94], "high", 0.8],
  [202, [22], "high", 0.6],
  [301, [502], "medium", 0.5],
  [302, [502], "medium", 0.6],
  [303, [328], "medium", 0.7],
  [304, [327], "high", 0.8],
  [305, [327], "medium", 0.8],
  [306, [377], "medium", 0.8],
  [307, [95], "high", 0.6],
  [308, [79], "medium", 0.4],
  [311, [330], "low", 0.3],
  [312, [319], "medium", 0.7],
  [313, [611, 776], "low", 0.4],
  [314, [611, 776], "low", 0.4],
  [315, [611, 776], "low", 0.4],
  [316, [611, 776], "low", 0.4],
  [317, [611, 776], "low", 0.4],
  [318, [611, 776], "low", 0.4],
  [319, [611, 776], "low", 0.4],
  [321, [319], "medium", 0.7],
  [323, [295], "high", 0.8],
  [324, [328, 327], "medium", 0.7],
  [501, [295], "high", 0.9],
  [502, [327, 326], "high", 0.8],
  [503, [327, 326], "medium", 0.6],
  [504, [327, 326], "low", 0.5],
  [505, [326], "high", 0.8],
  [506, [502], "high", 0.8],
  [507, [295], "high", 0.7],
  [508, [319], "medium", 0.7],
  [509, [319], "medium", 0.7],
  [602, [78], "high", 0.7],
  [604, [78], "medium", 0.5],
  [605, [78], "high", 0.7],
  [608, [89], "high", 0.5],
  [609, [78, 88], "medium", 0.6],
  [610, [89], "medium", 0.5],
  [611, [89], "medium", 0.5],
  [612, [94], "medium", 0.6],
  [613, [838], "high", 0.8],
  [614, [502], "medium", 0.5],
  [615, [494], "medium", 0.5],
  [701, [79], "high", 0.7],
  [702, [79], "medium", 0.6],
  [703, [79], "medium", 0.4],
  [704, [79], "medium", 0.5],
];

/**
 * Checks of Python code by the number that Bandit (`B602`) and ruff (`S602`) share. Those that speak about right code as loudly as
 * about wrong are left out: assert, imports by name, every urlopen or subprocess call, programs named without a folder.
 */
export const PYTHON_CHECKS: ReadonlyMap<number, CheckWorth> = new Map(
  ROWS.map(([number, cwe, severity, confidence]) => [number, { cwe: cwe.map((id) => `CWE-${id}`), severity, confidence }]),
);

/** As {@link PYTHON_CHECKS}, but a command that is a constant text is worth little: both tools then say that it "seems safe". */
export function worthOf(number: number, message: string): CheckWorth | undefined {
  const worth = PYTHON_CHECKS.get(number);
  if (worth === undefined || !/seems safe/i.test(message)) return worth;
  return { ...worth, severity: "low", confidence: 0.2 };
}
