import { expect, test } from "vitest";
import fromTools from "#adapters/scanners/dependencies.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { readOsv } from "#analysis/advisories/read-osv.ts";
import { isLockfile } from "#analysis/lockfiles/names.ts";
import { lockReaderOf } from "#analysis/lockfiles/read-lockfile.ts";
import type { Ecosystem } from "#domain/advisory.ts";
import type { AdvisorySnapshot } from "#ports/advisories.ts";
import { scan } from "#stages/scan/scan.ts";

const signal = new AbortController().signal;

interface Told {
  readonly id: string;
  readonly name: string;
  readonly fixed?: string;
  readonly ecosystem?: Ecosystem;
  readonly more?: object;
}

function snapshot(told: readonly Told[], unreadable = 0): AdvisorySnapshot {
  const records = told.flatMap(({ id, name, fixed, ecosystem = "npm", more }) => {
    const events = [{ introduced: "0" }, ...(fixed === undefined ? [] : [{ fixed }])];
    const affected = [{ package: { ecosystem, name }, ranges: [{ type: "ECOSYSTEM", events }] }];
    return readOsv(JSON.stringify({ id, modified: "2026-01-01", summary: `${name} is weak`, affected, ...more })) ?? [];
  });
  const common = { advisories: 1, unreadable, newest: "2026-01-01", source: "test", digest: "sha256:0" };
  const parts = [...new Set(["npm" as const, ...records.map(({ ecosystem }) => ecosystem)])].map((ecosystem) => ({
    ecosystem,
    ...common,
  }));
  const lookup: AdvisorySnapshot["lookup"] = (ecosystem, name) =>
    records.filter((one) => one.ecosystem === ecosystem && one.name === name).map(({ advisory }) => advisory);
  return { parts, version: "2026-01-01.0", lookup, close: () => undefined };
}

async function look(files: Readonly<Record<string, string>>, known: AdvisorySnapshot | undefined) {
  const workspace = createMemoryWorkspace({ root: "/project", files });
  const listing = await workspace.list({ paths: [] }, signal);
  const scanner = fromTools({ loadGrammar: async () => new Uint8Array(), teamRules: [], advisories: async () => known });
  const asked = { workspace, listing, required: ["dependencies"], emit: () => undefined, now: () => 0 };
  return scan({ ...asked, scanners: [scanner] }, signal);
}

const lock = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages }, null, 1);
const PROJECT = {
  "package-lock.json": lock({
    "": { dependencies: { left: "1", quiet: "1" }, devDependencies: { checker: "1" } },
    "node_modules/left": { version: "1.0.2" },
    "node_modules/quiet": { version: "1.0.0" },
    "node_modules/checker": { version: "1.0.0", dev: true },
    "node_modules/deep": { version: "1.0.0" },
  }),
  "src/a.js": '// what it is for\nimport { pad } from "left/pad";\n',
};

test("a package of a weak version is a finding on its line, with reach, advice and weakness", async () => {
  const more = { aliases: ["CVE-2026-1"], database_specific: { cwe_ids: ["CWE-22"], severity: "HIGH" } };

  const report = await look(PROJECT, snapshot([{ id: "X-1", name: "left", fixed: "1.0.5", more }]));

  expect(report.engines[0]).toMatchObject({ status: "complete", version: "1+osv.2026-01-01.0", covered: ["package-lock.json"] });
  expect(report.findings).toHaveLength(1);
  expect(report.findings[0]).toMatchObject({
    rule: "X-1",
    cwe: ["CWE-22"],
    severity: "high",
    confidence: 0.9,
    location: { path: "package-lock.json", startLine: 13, startColumn: 1, endLine: 13 },
    title: "left is weak",
    message: "left 1.0.2, a dependency, has a known weakness: X-1, CVE-2026-1. The project's code imports it.",
    remedy:
      "Upgrade left to 1.0.5, the lowest fixed version of the same major version; the project's tests have not been run with it.",
    trace: [{ location: { path: "src/a.js", startLine: 2 }, note: "left is imported here" }],
  });
});

