import { isAccepted } from "./accept.ts";
import { details } from "./details.ts";
import { effectOf } from "./effects.ts";
import { REACHES } from "./families.ts";
import type { Family, Observation, Shot } from "./plan.ts";
import type { Aims } from "./shots.ts";

/** What one call came to. */
export interface Result {
  readonly id: string;
  readonly parameter: number;
  /** The payload with its random words made plain, the same in every run; null for none. */
  readonly payload: string | null;
  readonly outcome: Observation["outcome"];
  readonly value: string;
  /** What the attack brought about, in words; undefined when it did nothing. */
  readonly effect: string | undefined;
  /** Whether the call did what the family is about: opened a file, started a program, sent a statement. */
  readonly reached: boolean;
}

/**
 * The effects of all calls of one side. Events: `address url`, `key kind bits`, `cipher name`, `assigned field`, `file what path`, `process …`, `statement driver text`, `hash name forSecurity`, `derived function rounds salt`,
 * `tls checked|unchecked`, `named path`, `evaluated …`, `loaded …`, `contact host`, `lookup host`, `location url`, `status code`, `header name value`,
 * `served line`, `changed`, `expanded bytes`, `log text`, `pattern source`, `polluted key`, `cookie name secure hidden`, `token state`, `mode number`, `cell text`, `entity`. Of shots that
 * grow, the first of each group speaks for all.
 */
export function judge(family: Family, { shots, mark, room, secrets }: Aims, observations: readonly Observation[]): Result[] {
  const plain = (text: string): string =>
    text
      .replaceAll(room, "/tmp/room")
      .replaceAll(encodeURIComponent(room.slice(1)), "tmp%2Froom")
      .replaceAll(mark, "assay")
      .replaceAll(/canary\d+/g, "canary");
  const byId = new Map(observations.map((each) => [each.id, each]));
  const seen = shots.flatMap((shot) => {
    const observation = byId.get(shot.id);
    return observation === undefined ? [] : [{ shot, observation }];
  });
  const controls = seen
    .filter(({ shot }) => shot.id.startsWith("control"))
    .flatMap(({ observation }) => details(observation, "statement").map(([, statement = ""]) => statement));
  const addresses = seen
    .filter(({ shot }) => shot.id.startsWith("control"))
    .flatMap(({ observation }) => details(observation, "address").map(([address = ""]) => address));
  const repeated = family === "fixed-salt" && repeats(seen);
  const predictable = family === "weak-random" && isPredictable(seen);
  const first = new Set<string>();
  const speakers = seen.filter(({ shot: { group } }) => {
    if (group === undefined) return true;
    const isFirst = !first.has(group);
    first.add(group);
    return isFirst;
  });
  return speakers.map(({ shot, observation }) => {
    const slow = shot.group !== undefined && growsFast(seen.filter((each) => each.shot.group === shot.group));
    const accepted = shot.twin !== undefined && isTakenLike(family, shot, byId);
    const evidence = { shot, observation, mark, secrets, controls, addresses, predictable, repeated, slow, accepted };
    const effect = isAttack(shot) ? effectOf(family, evidence) : undefined;
    return {
      id: shot.id,
      parameter: shot.parameter,
      payload: shot.text === null ? null : plain(shot.text),
      outcome: observation.outcome,
      value: observation.value,
      effect: effect === undefined ? undefined : plain(effect),
      reached: hasReached(family, observation),
    };
  });
}

/** Whether a call was let in as the one that it resembles; of a list, by code that does turn other texts away. */
function isTakenLike(family: Family, { id, twin = "" }: Shot, seen: ReadonlyMap<string, Observation>): boolean {
  const [good, bad, own] = [seen.get(twin), seen.get(`bad-${twin}`), seen.get(id)];
  if (good === undefined || bad === undefined || own === undefined || !isAccepted(good)) return false;
  return isAccepted(own) && (family !== "allow-list" || !isAccepted(bad));
}

/** The other calls are controls and companions of an attack. */
export function isAttack({ id }: { readonly id: string }): boolean {
  return id.startsWith("attack");
}

function hasReached(family: Family, observation: Observation): boolean {
  return observation.events.some(([kind = ""]) => REACHES[family].includes(kind));
}

/** Letters of a result from which two equal ones are no accident. */
const TELLING = 12;

/** Whether calls that got the same input used one salt, or gave one result that is long enough to tell. */
function repeats(seen: readonly { readonly shot: Shot; readonly observation: Observation }[]): boolean {
  const same = seen.filter(({ shot, observation }) => /^(?:same|attack)-/.test(shot.id) && observation.outcome === "returned");
  if (same.length < 2) return false;
  const salts = same.map(({ observation }) => details(observation, "derived").map(([, , salt = ""]) => salt));
  const [first = [], ...others] = salts;
  if (first.some((salt, index) => salt !== "" && others.every((each) => each[index] === salt))) return true;
  const outputs = new Set(same.map(({ observation }) => observation.output));
  return first.every((salt) => salt === "") && outputs.size === 1 && [...outputs].every(({ length }) => length >= TELLING);
}

/** The same seed must give one value every time, and other seeds another: a value that never changes says nothing of its generator. */
function isPredictable(seen: readonly { readonly shot: Shot; readonly observation: Observation }[]): boolean {
  const outputs = (...prefixes: readonly string[]): Set<string> =>
    new Set(
      seen
        .filter(
          ({ shot, observation }) =>
            prefixes.some((prefix) => shot.id.startsWith(prefix)) &&
            observation.outcome === "returned" &&
            observation.value !== "nothing",
        )
        .map(({ observation }) => observation.output),
    );
  const [same, other] = [outputs("same-", "attack-"), outputs("other-")];
  const [only] = same;
  return only !== undefined && same.size === 1 && [...other].some((output) => output !== only);
}

/** Seconds of one call from which a time is worth comparing. */
const LONG = 0.15;

/** Whether a call took long, and far longer than one with half the text. */
function growsFast(group: readonly { readonly shot: Shot; readonly observation: Observation }[]): boolean {
  return group.some(({ shot, observation }, index) => {
    const { seconds = 0, outcome, value } = observation;
    if (value === "unrun" || (seconds < LONG && outcome !== "hung")) return false;
    const before = group[index - 1];
    if (before === undefined) return outcome === "hung";
    const growth = (shot.text?.length ?? 0) / Math.max(1, before.shot.text?.length ?? 1);
    return outcome === "hung" || seconds / Math.max(before.observation.seconds ?? 0, 0.001) > growth * 1.5;
  });
}
