import { posix } from "node:path";
import { makesActive } from "#adapters/checks/attack/html-structure.ts";
import { breaksStructure } from "#adapters/checks/attack/sql-structure.ts";
import type { Seen } from "./drive.ts";
import { INNER, MARK, SECRET } from "./effect-payloads.ts";
import type { EffectKind, Showing } from "./kinds.ts";
import type { Aimed } from "./shots.ts";
import type { Value } from "./values.ts";

/** One call, judged. */
export interface Judged {
  readonly shot: Aimed;
  readonly seen: Seen;
  /** What the attack brought about, in words; undefined when it did nothing. */
  readonly effect: string | undefined;
}

/** Whose faults count: those in the function that holds the weak place, with `within` also those in what it calls. */
export interface Scope {
  readonly weak: string;
  readonly within: boolean;
}

/** Judges all calls of one side. */
export function judge(showing: Showing, scope: Scope, shots: readonly Aimed[], all: readonly Seen[]): Judged[] {
  const statements = all
    .filter(({ id }) => id.startsWith("control"))
    .flatMap((seen) => details(seen, "statement").map(([, sql]) => sql));
  const usable = new Set(
    all.flatMap((seen) => (seen.id.startsWith("control") && seen.faults.length === 0 && seen.end === "ended" ? [seen.id] : [])),
  );
  return shots.flatMap((shot) => {
    const seen = all.find(({ id }) => id === shot.id);
    if (seen === undefined) return [];
    return [
      {
        shot,
        seen,
        effect:
          showing.kind === "faults" ? faultOf(showing, scope, seen, usable) : effectOf(showing.effect, shot, seen, statements),
      },
    ];
  });
}

function faultOf(
  { faults }: Extract<Showing, { kind: "faults" }>,
  { weak, within }: Scope,
  seen: Seen,
  usable: ReadonlySet<string>,
): string | undefined {
  if (faults.includes("leak") && seen.left !== undefined) {
    if (seen.left.bytes > 0) return `each call leaves ${seen.left.bytes} bytes of memory behind`;
    return seen.left.descriptors > 0
      ? `each call leaves ${seen.left.descriptors} open ${seen.left.descriptors === 1 ? "file" : "files"} behind`
      : undefined;
  }
  if (faults.includes("hang") && seen.end === "late" && usable.size > 0) return `${weak} does not end`;
  const fault = seen.faults.find(
    ({ kind, functions }) =>
      faults.includes(kind) &&
      ((within ? functions.includes(weak) : functions[0] === weak) ||
        (functions.length === 0 && (seen.returned || kind === "exhausted"))),
  );
  if (fault !== undefined)
    return `${fault.words} in ${fault.functions[0] ?? weak}${fault.line > 0 ? `, line ${fault.line}` : ""}`;
  return faults.includes("division") && seen.status === 1008 ? "division by zero" : undefined;
}

/** Of the call's argument that holds the payload. */
function payloadOf(values: readonly Value[]): string {
  const pieces = values.flatMap((value) => (value instanceof Uint8Array ? [value] : typeof value === "bigint" ? [] : value));
  return pieces.map((piece) => Buffer.from(piece).toString("latin1")).find((text) => text.includes(MARK)) ?? "";
}

const WEAK_NAMES = /^(?:md[245]|md5-sha1|sha1|des|rc4|bf|rsa-pkcs1)(?:-|$)|-ecb$/;

function effectOf(effect: EffectKind, { values, control }: Aimed, seen: Seen, statements: readonly string[]): string | undefined {
  return control ? undefined : EFFECTS[effect](seen, values, statements);
}

const EFFECTS: Readonly<
  Record<EffectKind, (seen: Seen, values: readonly Value[], statements: readonly string[]) => string | undefined>
