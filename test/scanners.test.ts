import { type Arbitrary, array, assert, constantFrom, nat, property, tuple } from "fast-check";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { registeredScanners } from "#testing/registered-scanners.ts";
import { scannerContract } from "#testing/scanner-contract.ts";
import { checkMutant } from "#testing/scanner-golden.ts";

const registered = await registeredScanners(resolve(import.meta.dirname, ".."));

/** Promises that one scanner does not keep, and why. */
const DEVIATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...Object.fromEntries(
    ["grype", "npm-audit", "osv-scanner", "pip-audit", "pnpm-audit", "yarn-audit"].map((id) => [
      id,
      { "brings code that it must report": "it asks advisories, which change; that it looked, the packages it counted tell" },
    ]),
  ),
  spotbugs: { "brings code that it must report": "it reads compiled classes; its report lists the sources of those it read" },
  imports: {
    "has a case with findings, and a repaired file without": "it compares code with manifests; its own test proves it",
    "a file that does not parse is never clean": "it says nothing of syntax; engines that parse every file do",
  },
  dependencies: Object.fromEntries(
    [
      "metadata is complete",
      "has a case with findings, and a repaired file without",
      "an unreadable file is a problem and hides no other",
      "stops when told to",
    ].map((name) => [name, "it reads lock files, which have no language; its own test proves it"]),
  ),
  sonarqube: {
    "has a case with findings, and a repaired file without": "it asks a server; its own test plays one",
  },
  assay: {
    "has a case with findings, and a repaired file without":
      "its rules are proved one by one by the fixtures that stand beside them",
  },
};

it("sees every kind of scanner", () => {
  const ids = registered.map(({ file }) => file);

  expect(ids).toEqual(expect.arrayContaining(["bandit", "eslint", "ruff"]));
});

for (const { file, scanner, cases } of registered) {
  describe(file, () => {
    const others = registered.filter((one) => one.file !== file).flatMap((one) => one.cases[0]?.files.map(under(one.file)) ?? []);
    const contract = { scanner, file, cases, others, deviations: DEVIATIONS[file] ?? {} };
    for (const check of scannerContract(contract)) it(check.name, () => check.run());

    if (scanner.kind === "command") {
      for (const each of cases) {
        it(`${each.name}@${each.version}: no change of a report makes it throw, or point outside the files`, () => {
          assert(
            property(mutants(new TextDecoder().decode(each.raw)), (mutant) => {
              checkMutant(scanner, each, new TextEncoder().encode(mutant));
            }),
            { numRuns: 300, seed: 7 },
          );
        });
      }
    }
  });
}

/** Moves a case's file into a folder of its own, so that paths of several scanners do not meet. */
function under(folder: string) {
  return <T extends { readonly path: string }>(file: T): T => ({ ...file, path: `${folder}/${file.path}` });
}

const ODD = constantFrom<unknown>(
  null,
  true,
  -1,
  0,
  1.5,
  2 ** 53,
  1e308,
  "",
  "..",
  "/etc/passwd",
  "/assay/staged/../x.py",
  "/assay/staged/gone.py",
  "B307",
  [],
  {},
  [0],
  [9e9],
  { id: -1 },
);

/** Changed reports: of JSON its values, of other text some of its pieces. */
function mutants(report: string): Arbitrary<string> {
  if (report.startsWith("{") && !/\n[[{]/u.test(report))
    return mutation(JSON.parse(report)).map((mutant) => JSON.stringify(mutant));
  const piece = tuple(
    nat(report.length - 1),
    nat(40),
    constantFrom("", "-1", "99999", "/etc/passwd", "..", '"', "<", "\n", "\0"),
  );
  return array(piece, { minLength: 1, maxLength: 6 }).map((edits) => {
    let text = report;
    for (const [at, length, put] of edits) text = text.slice(0, at) + put + text.slice(at + length);
    return text;
  });
}

/** The value with a few of its inner values replaced, left out or doubled. */
function mutation(value: unknown): Arbitrary<unknown> {
  const paths = innerPaths(value, []);
  return array(tuple(nat(paths.length - 1), ODD, constantFrom("replace", "remove", "double")), {
    minLength: 1,
    maxLength: 6,
  }).map((changes) => {
    const copy = structuredClone(value);
    for (const [index, odd, kind] of changes) change(copy, paths[index] ?? [], odd, kind);
    return copy;
  });
}

function innerPaths(value: unknown, path: string[]): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, item]) => innerPaths(item, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function change(value: unknown, path: readonly string[], odd: unknown, kind: string): void {
  let holder = value;
  for (const key of path.slice(0, -1)) holder = isHolder(holder) ? holder[key] : undefined;
  const last = path.at(-1);
  if (!isHolder(holder) || last === undefined) return;
  if (kind === "replace") holder[last] = odd;
  else if (kind === "remove") delete holder[last];
  else if (Array.isArray(holder)) holder.push(holder[Number(last)]);
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
