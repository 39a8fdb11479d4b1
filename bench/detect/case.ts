import { z } from "zod";
import { Cwe } from "#domain/cwe.ts";
import { compareText } from "#lib/compare.ts";
import { languageByName, type NamedLanguage } from "./languages.ts";
import type { Row } from "./rows.ts";

/** One item of a data set, whatever its format was. */
export interface Case {
  readonly id: string;
  /** Rows of one group are variants of one case; intervals are made over groups. */
  readonly group: string;
  readonly language: NamedLanguage;
  readonly cwes: readonly Cwe[];
  /** Short texts of the row by field name, to slice the results by. */
  readonly labels: Readonly<Record<string, string>>;
  /** What is scanned, each as a file of its own. */
  readonly texts: readonly string[];
}

const LONGEST_LABEL = 80;

const Common = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  ID: z.string().optional(),
  idx: z.number().optional(),
  path: z.string().optional(),
  commit: z.string().nullish(),
  group: z.string().optional(),
  scenario: z.string().optional(),
  lang: z.string().optional(),
  language: z.string().optional(),
  cwe: z.union([z.string(), z.number()]).nullish(),
});

/** What every format shares. `weaknesses` maps prefixes of ids to weaknesses, for data that does not name them. */
export function commonOf(
  row: Row,
  index: number,
  weaknesses: Readonly<Record<string, string>>,
): Omit<Case, "texts" | "language"> {
  const { id, ID, idx, path, commit, group, scenario, cwe } = Common.parse(row);
  const name = String(id ?? ID ?? idx ?? path ?? commit ?? index);
  const prefixes = Object.keys(weaknesses).filter((prefix) => name.startsWith(prefix));
  const longest = prefixes.toSorted((a, b) => b.length - a.length || compareText(a, b))[0];
  const cwes = cwesIn(String(cwe ?? name.match(/cwe[-_]?\d+/iu)?.[0] ?? (longest === undefined ? "" : weaknesses[longest])));
  const labels = Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) => {
      const short =
        (typeof value === "string" || typeof value === "number" || typeof value === "boolean") &&
        String(value).length <= LONGEST_LABEL;
      return short ? [[key, String(value)]] : [];
    }),
  );
  return {
    id: name,
    group: group ?? scenario ?? name.replace(/[_-]\d+(?:\.\w+)?$/u, ""),
    cwes,
    labels: { ...labels, cwe: cwes.join(" ") },
  };
}

/** The language that a row names; undefined where it names none. */
export function languageIn(row: Row): NamedLanguage | undefined {
  const { lang, language } = Common.parse(row);
  const name = lang ?? language;
  return name === undefined ? undefined : languageByName(name);
}

/** `79`, `079`, `cwe-079`, `CWE-79` and lists of them, as `CWE-79`. */
function cwesIn(text: string): Cwe[] {
  return [...text.matchAll(/\d+/gu)].map(([digits]) => Cwe.parse(`CWE-${Number(digits)}`));
}
