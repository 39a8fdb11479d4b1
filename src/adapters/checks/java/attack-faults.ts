import { notProved } from "#adapters/checks/c/depth.ts";
import { systemProgram } from "#adapters/checks/c/toolchain.ts";
import { fail, inconclusive } from "#adapters/checks/kit/answers.ts";
import { type TouchedFile, touchedFiles } from "#adapters/checks/kit/touched-files.ts";
import { nodeAt } from "#analysis/parse/tree.ts";
import { digest, digestJson } from "#lib/digest.ts";
import { lineStarts } from "#lib/text.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import { compareFaults, type FaultSeen, nearest } from "#adapters/checks/compiled/faults.ts";
import { driveFaults, type FaultsSeen } from "./drive-faults.ts";
import { javaCallable, javaCallables } from "./entry.ts";
import { faultShots, type FaultShot, PROVED, showCall } from "./fault-shots.ts";
import { type FaultTarget, faultTarget } from "./fault-target.ts";
import type { JavaFaults } from "./faults.ts";
import { modelCheckJava, type Modelled } from "./jbmc.ts";
import { isFault, isUnasked, wordsOf } from "./judge-faults.ts";
import { javaOf, type JavaToolchain } from "./toolchain.ts";

/** What is attacked, in both states. */
interface Scene {
  readonly context: CheckContext;
  readonly faults: JavaFaults;
  readonly toolchain: JavaToolchain;
  readonly file: TouchedFile;
  readonly target: FaultTarget;
  readonly fresh: FaultTarget;
  /** JBMC, where it may be asked. */
  readonly program: string | undefined;
  /** Why it is not, beginning with a blank; `""` otherwise. */
  readonly unasked: string;
}

/** Attacks a method of Java whose weakness the machine itself notices: the same calls on both states, of our own and those that JBMC holds to be faulty. */
export async function attackFaults(context: CheckContext, faults: JavaFaults, signal: AbortSignal): Promise<CheckAnswer> {
  if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so nothing was attacked.");
  const toolchain = await javaOf(context);
  if (toolchain === undefined) return inconclusive("no-compiler", "No JDK below /usr was found, so nothing was compiled.");
  const touched = await touchedFiles(context, signal);
  if (touched.kind === "unread") return inconclusive(touched.reason, touched.detail);
  const file = touched.files.find(({ path }) => path === context.defect.location.path);
  const targets = file === undefined ? "The patch does not touch the file with the weak place." : targetsIn(context, file);
  if (file === undefined || typeof targets === "string")
    return inconclusive("no-entry-point", typeof targets === "string" ? targets : "The patch does not touch the file.");
  const scene: Scene = { context, faults, toolchain, file, ...targets, ...(await solverOf(context, faults)) };
  const { target, fresh } = targets;
  const slots = [...target.made, ...target.parameters];
  const shots = faultShots(slots, file.before, faults.nulls);
  const key = `${digest(file.before)} ${digestJson([target, shots.length])}`;
  const own = await context.once(`java-faults ${key}`, () => drive(scene, context.before, target, shots, signal));
  if (own.kind === "problem") return inconclusive(own.reason, `Unchanged code: ${own.detail}`, own.output);
  let before: Side = { shots, seen: own.seen };
  let found = redOf(scene, own.seen);
  let note = scene.unasked;
  if (!found.inLine && scene.program !== undefined) {
    const named = await context.once(`java-jbmc ${key}`, () => model(scene, context.before, target, signal));
    note = ` ${named.note}`;
    const more = shotsOf(named);
    const seen = more.length === 0 ? undefined : await drive(scene, context.before, target, more, signal);
    if (seen?.kind === "problem") return inconclusive(seen.reason, `Unchanged code: ${seen.detail}`, seen.output);
    const again = redOf(scene, seen?.seen ?? []);
    if (again.inLine || (found.red.length === 0 && again.red.length > 0)) {
      found = again;
      before = { shots: [...shots, ...more], seen: [...own.seen, ...(seen?.seen ?? [])] };
    } else if (more.length > 0) note += " What it named is another fault, or none, when it is run.";
  }
  if (found.red.length === 0)
    return inconclusive(
      "not-red-before",
      `None of ${shots.length} calls of ${target.name} showed the weakness on the unchanged code, so they prove nothing.${note}`,
    );
  const now = await drive(scene, context.after, fresh, before.shots, signal);
  if (now.kind === "problem") return inconclusive(now.reason, `Patched code: ${now.detail}`, now.output);
  const show = (shot: FaultShot): string => showCall(slots, target.made.length, shot);
  const answer = compareFaults({
    calls: before.shots.length,
    old: before.seen,
    now: now.seen,
    red: found.red,
    show: (id) => {
      const shot = before.shots.find((each) => each.id === id);
      return shot === undefined ? id : `${show(shot)}${id.startsWith(PROVED) ? ", a counterexample of JBMC" : ""}`;
    },
    isFault: (seen) => isFault(faults, fresh, file.after, seen),
    isUnasked: (seen) => isUnasked(seen, file.after),
    words: wordsOf,
  });
  return answer.outcome === "pass" ? searchPatched(scene, answer, show, signal) : answer;
}

