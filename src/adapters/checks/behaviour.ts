import { cweFamily } from "#domain/cwe.ts";
import type { FilePatch } from "#domain/patch.ts";
import { type CheckAnswer, type CheckContext, defineCheck } from "#ports/check.ts";
import { changedLines } from "./behaviour/changed-lines.ts";
import { type Compared, compareTarget } from "./behaviour/compare-target.ts";
import { examineGuards } from "./behaviour/guards.ts";
import { hasNotion } from "./behaviour/hostile.ts";
import { changesResults } from "./behaviour/changing.ts";
import { roundTrip } from "./behaviour/round-trip.ts";
import { statedChange } from "./behaviour/stated.ts";
import { type Target, targetsOf } from "./behaviour/targets.ts";
import { behaviourC } from "./c/behaviour.ts";
import { behaviourCompiled } from "./compiled/behaviour.ts";
import { isCompiled } from "./compiled/drivers.ts";
import { explore } from "./explore/explore.ts";
import { fail, inconclusive, pass } from "./kit/answers.ts";
import { type TouchedFile, touchedFiles } from "./kit/touched-files.ts";

export default defineCheck({
  id: "behaviour",
  level: "E6",
  title: "Harmless calls of the touched functions give the same results, errors and effects as before",
  async run(context, signal) {
    const { defect, sandbox, candidate } = context;
    if (sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so nothing was called.");
    const touched = await touchedFiles(context, signal);
    if (touched.kind === "unread") return inconclusive(touched.reason, touched.detail);
    const family = cweFamily(defect.cwe === undefined ? [] : [defect.cwe]);
    const answers: CheckAnswer[] = [];
    for (const file of touched.files) {
      const patch = candidate.patch.files.find(({ path }) => path === file.path);
      if (patch === undefined) continue;
      if (file.language?.id === "c") answers.push(...(await behaviourC(context, sandbox, file, patch, family, signal)));
      else if (isCompiled(file.language?.id)) answers.push(...(await behaviourCompiled(context, sandbox, file, family, signal)));
      else answers.push(await compareFile(context, sandbox, file, patch, family, signal));
      if (answers.at(-1)?.outcome === "fail") break;
    }
    return join(answers);
  },
});

const DRIVEN = /\.(?:pyw?|[mc]?[jt]s)$/i;
const MOST_TARGETS = 6;

async function compareFile(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  patch: FilePatch,
  family: string,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  if (!DRIVEN.test(file.path))
    return inconclusive("not-drivable", `${file.path}: only Python, JavaScript, TypeScript, C, Go and Java can be driven.`);
  const { found, missing } = targetsOf(file, patch);
  if (found.length === 0)
    return inconclusive(
      "no-entry-point",
      missing[0] ?? `The patch changes no function of ${file.path} that can be called from outside.`,
    );
  const answers: CheckAnswer[] = [];
  const notes: string[] = [];
  const [able, ran] = [new Set<number>(), new Set<number>()];
  for (const target of found.slice(0, MOST_TARGETS)) {
    const compared = await compareTarget(context, sandbox, file, target, family, signal);
    const answer = judgeTarget(context, target, family, compared);
    answers.push(answer);
    if (compared.kind === "compared")
      for (const [set, lines] of [
        [able, compared.able],
        [ran, compared.ran],
      ] as const)
        for (const line of lines) set.add(line);
    if (answer.outcome === "fail") return answer;
    if (answer.outcome === "pass" && !changesResults(family))
      for (const { note, compared: found } of await explore(context, sandbox, file, target, family, signal)) {
        notes.push(note);
        if (found === undefined) continue;
        const verdict = judgeTarget(context, target, family, found);
        answers.push(verdict);
        if (verdict.outcome === "fail") return { ...verdict, detail: `${verdict.detail} ${note}` };
      }
    const trip = changesResults(family) ? await roundTrip(context, sandbox, file, target, family, signal) : undefined;
    if (trip?.broken === true) return fail("behaviour-differs", trip.note);
    if (trip !== undefined) notes.push(trip.note);
    const guards = await examineGuards(context, sandbox, file, target, family, signal);
    if (guards?.bypassed === true) return fail("guard-bypassed", guards.note);
    if (guards !== undefined) notes.push(guards.note);
  }
  if (missing[0] !== undefined || found.length > MOST_TARGETS)
    answers.push(
      inconclusive("no-entry-point", missing[0] ?? `Only ${MOST_TARGETS} of ${found.length} touched functions were called.`),
    );
  const changed = changedLines(file.before, file.after, patch).filter((line) => able.has(line));
  const unrun = changed.filter((line) => !ran.has(line));
  const coverage = `${changed.length - unrun.length} of ${changed.length} changed lines of ${file.path} ran.`;
  if (unrun.length > 0 && answers.every(({ outcome }) => outcome === "pass"))
    answers.push(inconclusive("patch-not-run", `${coverage} Not run: ${unrun.slice(0, 8).join(", ")}.`));
  const answer = join(answers);
  return {
    ...answer,
    detail: [answer.detail, ...(answer.reason === "patch-not-run" ? [] : [coverage]), ...notes].join(" "),
  };
}

function judgeTarget(context: CheckContext, { label, definition }: Target, family: string, compared: Compared): CheckAnswer {
  if (compared.kind === "problem") return inconclusive(compared.reason, `${label}: ${compared.detail}`, compared.output);
  const { judged, simplest, show } = compared;
  const output = report(compared);
  const words = ({ call, difference }: (typeof judged.differing)[number]): string =>
    `${show(call)}: ${difference.old} before, ${difference.fresh} now`;
  if (simplest !== undefined) {
    const all = [simplest, ...judged.differing];
    const late = all.find(({ difference }) => difference.kind === "hangs" && difference.fresh === "does not end");
    if (late !== undefined) return inconclusive("timed-out", `${words(late)}.`, output);
    const unstated = all.find(({ difference, needed }) => !needed && statedChange(context.candidate, difference) === undefined);
    if (unstated !== undefined)
      return fail(
        "behaviour-differs",
        `Harmless calls differ (${judged.differing.length} of ${judged.harmless}), for example ${words(unstated)}.`,
        output,
      );
    const stated = statedChange(context.candidate, simplest.difference);
    return inconclusive(
      "stated-change",
      stated === undefined
        ? `${words(simplest)}. Repairs of this weakness have to change values; type, letters and length are those of such a value.`
        : `${words(simplest)}. The repair says so: ${stated}`,
      output,
    );
  }
  const [refused] = judged.refused;
  if (refused !== undefined && !hasNotion(family))
    return inconclusive(
      "unjudged-change",
      `Calls with special characters differ, which may be the purpose: ${words(refused)}.`,
      output,
    );
  if (judged.returned === 0 && judged.hung > 0)
    return inconclusive("timed-out", `${label}: calls of the unchanged code do not end.`, output);
  const few = tooFew(judged, definition.declared.length > 0);
  if (few !== undefined) return inconclusive("few-runs", `${label}: ${few}`, output);
  const apart =
    judged.refused.length > 0 ? ` ${judged.refused.length} of ${judged.hostile} hostile calls differ, as they should.` : "";
  const random = judged.random > 0 ? ` Results of ${judged.random} are random and were compared by their kind.` : "";
  return pass(
    "ok",
    `${judged.harmless} harmless calls of ${label} do the same as before (${judged.returned} returned, ${judged.distinct} different results).${random}${apart}`,
    output,
  );
}

/** Why the calls say too little; undefined when they say enough. */
function tooFew(
  { harmless, returned, distinct }: Extract<Compared, { kind: "compared" }>["judged"],
  varies: boolean,
): string | undefined {
  if (harmless === 0) return "no harmless call could be made.";
  if (returned === 0) return `each of ${harmless} harmless calls raises an error, before and after.`;
  return varies && harmless > 1 && distinct < 2 ? `all of ${harmless} harmless calls look alike.` : undefined;
}

function report({ judged, show }: Extract<Compared, { kind: "compared" }>): string {
  const line =
    (what: string) =>
    ({ call, difference }: (typeof judged.differing)[number]): string =>
      `${what}\t${show(call)}\t${difference.kind}\t${difference.old}\t${difference.fresh}`;
  return [...judged.differing.map(line("differs")), ...judged.refused.map(line("refused"))].slice(0, 100).join("\n");
}

/** The worst answer leads; what passed is told in one breath. */
function join(answers: readonly CheckAnswer[]): CheckAnswer {
  const worst = answers.find(({ outcome }) => outcome === "fail") ?? answers.find(({ outcome }) => outcome === "inconclusive");
  if (worst !== undefined) return worst;
  const output = answers.flatMap((answer) => answer.output ?? []).join("\n");
  return answers.length === 0
    ? inconclusive("no-entry-point", "The patch touches nothing that can be called.")
    : pass("ok", answers.map(({ detail }) => detail).join(" "), output);
}
