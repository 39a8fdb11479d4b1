import { isAccepted } from "./accept.ts";
import { isInternal, leavesPart } from "./address-structure.ts";
import { makesActive } from "./html-structure.ts";
import { details, hostOf } from "./details.ts";
import { ACTIVE } from "./payloads-files.ts";
import type { Family, Observation, Shot } from "./plan.ts";
import { changesFilter, sendsOperator } from "./query-structure.ts";
import type { Aims } from "./shots.ts";
import { breaksStructure } from "./sql-structure.ts";

/** One call of an attack, and what is known beside it. */
export interface Evidence {
  readonly shot: Shot;
  readonly observation: Observation;
  readonly mark: string;
  readonly secrets: Aims["secrets"];
  /** Statements that harmless values led to. */
  readonly controls: readonly string[];
  /** Of a generator: the same seed gave the same value. */
  readonly predictable: boolean;
  /** Addresses that harmless values led to. */
  readonly addresses: readonly string[];
  /** Calls with one and the same input gave one and the same result, or used the same salt. */
  readonly repeated: boolean;
  /** Of a text that only looks like one that is to be taken: it was. */
  readonly accepted: boolean;
  /** Of a growing text: the time grew out of proportion. */
  readonly slow: boolean;
}

/** What the attack brought about, in words; undefined when it did nothing. */
export function effectOf(family: Family, evidence: Evidence): string | undefined {
  return EFFECTS[family](evidence);
}

