import { posix } from "node:path";
import { attackFamily } from "#adapters/checks/attack/families.ts";
import { findAttack } from "#adapters/checks/attack/find-attack.ts";
import type { Result } from "#adapters/checks/attack/judge.ts";
import { type Attack, runSide } from "#adapters/checks/attack/run-side.ts";
import { touchedFiles } from "#adapters/checks/kit/touched-files.ts";
import { detectTests } from "#adapters/checks/tests/detect-tests.ts";
import type { WrittenProject } from "#adapters/checks/tests/test-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { javascriptTest } from "./javascript-test.ts";
import { pythonTest } from "./python-test.ts";
import { runTest } from "./run-test.ts";
import { sceneOf, winningAttack } from "./scene.ts";
import { STILL, type Story } from "./story.ts";

export interface Regression {
  /** Repository-relative path of a file that does not exist yet. */
  readonly path: string;
  readonly text: string;
  /** What ran it: `pytest`, `unittest`, `node --test`, … */
  readonly runner: string;
}

/**
 * A test of the project's own kind in which the attack on the unchanged code fails and on the patched code passes, beside a harmless call that passes
 * on both; it was run on both. Otherwise a text tells why there is none. `before` and `after` are those of the context.
 */
export async function writeRegression(context: CheckContext, signal: AbortSignal): Promise<Regression | string> {
  const known = attackFamily(context.defect.cwe);
  if ("why" in known) return known.why;
  if (context.sandbox === undefined) return "no sandbox works here";
  const touched = await touchedFiles(context, signal);
  const file = touched.kind === "read" ? touched.files.find(({ path }) => path === context.defect.location.path) : undefined;
  if (file === undefined) return "the patch does not touch the file with the weak place";
  const found = await findAttack(context, file, known.family);
  if (typeof found === "string") return found;
  const { attack } = found;
  const scene = sceneOf(attack.family, attack.language);
  if (scene === undefined) return "attacks of this kind cannot be written down in a few lines";
  const [old, fresh] = [
    await runSide(context, context.sandbox, context.before, attack, signal),
    await runSide(context, context.sandbox, context.after, attack, signal),
  ];
  if (old.kind === "problem" || fresh.kind === "problem") return "the attack could not be run again";
  const red = winningAttack(scene, old.results, fresh.results);
  if (red === undefined) return "no single attack shows the difference";
  const project = (await detectTests(context, signal)).flatMap((each) => (each.kind === "found" ? [each.project] : []))[0];
  if (project?.kind === "go" || project?.kind === "java") return "tests of Go and Java are not written";
  if (project === undefined) return "the project has no tests that this one could stand beside";
  const { cwe = "a weakness", location } = context.defect;
  const story: Story = {
    attack,
    scene,
    parameter: red.parameter,
    payload: red.payload ?? "",
    gives: givesBack(old.results),
    asked: fresh.asked,
    weak: /^(\w+) was used/.exec(red.effect ?? "")?.[1] ?? "",
    title: `The attack that ${cwe} in ${location.path} allowed, and a harmless call.`,
  };
  return proven(context, project, story, signal);
}

/** Whether harmless calls give something back; those that failed tell nothing. */
function givesBack(results: readonly Result[]): boolean {
  return results.some(({ id, outcome, value }) => id.startsWith("control") && outcome === "returned" && value === "something");
}

async function proven(
  context: CheckContext,
  project: WrittenProject,
  story: Story,
  signal: AbortSignal,
): Promise<Regression | string> {
  const beside = await besideTests(context, project, story.attack);
  const text =
    project.kind === "python"
      ? pythonTest(story, project.pytest)
      : javascriptTest(story, { runner: project.runner, common: beside.common, from: beside.from });
  if (text === undefined) return "the call needs arguments that cannot be written down in a few lines";
  const file = { path: beside.path, text };
  const before = await runTest(context, context.before, project, file, signal);
  if (typeof before === "string") return `on the unchanged code ${before}`;
  if (before.failed !== 1 || before.passed !== 1 || !before.output.includes(STILL))
    return "the test did not fail on the unchanged code for the attack alone";
  const after = await runTest(context, context.after, project, file, signal);
  if (typeof after === "string") return `on the patched code ${after}`;
  if (after.failed !== 0 || after.passed !== 2) return "the test did not pass on the patched code";
  const runner =
    project.kind === "node"
      ? project.runner === "node"
        ? "node --test"
        : project.runner
      : project.pytest
        ? "pytest"
        : "unittest";
  return { ...file, runner };
}

/** A path of the project's naming style that is free, and how the test reaches the module from there. */
async function besideTests(
  { before }: CheckContext,
  project: WrittenProject,
  { path, entry }: Attack,
): Promise<{ readonly path: string; readonly common: boolean; readonly from: string }> {
  const stem = posix.basename(path).replace(/\.\w+$/, "");
  const model = project.files.find((file) => posix.basename(file).includes(stem)) ?? project.files[0] ?? "";
  const folder = posix.dirname(model);
  const owner =
    entry.owner === undefined || entry.owner.toLowerCase() === stem.replaceAll(/\W|_/g, "").toLowerCase()
      ? ""
      : `${entry.owner}-`;
  const own = entry.kind === "routes" ? entry.literals.join("-").replaceAll(/\W+/g, "-").replace(/-$/, "") : entry.name;
  const words = `${stem}-${owner}${own || "default"}-attack`;
  const text = new TextDecoder().decode(await before.read(model));
  for (let number = 1; ; number++) {
    const name = number === 1 ? words : `${words}-${number}`;
    const free = posix.join(folder, named(name, posix.basename(model), project));
    if (await before.has(free)) continue;
    const from = posix.relative(folder, path);
    const common = /\brequire\(/.test(text) && !/^\s*import\s/m.test(text);
    return { path: free, common, from: from.startsWith(".") ? from : `./${from}` };
  }
}

function named(words: string, model: string, project: WrittenProject): string {
  if (project.kind === "python") {
    const snake = words
      .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
      .replaceAll(/\W+/g, "_")
      .toLowerCase();
    return model.endsWith("_test.py") ? `${snake}_test.py` : `test_${snake}.py`;
  }
  const kebab = words.replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
  const ending = /(\.(?:test|spec))?(\.[mc]?[jt]sx?)$/.exec(model);
  const dotted = ending?.[1] ?? (model.startsWith("test-") ? "" : ".test");
  return `${dotted === "" ? "test-" : ""}${kebab}${dotted}${(ending?.[2] ?? ".js").replace("x", "")}`;
}
