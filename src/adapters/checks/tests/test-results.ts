export type TestState = "passed" | "failed" | "skipped";

/** What became of each test, by a name that is the same in every run. */
export type TestResults = ReadonlyMap<string, TestState>;

/** Collects results; a name that comes again gets a number, so that no test hides behind another. */
export function collectResults(entries: Iterable<readonly [name: string, state: TestState]>): TestResults {
  const results = new Map<string, TestState>();
  for (const [name, state] of entries) {
    let unique = name;
    for (let copy = 2; results.has(unique); copy++) unique = `${name} #${copy}`;
    results.set(unique, state);
  }
  return results;
}
