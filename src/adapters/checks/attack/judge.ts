import { makesActive } from "./html-structure.ts";
import type { Family, Observation, Shot } from "./plan.ts";
import type { Aims } from "./shots.ts";
import { breaksStructure } from "./sql-structure.ts";

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
 * The effects of all calls of one side. Events: `file what path`, `process …`, `statement driver text`, `hash name forSecurity`, `derived function rounds`,
 * `tls checked|unchecked`, `named path`, `evaluated …`, `loaded …`, `contact host`, `lookup host`, `location url`, `status code`.
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
  const predictable = family === "weak-random" && isPredictable(seen);
  return seen.map(({ shot, observation }) => {
    const effect = !isAttack(shot) ? undefined : effectOf(family, { shot, observation, mark, secrets, controls, predictable });
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

/** The other calls are controls and companions of an attack. */
export function isAttack({ id }: { readonly id: string }): boolean {
  return id.startsWith("attack");
}

interface Evidence {
  readonly shot: Shot;
  readonly observation: Observation;
  readonly mark: string;
  readonly secrets: Aims["secrets"];
  readonly controls: readonly string[];
  readonly predictable: boolean;
}

const EFFECTS: Readonly<Record<Family, (evidence: Evidence) => string | undefined>> = {
  "path-traversal": ({ observation, secrets }) => {
    const touched = details(observation, "file").find(([, path = ""]) =>
      secrets.some((secret) => path.startsWith(secret.path.slice(0, secret.path.lastIndexOf("/") + 1))),
    );
    if (touched !== undefined) return "a file outside of the folder was opened";
    const told = secrets.some(({ text }) => observation.output.includes(text.trim()));
    return told ? "the text of a file outside of the folder came out" : undefined;
  },
  "command-injection": ({ observation }) => (observation.canary ? "a command of the attacker ran" : undefined),
  "code-injection": ({ observation }) => (observation.canary ? "code of the attacker ran" : undefined),
  deserialization: ({ observation }) => (observation.canary ? "loading the data ran a function of the attacker" : undefined),
  "temporary-file": ({ observation }) =>
    observation.canary ? "the file was written through a link that someone else had put at its name" : undefined,
  "sql-injection": ({ shot, observation, mark, controls }) => {
    const broken = details(observation, "statement").find(([driver = "any", statement = ""]) =>
      breaksStructure(statement, mark, shot.text ?? "", driver, controls),
    );
    return broken === undefined ? undefined : `the database was sent: ${(broken[1] ?? "").replaceAll(/\s+/g, " ").slice(0, 160)}`;
  },
  "cross-site-scripting": ({ observation, mark }) =>
    makesActive(observation.output, mark) ? "the page holds an element, attribute or script of the attacker" : undefined,
  "weak-random": ({ predictable }) => (predictable ? "the same seed gives the same value" : undefined),
  "weak-hash": ({ observation }) => {
    const cheap = details(observation, "derived").find(([name, rounds]) => name === "pbkdf2" && Number(rounds) < 100_000);
    if (cheap !== undefined) return `a key was derived in ${cheap[1]} rounds only`;
    const weak = details(observation, "hash").find(
      ([name = "", secure]) => secure !== "False" && secure !== "false" && WEAK.test(name),
    );
    return weak === undefined ? undefined : `${weak[0]} was used`;
  },
  "certificate-validation": ({ observation }) =>
    details(observation, "tls").some(([state]) => state === "unchecked")
      ? "the connection is made without checking the server's certificate"
      : undefined,
  "open-redirect": ({ observation, mark }) => {
    const away = details(observation, "location").find(([url = ""]) => hostOf(url).includes(mark));
    return away === undefined ? undefined : `the answer leads to ${hostOf(away[0] ?? "")}`;
  },
  "request-forgery": ({ observation }) => {
    const host = details(observation, "contact").find(([name = ""]) => INTERNAL.test(name));
    return host === undefined ? undefined : `${host[0]} was contacted`;
  },
};

const WEAK = /^(?:md[245]|md5sha1|sha1|ripemd\w*|rmd160)$/;
const INTERNAL = /^(?:127\.|10\.|169\.254\.|0\.0\.0\.0|::1$|\[::1\]|localhost$|2130706433$)/;

function effectOf(family: Family, evidence: Evidence): string | undefined {
  return EFFECTS[family](evidence);
}

/** As a browser reads a Location: backslashes are slashes, controls and outer spaces are dropped. */
function hostOf(url: string): string {
  const base = "http://app.invalid/page";
  return URL.canParse(url, base) ? new URL(url, base).host : "";
}

const REACHES: Readonly<Record<Family, readonly string[]>> = {
  "path-traversal": ["file"],
  "command-injection": ["process"],
  "sql-injection": ["statement"],
  "code-injection": [],
  deserialization: [],
  "cross-site-scripting": [],
  "weak-random": [],
  "weak-hash": ["hash", "derived"],
  "temporary-file": ["file"],
  "certificate-validation": ["tls"],
  "open-redirect": ["location"],
  "request-forgery": ["contact", "lookup"],
};

function hasReached(family: Family, observation: Observation): boolean {
  return observation.events.some(([kind = ""]) => REACHES[family].includes(kind));
}

function details(observation: Observation, kind: string): string[][] {
  return observation.events.filter(([each]) => each === kind).map(([, ...rest]) => rest);
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
