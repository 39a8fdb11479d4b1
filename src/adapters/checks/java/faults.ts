/** What the Java machine throws by itself where a weakness shows, by its full name. */
export interface JavaFaults {
  readonly thrown: ReadonlySet<string>;
  /** Whether the weakness shows with arguments that are null. */
  readonly nulls: boolean;
  /** Whether JBMC has a property for it. */
  readonly provable: boolean;
}

const BOUNDS = ["ArrayIndexOutOfBoundsException", "StringIndexOutOfBoundsException", "IndexOutOfBoundsException"];
const NEGATIVE = "NegativeArraySizeException";

const kind = (
  numbers: readonly number[],
  names: readonly string[],
  { nulls = false, provable = true } = {},
): readonly (readonly [number, JavaFaults])[] =>
  numbers.map((number) => [number, { thrown: new Set(names.map((name) => `java.lang.${name}`)), nulls, provable }] as const);

const BY_NUMBER = new Map<number, JavaFaults>([
  ...kind([119, 120, 121, 122, 124, 125, 126, 127, 129, 193, 786, 787, 788, 805, 806, 823, 1284, 1285], BOUNDS),
  ...kind([128, 131, 190, 191, 194, 195, 196, 197, 680, 681], [...BOUNDS, NEGATIVE]),
  ...kind([252, 253, 391, 476, 690, 754], ["NullPointerException"], { nulls: true }),
  ...kind([369, 1335], ["ArithmeticException"]),
  ...kind([789], [NEGATIVE, "OutOfMemoryError"]),
  ...kind([674], ["StackOverflowError"], { provable: false }),
]);

/** How a weakness of Java code shows by itself when the code is called; undefined where it takes an effect to see it. */
export function javaFaults(cwe: string | undefined): JavaFaults | undefined {
  return BY_NUMBER.get(Number(cwe?.slice(4)));
}
