import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { defuse } from "#adapters/scanner-host/markers.ts";
import type { CommandScanner } from "#ports/scanner.ts";
import { registeredScanners } from "#testing/registered-scanners.ts";
import { parseCase } from "#testing/scanner-golden.ts";

/** How words in code by which a tool is told to look away are kept from working, or are at least told. */
interface Switches {
  /** Broken in the tool's copy. */
  readonly broken?: readonly string[];
  /** A word of ours on its command line. */
  readonly told?: RegExp;
  /** A file that says this is not covered in silence. */
  readonly reported?: readonly string[];
  /** The tool itself lists what it left out, and its report is read: a test of its case has one. */
  readonly listed?: true;
  /** Why there is nothing to do. */
  readonly none?: string;
}

const NO_WORDS = "obeys no words in the code";
const LOCK_FILES = "reads lock files, which have no comments that it obeys";
const SWITCHES: Readonly<Record<string, Switches>> = {
  bandit: { told: /^--ignore-nosec$/u },
  brakeman: { none: `${NO_WORDS}; its list of ignored warnings is ours` },
  checkov: { broken: ["# pragma: allowlist secret"], listed: true },
  "clang-analyzer": {
    broken: [
      "[[clang::suppress]]",
      "[[ gsl :: suppress ]]",
      "__attribute__((suppress))",
      "__attribute__((cold, __suppress__))",
      "__attribute__((analyzer_noreturn))",
    ],
    told: /^-U__clang_analyzer__$/u,
  },
  "clang-tidy": { broken: ["// NOLINT", "// NOLINTNEXTLINE", "// NOLINTBEGIN", "[[clang::suppress]]"] },
  "clang-warnings": {
    broken: ['#pragma clang diagnostic ignored "-Wall"'],
    reported: ["#define Q(x) _Pragma(#x)\n"],
  },
  codeql: { none: "its comments are obeyed by a query that is not run" },
  cppcheck: { none: "its comments are obeyed with --inline-suppr only" },
  "eslint-project": { told: /^--no-inline-config$/u },
  flawfinder: { told: /^--neverignore$/u },
  "gcc-analyzer": { broken: ['_Pragma("GCC diagnostic ignored \\"-Wall\\"")'], reported: ["#pragma GCC system_header\n"] },
  "gcc-warnings": { broken: ['_Pragma("GCC diagnostic ignored \\"-Wall\\"")'], reported: ["#pragma GCC system_header\n"] },
  gitleaks: { told: /^--ignore-gitleaks-allow$/u },
  "go-vet": { none: NO_WORDS },
  gosec: { told: /^-nosec$/u, broken: ["// #nosec G101", "//gosec:disable G101"] },
  grype: { none: LOCK_FILES },
  hadolint: { told: /^--disable-ignore-pragma$/u },
  javac: { reported: ['@SuppressWarnings("all")\n', '@java.lang.SuppressWarnings({ "divzero" })\n'] },
  mypy: { broken: ["x = 1  # type: ignore", "# mypy: ignore-errors"] },
  "npm-audit": { none: LOCK_FILES },
  opengrep: { told: /^--disable-nosem$/u, broken: ["// nosemgrep", "# nosem: rule"] },
  "osv-scanner": { none: LOCK_FILES },
  phpstan: { broken: ["// @phpstan-ignore", "// @phpstan-ignore-next-line", "/* @phpstan-ignore-line */"] },
  "pip-audit": { none: LOCK_FILES },
  "pnpm-audit": { none: LOCK_FILES },
  psalm: { broken: ["/** @psalm-suppress TaintedSql */", "/** @psalm-taint-escape sql */"] },
  pylint: { broken: ["# pylint: disable=all", "# pylint: skip-file", "# pylint: disable-next=eval-used"] },
  pyright: { broken: ["# pyright: ignore", "# pyright: basic", "# type: ignore"] },
  secretlint: { broken: ["// secretlint-disable", "// secretlint-disable-line", "// secretlint-disable-next-line"] },
  semgrep: { told: /^--disable-nosem$/u, broken: ["// nosemgrep", "# nosem: rule"] },
  spotbugs: {
    reported: ['@SuppressFBWarnings("SQL_INJECTION")\n', "import edu.umd.cs.findbugs.annotations.SuppressWarnings;\n"],
  },
  tfsec: { told: /^--no-ignores$/u, broken: ["# tfsec:ignore:aws-s3-enable-versioning"] },
  trivy: { broken: ["#trivy:ignore:AVD-AWS-0001", "# tfsec:ignore:AWS001"] },
  tsc: { broken: ["// @ts-ignore", "// @ts-nocheck", "// @ts-expect-error"] },
  "yarn-audit": { none: LOCK_FILES },
};

const tools = (await registeredScanners(resolve(import.meta.dirname, ".."))).flatMap(({ file, scanner, cases }) =>
  scanner.kind === "command" ? [{ id: file, scanner, cases }] : [],
);

it("knows what every tool obeys in code", () => {
  expect(Object.keys(SWITCHES).toSorted()).toEqual(tools.map(({ id }) => id).toSorted());
  for (const [id, { none, ...ways }] of Object.entries(SWITCHES))
    expect({ id, has: Object.keys(ways).length > 0 }).toEqual({ id, has: none === undefined });
});

function argvOf(scanner: CommandScanner, files: readonly { path: string; language: string; bytes: number }[]): readonly string[] {
  return scanner.command({ executable: "/usr/bin/tool", staged: "/assay/staged", scratch: "/assay/scratch", files }).argv;
}

describe.each(tools.filter(({ id }) => SWITCHES[id]?.none === undefined))("$id", ({ id, scanner, cases }) => {
  const { broken = [], told, reported = [], listed } = SWITCHES[id] ?? {};
  const [each] = cases;
  if (each === undefined) throw new Error(`${id} has no case`);

  it.each(broken)("gets a copy in which nothing obeys: %s", (text) => {
    const copied = defuse(text, scanner.markers);

    expect(copied).not.toBe(text);
    expect(copied).toHaveLength(text.length);
    expect(copied.split("").filter((letter, at) => letter !== text[at]).length).toBeLessThanOrEqual(2);
  });

  if (told !== undefined)
    it("is told on its command line", () => {
      expect(argvOf(scanner, each.files).filter((word) => told.test(word))).not.toEqual([]);
    });

  it.each(reported)("a file with this in it is not covered in silence: %s", (text) => {
    const files = each.files.map((file) => ({ ...file, text: `${text}${file.text}` }));
    const mine = files.filter(({ path, language }) => scanner.languages.includes(language) || scanner.reads?.(path) === true);

    const said = parseCase(scanner, { ...each, files }, each.raw ?? new Uint8Array());

    expect(said.problems.filter(({ code }) => code === "silenced").map(({ path }) => path)).toEqual(mine.map(({ path }) => path));
  });

  if (listed === true)
    it("lists what it left out, and that is told as suppressed", () => {
      const suppressed = cases.flatMap((one) => parseCase(scanner, one, one.raw ?? new Uint8Array()).suppressed ?? []);

      expect(suppressed).not.toEqual([]);
    });
});
