import { cweFamily } from "#domain/cwe.ts";
import type { Family } from "./plan.ts";

/** What is told apart here though engines report it as one, and what is no family of its own there. */
const BY_NUMBER: Readonly<Record<number, Family>> = {
  93: "header-injection",
  113: "header-injection",
  117: "log-injection",
  611: "xml-entities",
  776: "xml-entities",
  827: "xml-entities",
  400: "regex-blow-up",
  730: "regex-blow-up",
  1333: "regex-blow-up",
  1321: "prototype-pollution",
  326: "weak-key",
  329: "fixed-salt",
  1204: "fixed-salt",
  915: "mass-assignment",
  943: "nosql-injection",
  90: "ldap-injection",
  643: "xpath-injection",
  614: "cookie-flags",
  1004: "cookie-flags",
  345: "token-verification",
  347: "token-verification",
  942: "cross-origin",
  276: "file-permission",
  732: "file-permission",
  1236: "formula-injection",
  183: "allow-list",
  184: "allow-list",
  625: "allow-list",
  777: "allow-list",
  352: "forged-request",
  409: "decompression",
  434: "dangerous-upload",
};

const BY_FAMILY: ReadonlySet<string> = new Set<Family>([
  "path-traversal",
  "command-injection",
  "sql-injection",
  "code-injection",
  "deserialization",
  "cross-site-scripting",
  "weak-random",
  "weak-hash",
  "fixed-salt",
  "temporary-file",
  "certificate-validation",
  "open-redirect",
  "request-forgery",
]);

/** Why a weakness cannot be shown by calling the code. */
const UNSEEN: Readonly<Record<number, string>> = {
  116: "Encoding in general has no payload of its own.",
  208: "A difference in time of a few nanoseconds cannot be shown reliably from outside.",
  259: "A secret in the code is read by who has the code; no call shows it.",
  321: "A key in the code is read by who has the code; no call shows it.",
  798: "A secret in the code is read by who has the code; no call shows it.",
};

/** The payloads for a weakness, or why there are none. */
export function attackFamily(cwe: string | undefined): { readonly family: Family } | { readonly why: string } {
  const number = Number(cwe?.slice(4));
  const why = UNSEEN[number];
  if (why !== undefined) return { why };
  const own = BY_NUMBER[number];
  if (own !== undefined) return { family: own };
  const family = cweFamily(cwe === undefined ? [] : [cwe]);
  return BY_FAMILY.has(family)
    ? { family: family as Family }
    : { why: `There are no payloads for ${cwe ?? "a weakness without a number"}.` };
}

const ENVIRONMENT: ReadonlySet<Family> = new Set([
  "temporary-file",
  "weak-random",
  "weak-hash",
  "fixed-salt",
  "weak-key",
  "certificate-validation",
  "cookie-flags",
  "file-permission",
]);

/** Families whose attack needs no argument: the environment is the attacker. */
export function attacksEnvironment(family: Family): boolean {
  return ENVIRONMENT.has(family);
}

/** Events of a call that did what the family is about; none where every call does. */
export const REACHES: Readonly<Record<Family, readonly string[]>> = {
  "path-traversal": ["file"],
  "command-injection": ["process"],
  "sql-injection": ["statement"],
  "code-injection": [],
  deserialization: [],
  "cross-site-scripting": [],
  "weak-random": [],
  "weak-hash": ["hash", "derived", "cipher"],
  "fixed-salt": [],
  "weak-key": ["key"],
  "mass-assignment": [],
  "temporary-file": ["file"],
  "certificate-validation": ["tls"],
  "open-redirect": ["location", "address"],
  "request-forgery": ["contact", "lookup", "address"],
  "header-injection": ["header"],
  "log-injection": ["log"],
  "xml-entities": [],
  "regex-blow-up": [],
  "prototype-pollution": [],
  "nosql-injection": ["statement"],
  "ldap-injection": ["statement"],
  "xpath-injection": [],
  "cookie-flags": ["cookie"],
  "token-verification": ["token"],
  "cross-origin": ["header"],
  "file-permission": ["mode"],
  "formula-injection": [],
  "allow-list": [],
  "forged-request": [],
  decompression: [],
  "dangerous-upload": ["file"],
};
