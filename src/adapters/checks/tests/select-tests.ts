import { posix } from "node:path";
import { dependentsOf, type ImportingFile } from "#analysis/imports/dependents.ts";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import type { CheckContext } from "#ports/check.ts";
import { folderOf, goPackages, importersOf } from "#adapters/checks/go/test-packages.ts";
import type { TestProject } from "./test-project.ts";

/** Which tests are run for a patch, and how that is said. */
export interface Selection {
  /** Test files, repository-relative; undefined runs the whole suite. */
  readonly files: readonly string[] | undefined;
  readonly detail: string;
  /** Something of what is tested runs beside something else. */
  readonly concurrent?: boolean;
}

/** Fewer test files than this are all run: choosing would save nothing. */
const FEW = 4;
/** Files that every test of their folder goes through, without naming them. */
const SHARED =
  /(?:^|\/)(?:conftest\.py|setup[^/]*\.[mc]?[jt]sx?|[^/]*\.config\.[mc]?[jt]s|manage\.py|settings\.py|__init__\.py)$/i;
/** A test that starts programs, or loads modules by names that only show when it runs, may reach anything. */
const REACHES_ANYTHING =
  /\b(?:subprocess|child_process|execa|os\.system|runpy|importlib|__import__|import_module|entry_points|worker_threads|proxyquire)\b|\b(?:import|require)\(\s*[^"'\s)]/;

/** The test files that import the patched files, directly or through others, with those that may reach anything; the whole suite when that is not sure. */
export async function selectTests(
  { before, candidate }: CheckContext,
  project: TestProject,
  signal: AbortSignal,
): Promise<Selection> {
  if (project.kind === "go") return selectGo({ before, candidate }, project, signal);
  const all = project.files;
  const whole = (why: string): Selection => ({ files: undefined, detail: `the whole suite: ${why}` });
  if (all.length < FEW)
    return { files: undefined, detail: `the whole suite of ${all.length} test ${all.length === 1 ? "file" : "files"}` };
  const touched = candidate.patch.files.map(({ path }) => path);
  const listing = await before.list({ paths: [] }, signal);
  const index: ImportingFile[] = [];
  const texts = new Map<string, string>();
  for (const { path, language } of listing.files) {
    const text = new TextDecoder().decode(await before.read(path));
    if (all.includes(path)) texts.set(path, text);
    index.push({ path, language, specifiers: importSpecifiers(language, text) });
  }
  const reached = new Set([...touched, ...dependentsOf(touched, index)]);
  const shared = [...reached].find((path) => SHARED.test(path) && !all.includes(path));
  if (shared !== undefined) return whole(`${posix.basename(shared)} reaches the patched code, and all tests may go through it`);
  const importing = all.filter((path) => reached.has(path));
  if (importing.length === 0) return whole("no test file names the patched code");
  const chosen = all.filter((path) => reached.has(path) || REACHES_ANYTHING.test(texts.get(path) ?? ""));
  if (chosen.length === all.length) return whole("every test file may reach the patched code");
  return { files: chosen, detail: `${chosen.length} of ${all.length} test files, those that may reach the patched code` };
}

/** Tests of the patched packages and of those that import them; all where none of them has any. */
async function selectGo(
  { before, candidate }: Pick<CheckContext, "before" | "candidate">,
  { folder, files: all }: Extract<TestProject, { kind: "go" }>,
  signal: AbortSignal,
): Promise<Selection> {
  const packages = await goPackages({ before }, folder, signal);
  const touched = candidate.patch.files.map(({ path }) => folderOf(path));
  const reached = importersOf(touched, packages);
  const concurrent = touched.some((each) => packages.concurrent.has(each));
  const chosen = all.filter((file) => reached.has(folderOf(file)));
  if (chosen.length === 0 || chosen.length === all.length)
    return {
      files: undefined,
      detail: `all ${all.length} test ${all.length === 1 ? "file" : "files"} of the module`,
      concurrent,
    };
  return {
    files: chosen,
    detail: `${chosen.length} of ${all.length} test files, those of packages that reach the patched code`,
    concurrent,
  };
}
