import { depthOf } from "#adapters/checks/c/depth.ts";
import { compareFaults, type FaultSeen, nearest } from "#adapters/checks/compiled/faults.ts";
import { fail, inconclusive } from "#adapters/checks/kit/answers.ts";
import { type TouchedFile, touchedFiles } from "#adapters/checks/kit/touched-files.ts";
import { digest, digestJson } from "#lib/digest.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { callGo, searchGo } from "./drive-fuzz.ts";
import { type GoFaults, RUNTIME } from "./faults.ts";
import { type FuzzTarget, fuzzTargetAt } from "./fuzz-target.ts";
import { type GoShot, goShots, showGo } from "./fuzz-values.ts";
import { goOf } from "./toolchain.ts";

const SEEDS = 30;
const FUZZED = "fuzzed";

interface Scene {
  readonly context: CheckContext;
  readonly faults: GoFaults;
  readonly file: TouchedFile;
  readonly target: FuzzTarget;
}

/** Attacks a function of Go whose weakness the runtime itself notices: calls of our own, then those that `go test -fuzz` makes up, on both states. */
export async function attackGoFaults(context: CheckContext, faults: GoFaults, signal: AbortSignal): Promise<CheckAnswer> {
  if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so nothing was attacked.");
  if ((await goOf(context)) === undefined) return inconclusive("no-go", "No go below /usr was found, so nothing was built.");
  const touched = await touchedFiles(context, signal);
  if (touched.kind === "unread") return inconclusive(touched.reason, touched.detail);
  const file = touched.files.find(({ path }) => path === context.defect.location.path);
  if (file === undefined) return inconclusive("no-entry-point", "The patch does not touch the file with the weak place.");
  const target = fuzzTargetAt(file, context.defect.location);
  if (typeof target === "string") return inconclusive("no-entry-point", target);
  const scene: Scene = { context, faults, file, target };
  const own = goShots(target.types, file.before);
  const key = `${digest(file.before)} ${digestJson([target, faults.thrown.source])}`;
  const old = await context.once(`go-faults ${key}`, () => callGo(context, context.before, target, own, signal));
  if (old.kind === "problem") return inconclusive(old.reason, `Unchanged code: ${old.detail}`, old.output);
  let [shots, seen] = [own, old.seen as readonly FaultSeen[]];
  let found = redOf(scene, seen);
  let note = "";
  if (found.red.length === 0) {
    const more = await context.once(`go-fuzz ${key}`, () => fuzzOld(scene, own, signal));
    if (more.kind === "problem") return inconclusive(more.reason, `Unchanged code: ${more.detail}`, more.output);
    note = more.note;
    [shots, seen] = [
      [...own, ...more.shots],
      [...seen, ...more.seen],
    ];
    found = redOf(scene, seen);
  }
  if (found.red.length === 0)
    return inconclusive(
      "not-red-before",
      `None of ${own.length} calls of ${target.name} showed the weakness on the unchanged code, so they prove nothing.${note}`,
    );
  const now = await callGo(context, context.after, target, shots, signal);
  if (now.kind === "problem") return inconclusive(now.reason, `Patched code: ${now.detail}`, now.output);
  const answer = compareFaults({
    calls: shots.length,
    old: seen,
    now: now.seen,
    red: found.red,
    show: (id) => showShot(scene, shots, id),
    isFault: (each) => isFault(scene, each),
    isUnasked: ({ end, thrown }) => end === "raised" && RUNTIME.test(thrown),
    words: wordsOf,
  });
  return answer.outcome === "pass" ? fuzzPatched(scene, answer, shots, signal) : answer;
}

function isFault({ faults, target }: Scene, { end, thrown, method }: FaultSeen): boolean {
  // A panic with words of its own is what the code meant to say.
  return end === "raised" && RUNTIME.test(thrown) && faults.thrown.test(thrown) && ownMethod(method) === target.name;
}

