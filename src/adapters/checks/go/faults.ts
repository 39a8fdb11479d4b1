/** How the runtime of Go words a panic of its own where a weakness shows. */
export interface GoFaults {
  readonly thrown: RegExp;
}

const INDEX = String.raw`index out of range|slice bounds out of range|slice to array`;

const kind = (numbers: readonly number[], words: string): readonly (readonly [number, GoFaults])[] =>
  numbers.map((number) => [number, { thrown: new RegExp(words, "u") }] as const);

const BY_NUMBER = new Map<number, GoFaults>([
  ...kind([119, 120, 121, 122, 124, 125, 126, 127, 129, 193, 786, 787, 788, 805, 806, 823, 1284, 1285], INDEX),
  ...kind(
    [128, 131, 190, 191, 194, 195, 196, 197, 680, 681],
    String.raw`${INDEX}|makeslice: |growslice: |makechan: |negative shift amount|negative Repeat count`,
  ),
  ...kind([252, 253, 391, 476, 690, 754], "nil pointer dereference|assignment to entry in nil map"),
  ...kind([369, 1335], "integer divide by zero"),
  ...kind([704, 843], "interface conversion: "),
]);

/** How a weakness of Go code shows by itself when the code is called; undefined where it takes an effect to see it. */
export function goFaults(cwe: string | undefined): GoFaults | undefined {
  return BY_NUMBER.get(Number(cwe?.slice(4)));
}

/** What the runtime panics with by itself, whatever the weakness. */
export const RUNTIME = /^runtime error: |^assignment to entry in nil map|^interface conversion: /u;
