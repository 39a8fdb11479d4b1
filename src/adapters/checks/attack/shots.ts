import { addAccepted, type Known } from "./accept.ts";
import { attacksEnvironment } from "./families.ts";
import { packedControls } from "./payloads-files.ts";
import { payloads, payloadsFor, WEAK_ALGORITHMS } from "./payloads.ts";
import { SIGNED_TOKEN } from "./payloads-text.ts";
import type { Entry, Family, Plan, Shot } from "./plan.ts";

/** What is attacked, as far as the payloads depend on it. */
export interface Aimed extends Known {
  readonly family: Family;
  readonly language: "python" | "javascript";
  readonly entry: Entry;
  /** Folders that the code names itself. */
  readonly folders: readonly string[];
  /** Harmless values to try beside the usual one. */
  readonly words: readonly string[];
  /** Hosts that the module names, for families about addresses. */
  readonly hosts?: readonly string[];
  /** Texts that the code takes its input apart with. */
  readonly separators: readonly string[];
  /** Texts that are known to keep the code's own regular expressions busy. */
  readonly growths?: readonly Growth[];
  /** Words that a parameter is compared with: each may lead to another part of the code. */
  readonly branches?: readonly { readonly parameter: number; readonly word: string }[];
  /** Texts to put around each payload, that are thought to bring it through the code's guards. */
  readonly wraps?: readonly { readonly before: string; readonly after: string }[];
}

/** `prefix`, many times `pump`, `suffix`; the time grows steeply where each further repetition multiplies it. */
export interface Growth {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
  readonly steep: boolean;
}

/** Repetitions of a pump: each step at most doubles the length, so that the first long call is not a very long one. */
const STEEP = [8, 12, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36];
const FLAT = [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000];

export interface Aims {
  readonly room: string;
  readonly mark: string;
  readonly secrets: Plan["secrets"];
  readonly shots: readonly Shot[];
}

const CONTROLS = 3;
/** Calls beyond which no payload is tried in further ways. */
const MOST = 150;
/** Harmless documents: literals and, for loaders, a number as a pickle. */
const DOCUMENTS: Partial<Readonly<Record<Family, readonly string[]>>> = {
  "code-injection": ["[1, 2]", '{"a": 1}'],
  "token-verification": [SIGNED_TOKEN],
  "dangerous-upload": ["a.png", "a.jpg", "a.pdf", "a.txt"],
  "xml-entities": ["<x><name>one</name></x>"],
  deserialization: ["[1, 2]", '{"a": 1}', "I1\n.", "STEKLg=="],
};

/** Harmless texts that depend on what is attacked. */
function ownControls({ family, tokens = [], listed = [] }: Aimed): string[] {
  if (family === "decompression") return packedControls(listed);
  if (family !== "forged-request") return [];
  return tokens.flatMap((token) => ["1", ...listed.slice(0, 3)].map((value) => JSON.stringify({ value, token })));
}

/** All calls of one side, harmless ones first. `mark` is a word that occurs nowhere else. */
export function aimShots(aimed: Aimed, mark: string): Aims {
  const { family, entry, folders, words, separators, language, hosts = [], growths = [], wraps = [], branches = [] } = aimed;
  const room = `/tmp/room${mark}`;
  const secret = (path: string): { path: string; text: string } => ({ path, text: `hidden${mark}\n` });
  const far = `${room}/far${mark}/secret.txt`;
  const siblings = [`${room}/base`, ...folders.slice(0, 4)].map((folder) => `${folder}-${mark}/secret.txt`);
  const aim = {
    secret: far,
    siblings,
    mark,
    language,
    listed: [...(family === "forged-request" ? ["1"] : []), ...(aimed.listed ?? [])],
  };
  const shots: Shot[] = [];
  const add = (id: string, parameter: number, text: string | null, seed = 1, more: Pick<Shot, "also" | "twin"> = {}): void => {
    shots.push({ id, parameter, text, canary: `${room}/canary${shots.length}`, seed, ...more });
  };
  const grow = (target: number): void => {
    for (const [index, { prefix, pump, suffix, steep }] of growths.entries()) {
      const group = `${target} ${index}`;
      for (const times of steep ? STEEP : FLAT) {
        const id = `attack-${target}-grow${shots.length}`;
        shots.push({
          id,
          parameter: target,
          text: prefix + pump.repeat(times) + suffix,
          canary: `${room}/canary${shots.length}`,
          seed: 1,
          group,
        });
      }
    }
  };
  const nextCanary = (): string => `${room}/canary${shots.length}`;
  const targets = entry.parameters.flatMap((parameter, index) => (parameter.attacked ? [index] : []));
  // Behind the arguments stand the fields of the request, and for a handler that reads the address itself the address as it is.
  if (entry.kind === "routes" || entry.ambient) targets.push(entry.parameters.length);
  if (entry.literals[0] === "createServer") targets.push(entry.parameters.length + 1);
  if (entry.kind === "http-handler") targets.push(0, 1);
  add("control-0", -1, null);
  for (const target of targets) {
    const wrapped = separators.slice(0, 2).map((separator) => `x${separator}1`);
    const whole = /^https?:/.test(entry.parameters[target]?.text ?? "http:") ? hosts.map((host) => `https://${host}/a`) : [];
    for (const word of [...(DOCUMENTS[family] ?? []), ...ownControls(aimed), ...whole, ...words.slice(0, CONTROLS), ...wrapped])
      add(`control-${target}-${shots.length}`, target, word);
  }
  addAccepted(aimed, targets, mark, ({ id, parameter, text, ...more }) => add(id, parameter, text, 1, more));
  if (family === "weak-random") {
    add("attack-same", -1, null, 7);
    for (let turn = 0; turn < 5; turn++) add(`same-${turn}`, -1, null, 7);
    for (let turn = 0; turn < 3; turn++) add(`other-${turn}`, -1, null, 11 + turn);
  } else if (attacksEnvironment(family)) {
    const [text = ""] = payloads(family, { ...aim, canary: "" });
    add("attack--1-0", -1, text);
    if (family === "fixed-salt") for (let turn = 0; turn < 2; turn++) add(`same-${turn}`, -1, null, 7 + turn);
    for (const [target, { algorithm }] of entry.parameters.entries())
      if (algorithm) for (const [index, name] of WEAK_ALGORITHMS.entries()) add(`attack-${target}-${index}`, target, name);
  } else {
    for (const target of targets) {
      grow(target);
      const parameter = entry.parameters[target];
      const ways = branches.filter((branch) => branch.parameter !== target);
      const count = payloadsFor(family, { ...aim, canary: "" }, parameter).length;
      for (let index = 0; index < count; index++) {
        const canary = nextCanary();
        const text = payloadsFor(family, { ...aim, canary }, parameter)[index] ?? "";
        add(`attack-${target}-${index}`, target, text);
        for (const separator of separators.slice(0, 2))
          add(`attack-${target}-${index}-${separator}`, target, `x${separator}${text.replaceAll(canary, nextCanary())}`);
        for (const { parameter: other, word } of shots.length < MOST ? ways : []) {
          const led = text.replaceAll(canary, nextCanary());
          add(`attack-${target}-${index}-${other}-${word}`, target, led, 1, { also: { [String(other)]: word } });
        }
        for (const [turn, { before, after }] of wraps.entries())
          add(`attack-${target}-${index}-wrap${turn}`, target, before + text.replaceAll(canary, nextCanary()) + after);
      }
    }
  }
  return { room, mark, secrets: [far, ...siblings].map(secret), shots };
}
