import { lockReaderOf, readLockfile } from "#analysis/lockfiles/read-lockfile.ts";
import type { Severity } from "#domain/severity.ts";
import type { ParseContext } from "#ports/scanner.ts";
import { type Claim, type ClaimedPlace, words } from "./formats/claim.ts";
import { digText } from "./formats/dig.ts";

/** What a tool says of one package. */
export interface ToldAdvisory {
  /** Of the advisory, such as `GHSA-…`. */
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly name: string;
  readonly version?: string | undefined;
  readonly cwe: readonly string[];
  readonly severity: Severity;
  readonly title?: string | undefined;
  /** Versions without the weakness; empty where none is known. */
  readonly fixed: readonly string[];
  readonly place: ClaimedPlace;
}

/** A known weakness of a package, told as the embedded check of dependencies tells one. */
export function advisoryClaim({ id, aliases = [], name, version, cwe, severity, title, fixed, place }: ToldAdvisory): Claim {
  const shown = version === undefined ? name : `${name} ${version}`;
  const names = [id, ...aliases.filter((alias) => alias.startsWith("CVE-") && alias !== id)].join(", ");
  const [first] = fixed;
  return {
    rule: words(id, "unnamed"),
    cwe,
    severity,
    confidence: 0.7,
    title: words(title?.slice(0, 100), `Known weakness ${id}`),
    message: words(`${shown}, a dependency, has a known weakness: ${names}.`, "a known weakness"),
    remedy: words(
      first === undefined ? `No version of ${name} is known to be free of this.` : `Upgrade ${name} to ${first}.`,
      "Upgrade it.",
    ),
    place,
  };
}

type PackagePlaces = (path: string, name: string, version?: string) => ClaimedPlace;

const made = new WeakMap<ParseContext, PackagePlaces>();

/** Finds where a lock file names a package: of that version, else of any, else the first line. Reads each file once. */
export function packagePlaces(context: ParseContext): PackagePlaces {
  const places = made.get(context) ?? placesIn(context);
  made.set(context, places);
  return places;
}

function placesIn({ text, staged }: ParseContext): PackagePlaces {
  const lines = new Map<string, ReadonlyMap<string, number>>();
  const read = (path: string): ReadonlyMap<string, number> => {
    const known = lines.get(path);
    if (known !== undefined) return known;
    const found = new Map<string, number>();
    const reader = lockReaderOf(path);
    const source = text(path);
    if (reader !== undefined && source !== undefined)
      for (const one of readLockfile(reader, new TextEncoder().encode(source)).packages)
        for (const key of [`${one.name}@${one.version}`, one.name]) if (!found.has(key)) found.set(key, one.line);
    lines.set(path, found);
    return found;
  };
  return (path, name, version) => {
    const inside = path.startsWith(`${staged}/`) ? path.slice(staged.length + 1) : path;
    const known = read(inside);
    const line = (version === undefined ? undefined : known.get(`${name}@${version}`)) ?? known.get(name) ?? 1;
    return { path, startLine: line, unit: "utf16" };
  };
}

/** The lock file that a report without paths speaks of: the first of those that were asked for. */
export function onlyLock({ files }: ParseContext, names: RegExp): string | undefined {
  return files.map(({ path }) => path).find((path) => names.test(path));
}

/** The advisory's own name where its page tells one, else the number of the registry. */
export function advisoryName(advisory: unknown, otherwise: string): string {
  return (
    digText(advisory, "github_advisory_id") ?? /(GHSA(?:-[0-9a-z]{4}){3})/u.exec(digText(advisory, "url") ?? "")?.[1] ?? otherwise
  );
}