interface Side {
  readonly shots: readonly FaultShot[];
  readonly seen: readonly FaultSeen[];
}

function redOf({ context, faults, target, file }: Scene, seen: readonly FaultSeen[]): ReturnType<typeof nearest> {
  return nearest(
    seen.filter((each) => isFault(faults, target, file.before, each)),
    context.defect.location,
  );
}

function targetsIn({ defect }: CheckContext, { trees, path }: TouchedFile): Pick<Scene, "target" | "fresh"> | string {
  if (trees === undefined) return "There is no grammar for the file.";
  const { before, after } = trees;
  const offsets = lineStarts(before.text);
  const { startLine, startColumn, endLine, endColumn } = defect.location;
  const [from, to] = [(offsets[startLine - 1] ?? 0) + startColumn - 1, (offsets[endLine - 1] ?? 0) + endColumn - 1];
  const callable = javaCallable(before, nodeAt(before, from, to));
  if (callable === undefined) return "The weak place is in no method that can be called.";
  const types = (parameters: typeof callable.parameters): string => parameters.map(({ type }) => type).join();
  const same = javaCallables(after).find(
    ({ name, owner, parameters }) =>
      name === callable.name && owner === callable.owner && types(parameters) === types(callable.parameters),
  );
  if (same === undefined) return `The patched code has no ${callable.name} that takes the same.`;
  const [target, fresh] = [faultTarget(before, path, callable), faultTarget(after, path, same)];
  if (typeof target === "string") return target;
  if (typeof fresh === "string") return fresh;
  if (digestJson([target.made, target.isStatic]) !== digestJson([fresh.made, fresh.isStatic]))
    return `The patch makes ${callable.name} or its object in another way.`;
  return { target, fresh };
}

async function solverOf(context: CheckContext, { provable }: JavaFaults): Promise<Pick<Scene, "program" | "unasked">> {
  const program = provable ? await systemProgram(context.findExecutable, "jbmc") : undefined;
  if (program === undefined) return { program, unasked: "" };
  const barred = notProved(context);
  return barred === undefined ? { program, unasked: "" } : { program: undefined, unasked: ` ${barred}` };
}

function drive(
  { context, toolchain }: Scene,
  workspace: Workspace,
  target: FaultTarget,
  shots: readonly FaultShot[],
  signal: AbortSignal,
): Promise<FaultsSeen> {
  return driveFaults(context, workspace, toolchain, target, shots, signal);
}

function model(
  { context, toolchain, program = "", faults }: Scene,
  workspace: Workspace,
  target: FaultTarget,
  signal: AbortSignal,
): Promise<Modelled> {
  return modelCheckJava(context, workspace, toolchain, program, target, faults.nulls, signal);
}

function shotsOf({ examples }: Modelled): FaultShot[] {
  return examples.map(({ values }, index) => ({ id: `${PROVED}-${index}`, values }));
}

/** JBMC looks at the patched code too. A call that it names counts when it is run: red where the unchanged code was not at fault, or at fault in the same way. */
async function searchPatched(
  scene: Scene,
  answer: CheckAnswer,
  show: (shot: FaultShot) => string,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const { context, faults, file, target, fresh, program, unasked } = scene;
  if (program === undefined) return { ...answer, detail: `${answer.detail}${unasked}` };
  const named = await model(scene, context.after, fresh, signal);
  const shots = shotsOf(named);
  const noted = { ...answer, detail: `${answer.detail} Of the patched code, ${named.note}` };
  if (shots.length === 0) return noted;
  const [now, old] = [
    await drive(scene, context.after, fresh, shots, signal),
    await drive(scene, context.before, target, shots, signal),
  ];
  if (now.kind === "problem") return inconclusive(now.reason, `Patched code: ${now.detail}`, now.output);
  if (old.kind === "problem") return inconclusive(old.reason, `Unchanged code: ${old.detail}`, old.output);
  const lines = context.defect.location;
  for (const [index, shot] of shots.entries()) {
    const [fault, was] = [now.seen[index], old.seen[index]];
    if (fault === undefined || was === undefined || !isFault(faults, fresh, file.after, fault)) continue;
    const same = isFault(faults, target, file.before, was);
    if (same && (was.line < lines.startLine || was.line > lines.endLine)) continue;
    const history = same ? "as it did before the patch" : "which it did not before the patch";
    return fail("attack-succeeds", `With ${show(shot)}, a counterexample of JBMC, it ends in ${wordsOf(fault)}, ${history}.`);
  }
  return { ...noted, detail: `${noted.detail} Run, none of it is a fault of this weakness.` };
}