const EFFECTS: Readonly<Record<Family, (evidence: Evidence) => string | undefined>> = {
  "path-traversal": ({ observation, secrets }) => {
    const touched = details(observation, "file").find(([, path = ""]) =>
      secrets.some((secret) => path.startsWith(secret.path.slice(0, secret.path.lastIndexOf("/") + 1))),
    );
    if (touched !== undefined) return "a file outside of the folder was opened";
    return tellsSecret(observation, secrets) ? "the text of a file outside of the folder came out" : undefined;
  },
  "command-injection": ({ observation }) => (observation.canary ? "a command of the attacker ran" : undefined),
  "code-injection": ({ observation }) => (observation.canary ? "code of the attacker ran" : undefined),
  deserialization: ({ observation }) => (observation.canary ? "loading the data ran a function of the attacker" : undefined),
  "temporary-file": ({ observation }) =>
    observation.canary ? "the file was written through a link that someone else had put at its name" : undefined,
  "sql-injection": (evidence) => {
    const { shot, mark, controls } = evidence;
    return sent(evidence, "the database", (statement, driver) =>
      breaksStructure(statement, mark, shot.text ?? "", driver, controls),
    );
  },
  "nosql-injection": (evidence) => {
    const { shot, mark } = evidence;
    return sent(evidence, "the database", (statement) => sendsOperator(statement, mark, shot.text ?? ""));
  },
  "ldap-injection": (evidence) => {
    const { mark, controls } = evidence;
    return sent(evidence, "the directory", (statement) => changesFilter(statement, mark, controls));
  },
  "xpath-injection": (evidence) => {
    const { shot, mark, controls } = evidence;
    return sent(evidence, "the document", (statement) => breaksStructure(statement, mark, shot.text ?? "", "xpath", controls));
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
    const broken = weak ?? details(observation, "cipher").find(([name = ""]) => BROKEN_CIPHER.test(name));
    return broken === undefined ? undefined : `${broken[0]} was used`;
  },
  "fixed-salt": ({ repeated }) =>
    repeated ? "two calls with the same input use the same salt, or give the same result" : undefined,
  "weak-key": ({ observation }) => {
    const short = details(observation, "key").find(([kind = "", bits]) => Number(bits) < (LEAST_BITS[kind] ?? 112));
    return short === undefined ? undefined : `a ${short[0]} key of ${short[1]} bits was made`;
  },
  "mass-assignment": ({ observation, mark }) =>
    details(observation, "assigned").some(([field = ""]) => field.includes(mark))
      ? "a field that nobody asked for was set"
      : undefined,
  "certificate-validation": ({ observation }) =>
    details(observation, "tls").some(([state]) => state === "unchecked")
      ? "the connection is made without checking the server's certificate"
      : undefined,
  "open-redirect": ({ observation, mark }) => {
    const given = [...details(observation, "location"), ...details(observation, "address")];
    const away = given.find(([url = ""]) => hostOf(url).includes(mark));
    return away === undefined ? undefined : `the answer leads to ${hostOf(away[0] ?? "")}`;
  },
  "request-forgery": ({ observation, shot, mark, addresses }) => {
    const [served] = details(observation, "served");
    if (served !== undefined) return `a server on the machine itself was asked for ${served[0] ?? ""}`;
    const host = details(observation, "contact").find(([name = ""]) => isInternal(name));
    if (host !== undefined) return `${host[0]} was contacted`;
    const made = details(observation, "address").map(([address = ""]) => address);
    const inner = made.map(hostOf).find((each) => isInternal(each));
    if (inner !== undefined) return `an address of ${inner} came out`;
    if (/^\w+:\/\//.test(shot.text ?? "")) return undefined;
    const left = made.map((address) => leavesPart(address, mark, addresses)).find((each) => each !== undefined);
    return left === undefined ? undefined : `the address has ${left} of the attacker`;
  },
  "allow-list": ({ accepted }) => (accepted ? "it was taken like the entry of the list that it resembles" : undefined),
  "forged-request": ({ observation }) =>
    isAccepted(observation) && details(observation, "changed").length > 0
      ? "a request that another site made up changed data"
      : undefined,
  decompression: ({ observation }) =>
    details(observation, "expanded").some(([bytes]) => Number(bytes) > FAR_MORE)
      ? "a few kilobytes were unpacked to many megabytes"
      : undefined,
  "dangerous-upload": ({ observation }) => {
    const kept = details(observation, "file").find(([, path = ""]) => ACTIVE.test(path.replaceAll("\u0000", "")));
    return kept === undefined ? undefined : "a file that a server or a browser runs was stored";
  },
  "header-injection": ({ observation, mark }) => {
    const values = details(observation, "header").map(([, value = ""]) => value);
    // What is merely given back is no header: in a text the line stands behind one.
    const split =
      values.some((text) => new RegExp(`[\\r\\n](?:X-${mark}:|\\s*<${mark}>)`).test(text)) ||
      new RegExp(`^[\\w-]+:[^\\r\\n]*[\\r\\n]+(?:X-${mark}:|\\s*<${mark}>)`, "m").test(observation.output);
    return split ? "the answer holds a line of the attacker among its headers" : undefined;
  },
  "log-injection": ({ observation, mark }) => {
    const forged = details(observation, "log").some(
      ([text = ""]) =>
        new RegExp(`(?:^|[\\r\\n])[^\\r\\n]*forged${mark}`).test(text) && /[\r\n]/.test(text.slice(0, text.indexOf(mark))),
    );
    return forged ? "the log holds a line of the attacker" : undefined;
  },
  "xml-entities": ({ observation, secrets, mark }) => {
    if (tellsSecret(observation, secrets)) return "the text of a file came out through an entity";
    if (details(observation, "entity").length > 0) return "the parser resolves the entities of a document";
    return observation.output.split(mark).length > 500 ? "a few letters of the document became many" : undefined;
  },
  "regex-blow-up": ({ slow, observation, mark }) => {
    if (slow) return "the time grows out of proportion with the length of the text";
    const own = details(observation, "pattern").some(([source = ""]) => new RegExp(`(?<!\\\\)[([]${mark}`).test(source));
    return own ? "an expression of the attacker was compiled" : undefined;
  },
  "prototype-pollution": ({ observation }) =>
    details(observation, "polluted").length > 0 ? "every object got a property of the attacker" : undefined,
  "cookie-flags": ({ observation }) => {
    const open = details(observation, "cookie").find(([, secure, hidden]) => secure !== "true" || hidden !== "true");
    if (open === undefined) return undefined;
    return open[1] === "true" ? "a cookie can be read by scripts" : "a cookie is sent over plain connections";
  },
  "token-verification": ({ observation, accepted }) => {
    if (accepted) return "a signature that nobody made was taken";
    const taken = details(observation, "token").find(([state = ""]) => !/^(?:refused|signed)$/.test(state));
    return taken === undefined ? undefined : `a token was taken ${taken[0]}`;
  },
  "cross-origin": ({ observation, mark }) => {
    const allowed = details(observation, "header").find(
      ([name = "", value = ""]) =>
        name.toLowerCase() === "access-control-allow-origin" && (value === "*" || value === "null" || value.includes(mark)),
    );
    return allowed === undefined ? undefined : "a page of any origin may read the answer";
  },
  "file-permission": ({ observation }) =>
    details(observation, "mode").some(([mode]) => (Number(mode) & 0o002) !== 0)
      ? "every user of the machine may write there"
      : undefined,
  "formula-injection": ({ observation, mark }) => {
    const cells = [...details(observation, "cell").map(([text = ""]) => text), ...observation.output.split(/[,;\n]/)];
    const active = cells.some((cell) => new RegExp(`^\\s*"?[=+\\-@\\t\\r][^'"]*(?:'[^"]*)?${mark}`).test(cell));
    return active ? "a cell of the table begins a formula of the attacker" : undefined;
  },
};

/** Bytes that no small input should become unasked. */
const FAR_MORE = 8 << 20;

const WEAK = /^(?:md[245]|md5sha1|sha1|ripemd\w*|rmd160)$/;
const BROKEN_CIPHER = /^(?:des|des3|3des|rc[24]|arc[24]|blowfish|idea|cast5?|seed)(?:[-_]|$)|[-_]ecb$/i;
/** Bits that a key of a kind needs today (NIST SP 800-131A, revision 2). */
const LEAST_BITS: Readonly<Record<string, number>> = { rsa: 2048, dsa: 2048, dh: 2048, ec: 224 };

function tellsSecret({ output }: Observation, secrets: Aims["secrets"]): boolean {
  return secrets.some(({ text }) => output.includes(text.trim()));
}

function sent(
  { observation }: Evidence,
  receiver: string,
  isBroken: (statement: string, driver: string) => boolean,
): string | undefined {
  const broken = details(observation, "statement").find(([driver = "any", statement = ""]) => isBroken(statement, driver));
  return broken === undefined ? undefined : `${receiver} was sent: ${(broken[1] ?? "").replaceAll(/\s+/g, " ").slice(0, 160)}`;
}
