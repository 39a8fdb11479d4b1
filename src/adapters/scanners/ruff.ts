import { createRequire } from "node:module";
import type * as ruffModule from "@astral-sh/ruff-wasm-nodejs";
import { defineScanner, type LibraryScanner, type RawFinding } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { eachFile, refuseAll, type FileResult } from "#adapters/scanner-host/each-file.ts";
import { packageVersion } from "#adapters/scanner-host/package-version.ts";
import { PYTHON_CHECKS, worthOf } from "#adapters/scanner-host/python-checks.ts";
import { createResultCache } from "#adapters/scanner-host/result-cache.ts";
import { markerFor, sourceText } from "#adapters/scanner-host/source-text.ts";

type Ruff = Pick<typeof ruffModule, "Workspace" | "PositionEncoding">;
type RuffWorkspace = InstanceType<Ruff["Workspace"]>;

const PACKAGE = "@astral-sh/ruff-wasm-nodejs";

/** Numbers that Bandit has and ruff refuses as unknown selectors. */
const BANDIT_ONLY: ReadonlySet<number> = new Set([613, 614, 615, 703]);
const SELECTED = [...PYTHON_CHECKS.keys()].filter((number) => !BANDIT_ONLY.has(number)).map((number) => `S${number}`);

/** What ruff obeys in comments, in every form its versions know: `noqa`, `ruff: noqa`, `ruff: disable`, `ruff: ignore`, `ruff: file-ignore`. */
const MARKER = /#[^\r\n]*?(?:noqa|ruff\s*:\s*(?:disable|ignore|file-ignore))[^\r\n]*/i;

const require = createRequire(import.meta.url);

/** Stands for the rules, the worths and the reading of comments; to be raised when one of them changes what is said. */
const READING = 1;

export default function fromTools({ cache }: ScannerTools): LibraryScanner {
  const results = cache && createResultCache(cache);
  return defineScanner({
    kind: "library",
    id: "ruff",
    title: "ruff (flake8-bandit rules)",
    languages: ["python"],
    homepage: "https://docs.astral.sh/ruff/",
    licence: "MIT",
    needsNetwork: false,
    install: "npm install @astral-sh/ruff-wasm-nodejs (an optional dependency of assay)",
    async version() {
      return packageVersion(PACKAGE);
    },
    async scan(task, signal) {
      const version = packageVersion(PACKAGE);
      if (version === undefined) return refuseAll(task.files, "not-installed", `${PACKAGE} is not installed`);
      // Opened for the first text that no earlier run knows: compiling it takes longer than all else that a check of known texts does.
      let ruff: RuffWorkspace | undefined;
      return eachFile(task, signal, {
        maxUnits: 5_000_000,
        kept: results && { cache: results, engine: `ruff ${version} ${READING}` },
        check(file, text) {
          try {
            return checkText((ruff ??= open()), file, text);
          } catch (error) {
            // A trap leaves the module's own stack where it was: later files get a fresh one.
            delete require.cache[require.resolve(PACKAGE)];
            ruff = undefined;
            throw error;
          }
        },
      });
    },
  });
}

function open(): RuffWorkspace {
  const { Workspace, PositionEncoding } = require(PACKAGE) as Ruff;
  return new Workspace({ "target-version": "py314", lint: { select: SELECTED } }, PositionEncoding.Utf16);
}

interface Diagnostic {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number; readonly column: number };
  readonly end_location: { readonly row: number; readonly column: number };
}

function checkText(ruff: RuffWorkspace, file: SourceFile, text: string): FileResult {
  const bare = neutralise(text);
  const all = ruff.check(bare) as readonly Diagnostic[];
  const syntax = all.find(({ code }) => code === null || code === "invalid-syntax");
  const found = all.flatMap((diagnostic) => toFinding(file.path, diagnostic) ?? []);
  const audible = bare === text ? undefined : new Set((ruff.check(text) as readonly Diagnostic[]).map(key));
  const source = sourceText(file.path, text);
  const hidden = (finding: RawFinding): boolean => audible !== undefined && !audible.has(keyOf(finding));
  return {
    findings: found.filter((finding) => !hidden(finding)),
    suppressed: found.filter(hidden).map((finding) => ({ finding, reason: markerFor(source, finding.location, MARKER) })),
    problems:
      syntax === undefined
        ? []
        : [{ path: file.path, code: "syntax-error", message: syntax.message, line: syntax.start_location.row }],
    analysed: syntax === undefined,
  };
}

/** Breaks the markers without moving a character. */
function neutralise(text: string): string {
  return text.replaceAll(new RegExp(MARKER, "gi"), (comment) =>
    comment.replaceAll(/noqa/gi, "nqoa").replaceAll(/ruff(?=\s*:)/gi, "rfuf"),
  );
}

function toFinding(
  path: string,
  { code, message, start_location: start, end_location: end }: Diagnostic,
): RawFinding | undefined {
  const worth = worthOf(Number(code?.slice(1)), message);
  if (code === null || worth === undefined) return undefined;
  const location = { path, startLine: start.row, startColumn: start.column, endLine: end.row, endColumn: end.column };
  return { rule: code, ...worth, location, message };
}

function key({ code, start_location: start }: Diagnostic): string {
  return `${code} ${start.row}:${start.column}`;
}

function keyOf({ rule, location }: RawFinding): string {
  return `${rule} ${location.startLine}:${location.startColumn}`;
}
