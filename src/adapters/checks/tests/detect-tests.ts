import { posix } from "node:path";
import { z } from "zod";
import { isTestPath } from "#adapters/checks/silencing/tests.ts";
import { detectGo } from "#adapters/checks/go/detect-tests.ts";
import { BUILD_FILES, detectJava } from "#adapters/checks/java/detect-tests.ts";
import { installedPackage, nearestFolder } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { Detection, NodeRunner } from "./test-project.ts";

const PYTHON_MARKS = ["pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini", "requirements.txt", "manage.py"];
const PACKAGES = { vitest: "vitest.mjs", jest: "bin/jest.js", mocha: "bin/mocha.js" } as const;

/** How the project of a language is recognised: its files, what stands in its folder, and what is made of both. */
interface Ecosystem {
  readonly id: string;
  readonly files: RegExp;
  readonly marks: readonly string[];
  readonly detect: (before: Workspace, folder: string, files: readonly string[]) => Promise<Detection>;
}

const NODE: Ecosystem = { id: "node", files: /\.[mc]?[jt]sx?$/i, marks: ["package.json"], detect: detectNode };
const ECOSYSTEMS: readonly Ecosystem[] = [
  { id: "python", files: /\.pyw?$/i, marks: PYTHON_MARKS, detect: detectPython },
  { id: "go", files: /\.go$/, marks: ["go.mod"], detect: detectGo },
  { id: "java", files: /\.java$/, marks: BUILD_FILES, detect: detectJava },
];

/** The projects that hold the touched files, each once; judged by the unchanged code. */
export async function detectTests({ before, candidate }: CheckContext, signal: AbortSignal): Promise<Detection[]> {
  const { files } = await before.list({ paths: [] }, signal);
  const detections = new Map<string, Detection>();
  for (const { path } of candidate.patch.files) {
    const ecosystem = ECOSYSTEMS.find((each) => each.files.test(path)) ?? NODE;
    const folder = (await nearestFolder(before, path, ecosystem.marks)) ?? "";
    const key = `${ecosystem.id} ${folder}`;
    if (detections.has(key)) continue;
    const inFolder = files
      .map((file) => file.path)
      .filter((file) => (folder === "" || file.startsWith(`${folder}/`)) && ecosystem.files.test(file));
    detections.set(key, await ecosystem.detect(before, folder, inFolder));
  }
  return [...detections.values()];
}

async function detectPython(before: Workspace, folder: string, files: readonly string[]): Promise<Detection> {
  const tests = files.filter((file) => /(?:^|\/)(?:test[^/]*|[^/]*_test|tests)\.pyw?$/i.test(file));
  if (tests.length === 0)
    return { kind: "none", reason: "no-tests", detail: `No Python test file below ${folder || "the root"}.` };
  const marked = files.some((file) => file.endsWith("conftest.py")) || (await before.has(posix.join(folder, "pytest.ini")));
  const pytest =
    marked || (await importing(before, tests, /^\s*(?:import|from)\s+pytest\b|^(?:async\s+)?def\s+test/m)).length > 0;
  return { kind: "found", project: { kind: "python", folder, files: tests, pytest } };
}

async function detectNode(before: Workspace, folder: string, files: readonly string[]): Promise<Detection> {
  const tests = files.filter((file) => isTestPath(file) || /(?:^|\/)test\.[mc]?[jt]s$/i.test(file));
  if (tests.length === 0) return { kind: "none", reason: "no-tests", detail: `No test file below ${folder || "the root"}.` };
  const runner = (await namedRunner(before, folder)) ?? (await importedRunner(before, tests));
  if (runner === undefined)
    return { kind: "none", reason: "no-runner", detail: "The project names no test runner that is known here." };
  if (runner === "node") {
    const own = await importing(before, tests, /["']node:test["']/);
    if (own.length === 0) return { kind: "none", reason: "no-tests", detail: "No test file uses node:test." };
    return { kind: "found", project: { kind: "node", runner, folder, files: own } };
  }
  const installed = await installedPackage(before, folder, runner);
  if (installed === undefined)
    return { kind: "none", reason: "no-runner", detail: `The project uses ${runner}, which is not installed.` };
  return {
    kind: "found",
    project: { kind: "node", runner, folder, files: tests, package: posix.join(installed.inside, PACKAGES[runner]) },
  };
}

const Names = z.record(z.string(), z.unknown()).catch({});
const Manifest = z.object({
  scripts: z.object({ test: z.string().catch("") }).catch({ test: "" }),
  dependencies: Names,
  devDependencies: Names,
});

/** The runner that the test script calls, else the one among the dependencies. */
async function namedRunner(before: Workspace, folder: string): Promise<NodeRunner | undefined> {
  const path = posix.join(folder, "package.json");
  if (!(await before.has(path))) return undefined;
  const manifest = Manifest.safeParse(readJson(new TextDecoder().decode(await before.read(path))));
  if (!manifest.success) return undefined;
  const script = manifest.data.scripts.test;
  const called = /\b(vitest|jest|mocha)\b/.exec(script)?.[1] as NodeRunner | undefined;
  if (called !== undefined) return called;
  if (/\bnode\b.*--test\b/.test(script)) return "node";
  const dependencies = { ...manifest.data.dependencies, ...manifest.data.devDependencies };
  return (["vitest", "jest", "mocha"] as const).find((name) => name in dependencies);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A manifest that is not JSON names nothing.
    return undefined;
  }
}

async function importedRunner(before: Workspace, tests: readonly string[]): Promise<NodeRunner | undefined> {
  if ((await importing(before, tests, /["']node:test["']/)).length > 0) return "node";
  return (await importing(before, tests, /from\s+["']vitest["']/)).length > 0 ? "vitest" : undefined;
}

async function importing(before: Workspace, paths: readonly string[], pattern: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) if (pattern.test(new TextDecoder().decode(await before.read(path)))) found.push(path);
  return found;
}
