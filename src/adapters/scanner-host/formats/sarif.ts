import type { Problem } from "#domain/completeness.ts";
import { type Claim, type ToolReport, words } from "./claim.ts";
import { dig, digList, digText } from "./dig.ts";
import type { ReportReader } from "./report-reader.ts";
import { claimMaker } from "./sarif-claim.ts";
import { keptResult, openedResult, sharedTexts } from "./sarif-kept.ts";
import { pathsOf, plainPath } from "./sarif-paths.ts";
import type { SarifPlace } from "./sarif-result.ts";

interface Run {
  tool: unknown;
  invocations: unknown;
  bases: unknown;
  external: unknown;
  columnKind: unknown;
  hasResults: boolean;
  /** What counts of each, as JSON: a fifth of the objects' size. Given up when it was handed on. */
  readonly results: (string | undefined)[];
  /** Places of those that name their file by an index at most. */
  readonly unnamed: (SarifPlace | undefined)[];
  readonly artifacts: Map<number, Artifact>;
}

interface Artifact {
  readonly place: SarifPlace;
  readonly target: boolean;
  readonly hash: string | undefined;
}

const MOST_PROBLEMS = 50;

/** Reads SARIF 2.1.0 (OASIS, with errata 01) of any tool: every run, rules of driver and extensions, several ways to name a file and a weakness. */
export function sarifReader(): ReportReader {
  const runs = new Map<number, Run>();
  let version: unknown;
  const runAt = (index: unknown): Run => {
    const key = Number(index);
    const known = runs.get(key) ?? emptyRun();
    runs.set(key, known);
    return known;
  };
  return {
    paths: [
      "$.version",
      "$.runs.*.tool",
      "$.runs.*.invocations",
      "$.runs.*.originalUriBaseIds",
      "$.runs.*.externalPropertyFileReferences",
      "$.runs.*.columnKind",
      "$.runs.*.artifacts.*",
      "$.runs.*.results.*",
    ],
    onOpen(path, kind) {
      if (path[0] !== "runs") return;
      if (path.length === 2 && kind === "object") runAt(path[1]);
      if (path.length === 3 && path[2] === "results" && kind === "array") runAt(path[1]).hasResults = true;
    },
    onPiece(path, value) {
      if (path[0] === "version") version = value;
      if (path[0] !== "runs") return;
      const run = runAt(path[1]);
      if (path[2] === "tool") run.tool = value;
      else if (path[2] === "invocations") run.invocations = value;
      else if (path[2] === "originalUriBaseIds") run.bases = value;
      else if (path[2] === "externalPropertyFileReferences") run.external = value;
      else if (path[2] === "columnKind") run.columnKind = value;
      else if (path[2] === "artifacts") run.artifacts.set(Number(path[3]), artifact(value));
      else if (path[2] === "results") {
        const kept = keptResult(value);
        if (kept === undefined) return;
        run.results.push(kept.text);
        if (kept.place === undefined || kept.place.path === "") run.unnamed.push(kept.place);
      }
    },
    finish() {
      if (version !== "2.1.0") return `SARIF of version ${JSON.stringify(version) ?? "none"} is not read, only 2.1.0`;
      if (runs.size === 0) return "the report holds no run";
      const nameless = [...runs].find(([, run]) => digText(run.tool, "driver", "name") === undefined);
      if (nameless !== undefined) return `run ${nameless[0] + 1} does not name its tool`;
      return [...runs.values()].map(toReport);
    },
  };
}

function emptyRun(): Run {
  return {
    tool: undefined,
    invocations: undefined,
    bases: undefined,
    external: undefined,
    columnKind: undefined,
    hasResults: false,
    results: [],
    unnamed: [],
    artifacts: new Map(),
  };
}

function artifact(value: unknown): Artifact {
  const place = {
    path: digText(value, "location", "uri") ?? "",
    base: digText(value, "location", "uriBaseId"),
    index: undefined,
  };
  const hash = digText(value, "hashes", "sha-256")?.toLowerCase();
  return { place, target: digList(value, "roles").includes("analysisTarget"), hash };
}

function toReport(run: Run): ToolReport {
  const driver = dig(run.tool, "driver");
  const claimOf = claimMaker(run.tool, (place) => ({ ...place, path: pathOf(place), unit }));
  const unit = run.columnKind === "unicodeCodePoints" ? "points" : "utf16";
  const shared = sharedTexts();
  const pathOf = pathsOf(run);
  const problems = problemsOf(run);
  const isNamed = (place: SarifPlace | undefined): boolean => place !== undefined && pathOf(place) !== "";
  const placeless = run.unnamed.filter((place) => !isNamed(place)).length;
  if (placeless > 0) problems.push({ code: "no-place", message: `${placeless} results name no file and were left out` });
  const targets = [...run.artifacts.values()].filter(({ target }) => target);
  const worked = digList(run.invocations).some((one) => dig(one, "executionSuccessful") === true);
  const hashes = [...run.artifacts.values()].flatMap(({ place, hash }) =>
    hash === undefined ? [] : [[pathOf(place), hash] as const],
  );
  return {
    tool: words(dig(driver, "name"), "unnamed"),
    version: digText(driver, "semanticVersion") ?? digText(driver, "version") ?? "",
    claims: claimsOf(run.results, (text) => {
      const result = openedResult(text, shared);
      return isNamed(result.place) ? claimOf(result) : undefined;
    }),
    problems,
    covered: worked && targets.length > 0 ? targets.map(({ place }) => pathOf(place)) : undefined,
    roots: rootsOf(run),
    ...(hashes.length === 0 ? {} : { hashes: new Map(hashes) }),
  };
}

function* claimsOf(results: (string | undefined)[], claimOf: (text: string) => Claim | undefined): Generator<Claim> {
  for (const [at, text] of results.entries()) {
    results[at] = undefined;
    const claim = text === undefined ? undefined : claimOf(text);
    if (claim !== undefined) yield claim;
  }
}

/** Where the tool worked, and what it counts relative paths from. */
function rootsOf(run: Run): string[] {
  const folders = digList(run.invocations).map((one) => digText(one, "workingDirectory", "uri"));
  const bases = Object.keys(typeof run.bases === "object" && run.bases !== null ? run.bases : {}).slice(0, 20);
  return [...folders, ...bases.map((id) => digText(run.bases, id, "uri"))].flatMap((uri) =>
    uri === undefined ? [] : [plainPath(uri)],
  );
}

function problemsOf(run: Run): Problem[] {
  const problems: Problem[] = [];
  if (!run.hasResults)
    problems.push({ code: "no-results", message: "the run holds no list of results: the tool did not get to one" });
  if (dig(run.external, "results") !== undefined)
    problems.push({ code: "external-results", message: "results lie in another file, which is not read" });
  for (const invocation of digList(run.invocations)) {
    if (dig(invocation, "executionSuccessful") === false) {
      const why =
        digText(invocation, "exitCodeDescription") ?? digText(invocation, "processStartFailureMessage") ?? "no reason is given";
      problems.push({ code: "engine-failed", message: words(`the tool says that it failed: ${why}`, "the tool failed") });
    }
    for (const list of ["toolExecutionNotifications", "toolConfigurationNotifications"])
      for (const note of digList(invocation, list).filter((one) => dig(one, "level") === "error"))
        problems.push({ code: "engine-error", message: words(dig(note, "message", "text"), "an error without words") });
  }
  return problems.slice(0, MOST_PROBLEMS);
}
