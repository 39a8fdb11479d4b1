import type { Aim } from "./aim.ts";
import { partPayloads, redirectPayloads, requestPayloads } from "./payloads-address.ts";
import { packedPayloads, uploadPayloads } from "./payloads-files.ts";
import { codePayloads, commandPayloads, loaderPayloads, pathPayloads } from "./payloads-system.ts";
import {
  directoryPayloads,
  documentPayloads,
  fieldPayloads,
  forgedPayloads,
  formulaPayloads,
  headerPayloads,
  logPayloads,
  markupPayloads,
  originPayloads,
  pollutionPayloads,
  queryPayloads,
  statementPayloads,
  tokenPayloads,
  xpathPayloads,
} from "./payloads-text.ts";
import type { Family, Parameter } from "./plan.ts";

/** Payload texts of a family, the plainest first. Those of `regex-blow-up` grow, see shots.ts. */
export function payloads(family: Family, aim: Aim): string[] {
  return PAYLOADS[family](aim);
}

/** Payload texts for one parameter, which may be less than what the family is about; `undefined` for a field of a request. */
export function payloadsFor(family: Family, aim: Aim, parameter: Parameter | undefined): string[] {
  if (family === "request-forgery" && parameter !== undefined && !/^https?:/.test(parameter.text)) return partPayloads(aim);
  return payloads(family, aim);
}

/** Values of a parameter that names an algorithm, for families whose attack needs no argument else. */
export const WEAK_ALGORITHMS = ["md5", "sha1", "MD5", "md4"];

const PAYLOADS: Readonly<Record<Family, (aim: Aim) => string[]>> = {
  "path-traversal": pathPayloads,
  "command-injection": commandPayloads,
  "sql-injection": statementPayloads,
  "code-injection": codePayloads,
  deserialization: loaderPayloads,
  "cross-site-scripting": markupPayloads,
  "open-redirect": redirectPayloads,
  "request-forgery": requestPayloads,
  "header-injection": headerPayloads,
  "log-injection": logPayloads,
  "xml-entities": documentPayloads,
  "prototype-pollution": pollutionPayloads,
  "nosql-injection": queryPayloads,
  "ldap-injection": directoryPayloads,
  "xpath-injection": xpathPayloads,
  "cross-origin": originPayloads,
  "token-verification": tokenPayloads,
  "formula-injection": formulaPayloads,
  "allow-list": () => [],
  "forged-request": ({ mark, listed }) => forgedPayloads(mark, listed),
  decompression: packedPayloads,
  "dangerous-upload": uploadPayloads,
  "regex-blow-up": ({ mark }) => [`(${mark}+)+$`, `(${mark}|.)*!`, `[${mark}`],
  "temporary-file": () => ["(a link waits at the file's name)"],
  "weak-random": () => ["(the generator starts from a known seed)"],
  "weak-hash": () => ["(any input)"],
  "fixed-salt": () => ["(the same input twice)"],
  "weak-key": () => ["(any input)"],
  "mass-assignment": fieldPayloads,
  "certificate-validation": () => ["(a server with a false certificate)"],
  "cookie-flags": () => ["(a listener and a script of the page)"],
  "file-permission": () => ["(another user of the machine)"],
};

const FAMILIES: ReadonlySet<string> = new Set(Object.keys(PAYLOADS));

export function isFamily(name: string): name is Family {
  return FAMILIES.has(name);
}
