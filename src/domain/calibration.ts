export interface Calibration {
  readonly defects: number;
  /** Mean squared difference of probability and truth; 0.25 is what saying one half always gives. */
  readonly brier: number;
  /** The least that any constant answer would give on these defects. */
  readonly constant: number;
  readonly bins: readonly { readonly from: number; readonly said: number; readonly true: number; readonly defects: number }[];
}

const BINS = 10;

/** Brier score and reliability over ten equal bins of probability; undefined for no answer. */
export function calibrationOf(
  answers: readonly { readonly probability: number; readonly right: boolean }[],
): Calibration | undefined {
  if (answers.length === 0) return undefined;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const rate = mean(answers.map(({ right }) => Number(right)));
  const bins = Array.from({ length: BINS }, (_, at) => {
    const inside = answers.filter(({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === at);
    const [said, right] = [mean(inside.map((one) => one.probability)), mean(inside.map((one) => Number(one.right)))];
    return inside.length === 0 ? [] : [{ from: at / BINS, said, true: right, defects: inside.length }];
  }).flat();
  const brier = mean(answers.map(({ probability, right }) => (probability - Number(right)) ** 2));
  return { defects: answers.length, brier, constant: rate * (1 - rate), bins };
}
