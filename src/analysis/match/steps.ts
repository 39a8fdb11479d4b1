/** Thrown inside the matcher when a rule has used up its steps on a file; caught where rules are run. */
export class StepsExhausted extends Error {}

/** A countdown that bounds matching without a clock, so that equal inputs end equally. */
export interface Steps {
  left: number;
}

export function spend(steps: Steps, count = 1): void {
  steps.left -= count;
  if (steps.left < 0) throw new StepsExhausted("out of steps");
}
