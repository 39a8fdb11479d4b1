import { depthOf } from "#adapters/checks/c/depth.ts";
import { changesResults } from "#adapters/checks/behaviour/changing.ts";
import type { Difference } from "#adapters/checks/behaviour/compare.ts";
import { isHostile } from "#adapters/checks/behaviour/hostile.ts";
import { statedChange } from "#adapters/checks/behaviour/stated.ts";
import type { Callable } from "#adapters/checks/compiled/entry.ts";
import { fail, inconclusive } from "#adapters/checks/kit/answers.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { callGo, type GoSeen, searchGo } from "./drive-fuzz.ts";
import { fuzzTarget, unlikeIn } from "./fuzz-target.ts";
import { type GoShot, goShots, showGo } from "./fuzz-values.ts";

const SEEDS = 30;
const MOST = 400;
/** Beyond these a repair of sizes and lengths may answer otherwise. */
const LONGEST = 64;
const LARGEST = 1000n;

/**
 * Lets `go test -fuzz` search through the patched function for calls that reach something new, and makes the harmless ones of them on both states. An answer that
 * is no failure adds its detail to what is known; undefined where there is nothing to add.
 */
export async function fuzzedBehaviour(
  context: CheckContext,
  file: TouchedFile,
  callable: Callable,
  family: string,
  signal: AbortSignal,
): Promise<CheckAnswer | string | undefined> {
  if (file.trees === undefined || changesResults(family)) return undefined;
  const target = fuzzTarget(file.trees.before, file.path, callable);
  if (typeof target === "string") return `Not fuzzed: ${target}`;
  const unlike = unlikeIn(file.trees.after, file.path, target);
  if (unlike !== undefined) return undefined;
  const own = goShots(target.types, `${file.before}\n${file.after}`);
  const seconds = depthOf(context).fuzzSeconds;
  const searched = await searchGo(context, context.after, target, own.slice(0, SEEDS), { fault: "", seconds }, signal);
  if (searched.kind === "problem") return `Not fuzzed: ${searched.detail}`;
  const small = [...crossed(searched.kept, own), ...own.map(({ values }) => values)].filter(isSmall).slice(0, MOST);
  const shots = small.map((values, index): GoShot => ({ id: `kept-${String(index).padStart(3, "0")}`, values }));
  const kept = searched.kept.length;
  const sides = [
    await callGo(context, context.before, target, shots, signal),
    await callGo(context, context.before, target, shots, signal),
    await callGo(context, context.after, target, shots, signal),
  ] as const;
  const broken = sides.find((each) => each.kind === "problem");
  if (broken?.kind === "problem") return `What go test -fuzz kept could not be compared: ${broken.detail}`;
  const [first, again, fresh] = sides.map((each) => (each.kind === "seen" ? each.seen : []));
  const compared = shots.flatMap((shot, index) => {
    const [old, repeated, now] = [first?.[index], again?.[index], fresh?.[index]];
    const steady = old?.end === "returned" && repeated?.output === old.output && repeated.end === old.end;
    if (old === undefined || now === undefined || !steady || old.texts.some((text) => isHostile(family, text))) return [];
    return [{ shot, old, now }];
  });
  const differing = compared.flatMap(({ shot, old, now }) => {
    const change = changeOf(old, now);
    return change === undefined ? [] : [{ shot, change }];
  });
  const [worst] = differing;
  if (worst === undefined)
    return `${compared.length} more calls do the same; go test -fuzz kept ${kept} new ones in ${seconds} s in the patched code.`;
  const words = `${target.name} with ${showGo(target.names, worst.shot)}: ${worst.change.old} before and ${worst.change.fresh} now`;
  if (worst.change.kind === "hangs") return inconclusive("timed-out", `${words}.`);
  const stated = statedChange(context.candidate, worst.change);
  if (stated !== undefined) return inconclusive("stated-change", `${words}. The repair says so: ${stated}`);
  return fail("behaviour-differs", `Harmless calls differ (${differing.length} of ${compared.length}), for example ${words}.`);
}

/** What a search kept, and each of it with the values that our own calls have in one place: a search that changes one value seldom meets two conditions. */
function crossed(kept: readonly (readonly string[])[], own: readonly GoShot[]): (readonly string[])[] {
  const all = kept.flatMap((values) => [
    values,
    ...values.flatMap((_, at) =>
      [...new Set(own.flatMap((shot) => shot.values[at] ?? []))].map((other) => values.with(at, other)),
    ),
  ]);
  return [...new Map(all.map((values) => [values.join("\n"), values])).values()];
}

function isSmall(values: readonly string[]): boolean {
  return values.every((value) => {
    const number = /^(?:u?int\d*|float\d*)\((.*)\)$/su.exec(value)?.[1];
    if (number === undefined) return value.length < LONGEST;
    return /^\d+$/u.test(number) && BigInt(number) <= LARGEST;
  });
}

function changeOf(old: GoSeen, now: GoSeen): Difference | undefined {
  const shown = ({ end, output, thrown }: GoSeen): string =>
    end === "returned"
      ? `gives ${JSON.stringify(output.replace(/; $/u, "").slice(0, 90))}`
      : end === "raised"
        ? `panics (${thrown})`
        : "does not end";
  const both = { old: shown(old), fresh: shown(now) };
  if (now.end === "late" || now.end === "unrun") return { kind: "hangs", ...both };
  if (now.end === "raised") return { kind: "refuses", ...both };
  const [was, is] = [old, now].map(({ output }) => output.includes("an error; "));
  if (was === true && is === true) return undefined;
  if (was !== is) return { kind: is === true ? "refuses" : "accepts", ...both };
  return old.output === now.output ? undefined : { kind: "value", ...both };
}