/** A function literal counts as the function that holds it. */
function ownMethod(method: string): string {
  return method.replace(/\.func\d.*$/u, "");
}

function redOf(scene: Scene, seen: readonly FaultSeen[]): ReturnType<typeof nearest> {
  return nearest(
    seen.filter((each) => isFault(scene, each)),
    scene.context.defect.location,
  );
}

function wordsOf({ thrown, method, line }: FaultSeen): string {
  return `a panic (${thrown.replace(/^runtime error: /u, "")}) in ${ownMethod(method)}, line ${line}`;
}

function showShot({ target }: Scene, shots: readonly GoShot[], id: string): string {
  const shot = shots.find((each) => each.id === id);
  return shot === undefined ? id : `${showGo(target.names, shot)}${id === FUZZED ? ", which go test -fuzz found" : ""}`;
}

type Problem = { readonly kind: "problem"; readonly reason: string; readonly detail: string; readonly output: string };

/** What a search through the unchanged code found, run once more without the search. */
async function fuzzOld(
  { context, faults, target }: Scene,
  own: readonly GoShot[],
  signal: AbortSignal,
): Promise<
  | { readonly kind: "found"; readonly shots: readonly GoShot[]; readonly seen: readonly FaultSeen[]; readonly note: string }
  | Problem
> {
  const seconds = depthOf(context).fuzzSeconds;
  const order = { fault: faults.thrown.source, seconds };
  const searched = await searchGo(context, context.before, target, own.slice(0, SEEDS), order, signal);
  const none = { kind: "found", shots: [], seen: [] } as const;
  if (searched.kind === "problem") return { ...none, note: ` Not fuzzed: ${searched.detail}` };
  if (searched.crasher === undefined) return { ...none, note: ` Nor did go test -fuzz find any in ${seconds} s.` };
  const shots = [{ id: FUZZED, values: searched.crasher }];
  const again = await callGo(context, context.before, target, shots, signal);
  if (again.kind === "problem") return again;
  return { kind: "found", shots, seen: again.seen, note: " What go test -fuzz found is none when it is run." };
}

/** `go test -fuzz` looks at the patched code too; what it finds counts when it is run, unless the unchanged code has the same fault in another line. */
async function fuzzPatched(
  scene: Scene,
  answer: CheckAnswer,
  shots: readonly GoShot[],
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const { context, faults, target } = scene;
  const seconds = depthOf(context).fuzzSeconds;
  const seeds = [...shots.filter(({ id }) => id === FUZZED), ...shots].slice(0, SEEDS);
  const searched = await searchGo(context, context.after, target, seeds, { fault: faults.thrown.source, seconds }, signal);
  const noted = (words: string): CheckAnswer => ({ ...answer, detail: `${answer.detail} ${words}` });
  if (searched.kind === "problem") return noted(`Not fuzzed: ${searched.detail}`);
  if (searched.crasher === undefined)
    return noted(`go test -fuzz looked at the patched code for ${seconds} s and found no fault.`);
  const found = [{ id: FUZZED, values: searched.crasher }];
  const now = await callGo(context, context.after, target, found, signal);
  if (now.kind === "problem") return inconclusive(now.reason, `Patched code: ${now.detail}`, now.output);
  const old = await callGo(context, context.before, target, found, signal);
  if (old.kind === "problem") return inconclusive(old.reason, `Unchanged code: ${old.detail}`, old.output);
  const [fault, was] = [now.seen[0], old.seen[0]];
  if (fault === undefined || was === undefined || !isFault(scene, fault))
    return noted("go test -fuzz named a call of the patched code that is no fault when it is run.");
  const known = isFault(scene, was);
  if (known && !redOf(scene, [was]).inLine)
    return noted("go test -fuzz found a fault of the patched code that the unchanged code has in another line.");
  const history = known ? "as it did before the patch" : "which it did not before the patch";
  return fail("attack-succeeds", `With ${showShot(scene, found, FUZZED)}, it ends in ${wordsOf(fault)}, ${history}.`);
}
