import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LOCK_READERS, lockReaderOf, readLockfile } from "./read-lockfile.ts";
import type { LockReader, LockReading } from "./locked-package.ts";

const ROOT = new URL("../../../fixtures/lockfiles/", import.meta.url);

interface Case {
  readonly folder: string;
  readonly reader: LockReader;
  readonly text: string;
}

const CASES: readonly Case[] = readdirSync(ROOT).map((folder) => {
  const [file = ""] = readdirSync(new URL(`${folder}/`, ROOT));
  const reader = lockReaderOf(`some/folder/${file}`);
  if (reader === undefined) throw new Error(`no reader for ${file}`);
  return { folder, reader, text: readFileSync(new URL(`${folder}/${file}`, ROOT), "utf8") };
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const caseOf = (folder: string): Case => CASES.find((one) => one.folder === folder) as Case;
const readCase = (folder: string): LockReading => readLockfile(caseOf(folder).reader, bytes(caseOf(folder).text));

/** `name@version line`, then what is known of it: d direct, i indirect, t for development, x not of the registry. */
function shown({ packages }: LockReading): string[] {
  return packages.map(({ name, version, line, direct, dev, registry }) => {
    const marks = `${direct === undefined ? "" : direct ? "d" : "i"}${dev ? "t" : ""}${registry ? "" : "x"}`;
    return `${name}@${version} ${line}${marks === "" ? "" : ` ${marks}`}`;
  });
}

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "package-lock": [
    "left@1.0.2 11 d",
    "@acme/long-name@2.1.0 15 d",
    "checker@3.0.0 20 dt",
    "left@0.9.0 21 it",
    "forked@1.0.0 22 dx",
  ],
  "package-lock-1": [
    "left@1.0.2 6",
    "right@1.4.0 11 it",
    "real@2.0.0 14",
    "forked@git+https://example.org/forked.git#0123456 15 x",
  ],
  "pnpm-lock": ["@acme/ui@2.1.0 21 d", "checker@3.0.0 23 dt", "deep@0.1.0 25 i", "left@1.0.2 27 d", "only-dev@4.0.0 29 it"],
  "pnpm-lock-6": ["checker@3.0.0 11 dt", "left@1.0.2 14 d", "forked@1.0.0 17 ix"],
  "yarn-lock": ["@acme/ui@2.1.0 5", "left@1.0.2 11", "real@1.5.0 15", "forked@1.0.0 19 x"],
  "yarn-berry": ["@acme/ui@2.1.0 7", "left@1.0.2 13"],
  requirements: ["left-pad@1.0.2 4", "acme-ui@2.1.0 5", "hashed@3.0.0 6", "exact@4.0 12"],
  "requirements-open": ["left@1.0.2 1"],
  "poetry-lock": ["left-pad@1.0.2 3", "checker@3.0.0 12 t", "forked@1.0.0 21 x"],
  "uv-lock": ["acme-ui@2.1.0 17 d", "checker@3.0.0 25 dt", "left@1.0.2 30 ix"],
  "pipfile-lock": ["left@1.0.2 4", "checker-tool@3.0.0 11 t"],
  "go-mod": [
    "example.org/left@1.0.2 5 d",
    "example.org/ui/v2@2.1.0 8 d",
    "example.org/deep@0.0.0-20240101000000-abcdefabcdef 9 i",
    "example.org/fork@3.0.1 10 d",
    "example.org/near@1.0.0 11 dx",
  ],
  "go-sum": ["example.org/left@1.0.2 1", "example.org/ui/v2@2.1.0 3"],
  "cargo-lock": ["left@1.0.2 12 d", "deep@0.1.0 21 ix", "ui@2.1.0 26 d"],
  pom: ["org.acme:ui@2.1.0 14 d", "org.acme:left@1.0.2 22 d", "org.acme:checker@3.0.0 23 dt", "org.acme:core@7 24 d"],
  "gradle-lockfile": ["org.acme:left@1.0.2 3", "org.acme:checker@3.0.0 4 t"],
  "gemfile-lock": ["forked@1.0.0 5 dx", "left@1.0.2 10 d", "deep@0.1.0 12 i", "native@3.0.0 13 d"],
  "composer-lock": ["acme/left@1.0.2 4", "acme/forked@dev-main 9 x", "acme/checker@3.0.0 12 t"],
};

describe("every format is read with places and what it tells of each package", () => {
  test.each(CASES.map(({ folder }) => folder))("%s", (folder) => {
    expect(shown(readCase(folder))).toEqual(EXPECTED[folder]);
  });

  test("there is a case for every reader", () => {
    expect(new Set(CASES.map(({ reader }) => reader.id))).toEqual(new Set(LOCK_READERS.map(({ id }) => id)));
  });
});

test("what names no exact version is a problem that says which", () => {
  const open = "2 of 3 requirements name no exact version: checker (line 2), anything (line 3)";
  expect(readCase("requirements-open").problems).toEqual([{ code: "not-pinned", message: open, line: 2 }]);
  const unknown = "the version of org.else:unknown does not stand in this file";
  expect(readCase("pom").problems).toEqual([{ code: "not-pinned", message: unknown, line: 25 }]);
});

const codes = (reading: LockReading): string[] => reading.problems.map(({ code }) => code);

describe.each(CASES)("bad input: $folder", ({ reader, text }) => {
  test("the marks of an unfinished merge", () => {
    const half = text.indexOf("\n", text.length / 2) + 1;
    const merged = `${text.slice(0, half)}<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n${text.slice(half)}`;

    const reading = readLockfile(reader, bytes(merged));

    expect(reading.packages).toEqual([]);
    expect(reading.problems[0]).toMatchObject({ code: "merge-conflict", line: text.slice(0, half).split("\n").length });
  });

  test("bytes that are no text, and a file that is too large", () => {
    expect(codes(readLockfile(reader, new Uint8Array([0x7b, 0xff, 0xfe])))).toEqual(["bad-encoding"]);
    expect(codes(readLockfile(reader, new Uint8Array(reader.longest + 1)))).toEqual(["too-large"]);
  });

  test("another document is not taken for an empty list", () => {
    if (reader.id === "requirements") return;
    for (const other of ["nothing of the kind\n", "<html></html>\n", '{"a": [1, 2]}\n', "a: 1\n"]) {
      expect(codes(readLockfile(reader, bytes(other)))).not.toEqual([]);
    }
  });

  test("cut, doubled and scrambled texts never throw, and places stay inside", () => {
    const edit = fc.tuple(
      fc.nat(text.length),
      fc.nat(text.length),
      fc.constantFrom("", text.slice(0, 80), "[[[[", '"', "\0", "}"),
    );
    fc.assert(
      fc.property(edit, ([from, to, insert]) => {
        const changed = text.slice(0, Math.min(from, to)) + insert + text.slice(Math.max(from, to));
        const { packages, problems } = readLockfile(reader, bytes(changed));
        const lines = changed.split("\n").length;
        for (const { line, name, version } of packages) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(name).not.toBe("");
          expect(version).not.toBe("");
        }
        for (const { line = 1 } of problems) expect(line).toBeLessThanOrEqual(lines + 1);
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});

test("a key that stands twice is said, and the file is not called whole", () => {
  const twice = (folder: string, line: string): readonly string[] => {
    const { reader, text } = caseOf(folder);
    expect(text).toContain(line);
    return codes(readLockfile(reader, bytes(text.replace(line, line + line))));
  };

  expect(twice("package-lock", '    "node_modules/checker": { "version": "3.0.0", "dev": true },\n')).toEqual(["duplicate-key"]);
  expect(twice("pipfile-lock", '            "version": "==1.0.2"'.replace("            ", ""))).toContain("bad-syntax");
  expect(twice("pnpm-lock", "  deep@0.1.0: {}\n")).toEqual(["duplicate-key"]);
  expect(twice("uv-lock", 'version = "2.1.0"\n')).toEqual(["duplicate-key"]);
  expect(twice("go-mod", "\texample.org/ui/v2 v2.1.0\n")).toEqual(["duplicate-key"]);
  expect(twice("yarn-lock", 'left@^1.0.0:\n  version "1.0.2"\n')).toEqual(["duplicate-key"]);
});

test("a text that is nested without end is refused", () => {
  for (const [folder, deep] of [
    ["package-lock", '{"a":'.repeat(100_000)],
    ["pnpm-lock", `a: ${"[".repeat(100_000)}`],
    ["uv-lock", `a = ${"[".repeat(100_000)}`],
    ["pom", "<a>".repeat(100_000)],
  ] as const) {
    expect(codes(readLockfile(caseOf(folder).reader, bytes(deep)))).toEqual(["bad-syntax"]);
  }
});

test("fifty megabytes of npm's are read to the end", () => {
  const entry = (index: number): string =>
    `"node_modules/p${index}": {"version": "1.0.${index}", "integrity": "${"x".repeat(2000)}"}`;
  const packages = Array.from({ length: 25_000 }, (_, index) => entry(index)).join(",\n");

  const reading = readLockfile(caseOf("package-lock").reader, bytes(`{"lockfileVersion": 3, "packages": {\n${packages}}}`));

  expect(reading.problems).toEqual([]);
  expect(reading.packages).toHaveLength(25_000);
  expect(reading.packages.at(-1)).toMatchObject({ name: "p24999", version: "1.0.24999", line: 25_001 });
});