test("what is not imported, for development, or of a dependency is less likely to matter", async () => {
  const report = await look(PROJECT, snapshot(["quiet", "checker", "deep"].map((name) => ({ id: `X-${name}`, name }))));

  expect(report.findings.map(({ rule, confidence, message }) => [rule, confidence, message])).toEqual([
    ["X-quiet", 0.6, "quiet 1.0.0, a dependency, has a known weakness: X-quiet. The project's own code does not import it."],
    [
      "X-checker",
      0.4,
      "checker 1.0.0, a development dependency, has a known weakness: X-checker. The project's own code does not import it.",
    ],
    [
      "X-deep",
      0.6,
      "deep 1.0.0, a dependency of a dependency, has a known weakness: X-deep. The project's own code does not import it.",
    ],
  ]);
});

test("records that name each other are one finding", async () => {
  const alias = (other: string, cwe: readonly string[]) => ({ aliases: [other], database_specific: { cwe_ids: cwe } });
  const told = [
    { id: "A-1", name: "left", more: alias("CVE-1", []) },
    { id: "B-1", name: "left", more: alias("CVE-1", ["CWE-22"]) },
  ];

  const report = await look(PROJECT, snapshot(told));

  expect(report.findings.map(({ rule }) => rule)).toEqual(["B-1"]);
});

const reasons = async (files: Readonly<Record<string, string>>, known: AdvisorySnapshot | undefined) => {
  const { engines, complete } = await look(files, known);
  return { complete, status: engines[0]?.status, reasons: engines[0]?.reasons.map(({ path, code }) => `${path ?? "-"} ${code}`) };
};

test("nothing unproven looks clean: each gap is a reason", async () => {
  const none = snapshot([]);

  expect(await reasons(PROJECT, undefined)).toEqual({ complete: false, status: "failed", reasons: ["- not-installed"] });
  expect(
    await reasons({ "uv.lock": 'version = 1\n[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "x" }\n' }, none),
  ).toMatchObject({
    complete: false,
    reasons: ["uv.lock no-advisories"],
  });
  expect(await reasons({ "package-lock.json": "{" }, none)).toMatchObject({
    status: "failed",
    reasons: ["package-lock.json bad-syntax"],
  });
  expect(await reasons({ "package-lock.json": `${lock({})}\n<<<<<<< a\n=======\n>>>>>>> b\n` }, none)).toMatchObject({
    reasons: ["package-lock.json merge-conflict"],
  });
  expect(
    await reasons(
      { "package-lock.json": lock({ "node_modules/left": { version: "main" } }) },
      snapshot([{ id: "X-1", name: "left", fixed: "2.0.0" }]),
    ),
  ).toMatchObject({
    complete: false,
    status: "partial",
    reasons: ["package-lock.json version-unknown"],
  });
  expect(
    await reasons({ "requirements.txt": "left>=1\n" }, snapshot([{ id: "X-1", name: "a", ecosystem: "PyPI" }])),
  ).toMatchObject({
    complete: false,
    reasons: ["requirements.txt not-pinned"],
  });
  expect(await reasons(PROJECT, snapshot([], 3))).toMatchObject({ status: "partial", reasons: ["- advisory-unreadable"] });
});

test("an exact lock file stands for the open requirements beside it", async () => {
  const files = {
    "requirements.txt": "left>=1\n",
    "poetry.lock": '[[package]]\nname = "left"\nversion = "1.0"\n\n[metadata]\nlock-version = "2.1"\n',
  };

  const report = await look(files, snapshot([{ id: "X-1", name: "left", ecosystem: "PyPI", fixed: "2.0" }]));

  expect(report.engines[0]).toMatchObject({ status: "complete", covered: ["poetry.lock", "requirements.txt"] });
  expect(report.findings.map(({ location }) => [location.path, location.startLine])).toEqual([["poetry.lock", 1]]);
});

test("the names of lock files and the readers agree", () => {
  const names =
    "package-lock.json npm-shrinkwrap.json pnpm-lock.yaml yarn.lock requirements.txt dev-requirements.txt requirements-test.txt constraints.txt poetry.lock pdm.lock uv.lock Pipfile.lock go.mod go.sum Cargo.lock pom.xml gradle.lockfile buildscript-gradle.lockfile Gemfile.lock gems.locked composer.lock";
  for (const name of names.split(" "))
    expect([name, isLockfile(`a/${name}`), lockReaderOf(`a/${name}`) !== undefined]).toEqual([name, true, true]);
  for (const name of ["package.json", "lock", "requirements.md", "Cargo.toml"])
    expect([name, isLockfile(name), lockReaderOf(name) !== undefined]).toEqual([name, false, false]);
});
