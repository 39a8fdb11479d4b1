import { expect, test } from "vitest";
import type { Advisory } from "#domain/advisory.ts";
import { affects, upgradeFor } from "./affects.ts";
import { readOsv } from "./read-osv.ts";
import { severityOf } from "./severity-of.ts";

const record = (part: object) => JSON.stringify({ id: "X-1", modified: "2026-01-01T00:00:00Z", summary: "s", ...part });
const about = (name: string, events: readonly object[], more: object = {}) => ({
  package: { ecosystem: "npm", name },
  ranges: [{ type: "SEMVER", events }],
  ...more,
});

function advisory(...affected: readonly object[]): Advisory {
  const [first] = readOsv(record({ affected })) ?? [];
  if (first === undefined) throw new Error("no advisory");
  return first.advisory;
}

test("a version is affected between introduction and fix, in each range", () => {
  const two = advisory(
    about("a", [{ introduced: "0" }, { fixed: "1.2.0" }, { introduced: "2.0.0" }, { last_affected: "2.1.0" }]),
  );

  const answers = ["0.1.0", "1.1.9", "1.2.0", "1.9.0", "2.0.0", "2.1.0", "2.1.1"].map((version) => affects(two, "npm", version));

  expect(answers).toEqual(["yes", "yes", "no", "no", "yes", "yes", "no"]);
});

test("events out of order, limits, and versions by name", () => {
  const shuffled = advisory(about("a", [{ fixed: "3.0.0" }, { introduced: "2.0.0" }, { fixed: "1.0.0" }, { introduced: "0" }]));
  const limited = advisory(about("a", [{ introduced: "1.0.0" }, { limit: "2.0.0" }]));
  const named = advisory(about("a", [], { versions: ["0.0.7-odd"] }));

  expect(["0.5.0", "1.5.0", "2.5.0", "3.5.0"].map((version) => affects(shuffled, "npm", version))).toEqual([
    "yes",
    "no",
    "yes",
    "no",
  ]);
  expect(["1.5.0", "2.5.0"].map((version) => affects(limited, "npm", version))).toEqual(["yes", "no"]);
  expect([affects(named, "npm", "0.0.7-odd"), affects(named, "npm", "0.0.8")]).toEqual(["yes", "no"]);
});

test("what cannot be ordered is unknown, never unaffected", () => {
  const plain = advisory(about("a", [{ introduced: "1.0.0" }, { fixed: "2.0.0" }]));
  const strange = advisory(about("a", [{ introduced: "one" }, { fixed: "2.0.0" }]));

  expect(affects(plain, "npm", "main")).toBe("unknown");
  expect(affects(strange, "npm", "1.0.0")).toBe("unknown");
});

test("the upgrade stays in the major version where it can, and no advisory speaks of it", () => {
  const both = [
    advisory(about("a", [{ introduced: "0" }, { fixed: "1.2.0" }])),
    advisory(about("a", [{ introduced: "1.0.0" }, { fixed: "1.4.0" }, { introduced: "2.0.0" }, { fixed: "2.0.3" }])),
  ];

  expect(upgradeFor(both, "npm", "1.0.5")).toEqual({ version: "1.4.0", sameMajor: true });
  expect(upgradeFor(both, "npm", "0.3.0")).toEqual({ version: "1.4.0", sameMajor: false });
  expect(upgradeFor([advisory(about("a", [{ introduced: "0" }]))], "npm", "1.0.0")).toBeUndefined();
});

test("a record's weakness, names and severity", () => {
  const said = readOsv(
    record({
      aliases: ["CVE-2026-2", "CVE-2026-1"],
      severity: [
        { type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N" },
        { type: "CVSS_V4", score: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N" },
      ],
      database_specific: { cwe_ids: ["CWE-79", "nonsense"], severity: "LOW" },
      affected: [
        { package: { ecosystem: "PyPI", name: "Some_Thing" }, versions: ["1.0"] },
        { package: { ecosystem: "PyPI", name: "some-thing" }, versions: ["1.1"] },
        { package: { ecosystem: "Debian:12", name: "some-thing" }, versions: ["1.0"] },
      ],
    }),
  );

  expect(said?.map(({ ecosystem, name }) => [ecosystem, name])).toEqual([["PyPI", "some-thing"]]);
  expect(said?.[0]?.advisory).toMatchObject({
    aliases: ["CVE-2026-1", "CVE-2026-2"],
    severity: "critical",
    score: 9.3,
    cwe: ["CWE-79"],
    versions: ["1.0", "1.1"],
  });
});

test("withdrawn records say nothing, and what is no record is told apart", () => {
  expect(readOsv(record({ withdrawn: "2026-02-01T00:00:00Z", affected: [about("a", [{ introduced: "0" }])] }))).toEqual([]);
  for (const text of ["", "{", "[]", "{}", '{"id": "x"}', '{"id": 1, "modified": "x"}']) expect(readOsv(text)).toBeUndefined();
});

test("severity by vector, else by word, else not small", () => {
  const v3 = (impact: string) => `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/${impact}`;

  expect(severityOf([v3("C:H/I:H/A:H")], "low")).toEqual({ severity: "critical", score: 9.8 });
  expect(severityOf([v3("C:H/I:N/A:N")], undefined)).toEqual({ severity: "high", score: 7.5 });
  expect(severityOf([v3("C:L/I:N/A:N")], undefined)).toEqual({ severity: "medium", score: 5.3 });
  expect(severityOf([v3("C:N/I:N/A:N")], undefined)).toEqual({ severity: "info", score: 0 });
  expect(severityOf(["AV:N/AC:L/Au:N/C:P/I:P/A:P"], undefined)).toEqual({ severity: "high", score: 7.5 });
  expect(severityOf(["CVSS:9/rubbish"], "MODERATE")).toEqual({ severity: "medium" });
  expect(severityOf([], "CRITICAL")).toEqual({ severity: "critical" });
  expect(severityOf([], undefined)).toEqual({ severity: "medium" });
});

test("a package made to do harm is critical and has its weakness number", () => {
  const [said] =
    readOsv(record({ id: "MAL-2026-1", affected: [{ package: { ecosystem: "npm", name: "a" }, versions: ["1.0.0"] }] })) ?? [];

  expect(said?.advisory).toMatchObject({ severity: "critical", cwe: ["CWE-506"] });
});
