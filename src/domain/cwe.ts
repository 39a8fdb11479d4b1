import { z } from "zod";

/** A weakness number as MITRE writes it: `CWE-89`. */
export const Cwe = z.string().regex(/^CWE-[1-9]\d*$/);
export type Cwe = z.infer<typeof Cwe>;

/**
 * Families of weaknesses that engines report for one and the same root cause. Findings whose weaknesses fall into one
 * family at one place are witnesses of one defect. The first number names the family.
 */
const FAMILIES: Readonly<Record<string, readonly number[]>> = {
  "path-traversal": [22, 23, 36, 73, 35, 29],
  "command-injection": [78, 77, 88],
  "cross-site-scripting": [79, 80, 83, 87, 116],
  "sql-injection": [89, 564, 943],
  "code-injection": [94, 95, 96, 1336],
  deserialization: [502],
  "weak-hash": [327, 328, 326, 916],
  "fixed-salt": [759, 760],
  "weak-random": [330, 338, 331, 335, 340],
  "certificate-validation": [295, 297, 296, 599],
  "hard-coded-secret": [798, 259, 321],
  "temporary-file": [377, 379, 378],
  "xml-entities": [611, 776, 827],
  "open-redirect": [601],
  "request-forgery": [918],
  "regex-blow-up": [1333, 400, 730],
  "prototype-pollution": [1321, 915],
  "error-exposure": [209, 200, 215, 489],
  "swallowed-error": [703, 390, 391],
  "file-permission": [732, 276],
  "cleartext-transport": [319, 311],
  "cookie-flags": [614, 1004],
  "network-binding": [605, 668],
};

const FAMILY_OF = new Map<string, string>(
  Object.entries(FAMILIES).flatMap(([family, numbers]) => numbers.map((number) => [`CWE-${number}`, family])),
);

/** Name of the family of the first listed weakness, or that weakness itself, or `unclassified` for an empty list. */
export function cweFamily(cwes: readonly Cwe[]): string {
  for (const cwe of cwes) {
    const family = FAMILY_OF.get(cwe);
    if (family !== undefined) return family;
  }
  return cwes[0] ?? "unclassified";
}