> = {
  "command-injection": ({ canary }) => (canary ? "a command of the attacker ran" : undefined),
  "path-traversal": (seen) => {
    const out = details(seen, "file").some(([, path]) => posix.resolve("/tmp/room/base", path).startsWith(posix.dirname(SECRET)));
    return out ? "a file outside of the folder was opened" : undefined;
  },
  "sql-injection": (seen, values, statements) => {
    const payload = payloadOf(values);
    const broken = details(seen, "statement").find(([driver, sql]) => breaksStructure(sql, MARK, payload, driver, statements));
    return broken === undefined ? undefined : `the database was sent: ${broken[1].replaceAll(/\s+/g, " ").slice(0, 160)}`;
  },
  "format-string": (seen) => (details(seen, "format").length > 0 ? "the attacker's text was the format" : undefined),
  "file-permission": (seen) =>
    details(seen, "mode").some(([mode]) => (Number.parseInt(mode, 8) & 0o002) !== 0)
      ? "every user of the machine may write there"
      : undefined,
  "weak-hash": (seen) => {
    const used = [...details(seen, "hash"), ...details(seen, "cipher")].find(([name]) => WEAK_NAMES.test(name));
    return used === undefined ? undefined : `${used[0]} was used`;
  },
  "weak-random": (seen) => {
    const [used] = details(seen, "random");
    return used === undefined ? undefined : `the value was made with ${used[0]}()`;
  },
  "temporary-file": (seen) => {
    const [used] = details(seen, "guessed");
    return used === undefined ? undefined : `${used[0]}() made a name that others can take first`;
  },
  "weak-key": (seen) => {
    const short = details(seen, "key").find(([, bits]) => Number(bits) < 2048);
    return short === undefined ? undefined : `a key of ${short[1]} bits was made`;
  },
  "unverified-peer": (seen) => {
    const [told] = details(seen, "unverified");
    return told === undefined ? undefined : `whoever answers is believed (${told[0]})`;
  },
  "document-entity": (seen) =>
    details(seen, "entity").some(([url]) => url.replace(/^file:\/\//, "") === SECRET)
      ? "a file that the document names was read into it"
      : undefined,
  markup: (seen) =>
    textsOf(seen).some((text) => makesActive(text, MARK)) ? "the page holds an active element of the attacker" : undefined,
  header: (seen) =>
    textsOf(seen).some((text) => SPLIT.test(text)) ? "the answer holds a line of the attacker among its headers" : undefined,
  request: (seen, values) => {
    const given = textOfValues(values);
    const asked = details(seen, "asked").find(([what]) => INNER.some((host) => given.includes(host) && isHost(what, host)));
    return asked === undefined ? undefined : `a host inside was asked for: ${asked[0].slice(0, 80)}`;
  },
};

/** A line of the attacker behind one that is a header: what is merely given back is none. */
const SPLIT = new RegExp(`(?:^|[\\r\\n])[A-Za-z][\\w-]*:[^\\r\\n]*[\\r\\n]+(?:X-${MARK}: |<${MARK}>)`);

/** Everything that the call gave to others: printed, returned, written, or handed on as a header. */
function textsOf(seen: Seen): string[] {
  const told = seen.told.flatMap((line) => {
    const [, text] = /^\S+ = ("(?:[^"\\]|\\.)*")$/s.exec(line) ?? [];
    return text === undefined ? [] : [String(JSON.parse(text))];
  });
  return [seen.printed, ...told, ...details(seen, "header").map(([line]) => line)];
}

function textOfValues(values: readonly Value[]): string {
  const pieces = values.flatMap((value) => (value instanceof Uint8Array ? [value] : typeof value === "bigint" ? [] : value));
  return pieces.map((piece) => Buffer.from(piece).toString("latin1")).join("\n");
}

/** Whether a host, alone or in an address, is this one; a name of the machine itself is its address too. */
function isHost(asked: string, host: string): boolean {
  const alone = asked
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/?#].*$/s, "")
    .replace(/^.*@/, "");
  const bare = host.replace(/^\[|\]$/g, "");
  return (
    alone === host || alone === bare || alone.startsWith(`${host}:`) || (host === "localhost" && /^(?:127\.|::1$)/.test(alone))
  );
}

function details({ events }: Seen, kind: string): (readonly [string, string])[] {
  return events.flatMap(([each, one, two]) => (each === kind ? [[one, two] as const] : []));
}
