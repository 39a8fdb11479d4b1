import { isRecord, listAt, pythonName, tableAt, textAt } from "#analysis/lockfiles/locked-package.ts";
import { type Advisory, Ecosystem, type RangeEvent } from "#domain/advisory.ts";
import { severityOf } from "./severity-of.ts";

/** An advisory and the package it speaks of. */
export interface PackageAdvisory {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly advisory: Advisory;
}

const KINDS: readonly (readonly [string, RangeEvent["kind"]])[] = [
  ["introduced", "introduced"],
  ["fixed", "fixed"],
  ["last_affected", "last-affected"],
  ["limit", "limit"],
];

/**
 * What one OSV record (https://ossf.github.io/osv-schema) says about packages of the ecosystems we know; an empty list for withdrawn records
 * and for other ecosystems. Undefined for what is no record.
 */
export function readOsv(text: string): PackageAdvisory[] | undefined {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return undefined;
  }
  const [id, modified] = [textAt(record, "id"), textAt(record, "modified")];
  if (id === undefined || id === "" || modified === undefined || !isRecord(record)) return undefined;
  if (typeof record["withdrawn"] === "string") return [];
  const byPackage = new Map<string, PackageAdvisory>();
  for (const affected of listAt(record, "affected")) {
    const said = ofPackage(record, affected, id, modified);
    if (said === undefined) continue;
    const key = `${said.ecosystem}\n${said.name}`;
    const before = byPackage.get(key);
    byPackage.set(key, before === undefined ? said : joined(before, said));
  }
  return [...byPackage.values()];
}

function ofPackage(
  record: Readonly<Record<string, unknown>>,
  affected: unknown,
  id: string,
  modified: string,
): PackageAdvisory | undefined {
  const subject = tableAt(affected, "package");
  // Distributions write `Debian:12`; none of the registries we know has such parts.
  const ecosystem = Ecosystem.safeParse(textAt(subject, "ecosystem"));
  const name = textAt(subject, "name");
  if (!ecosystem.success || name === undefined || name === "") return undefined;
  const own = vectors(affected);
  const words = [
    textAt(tableAt(affected, "database_specific"), "severity"),
    textAt(tableAt(record, "database_specific"), "severity"),
  ];
  const rated = id.startsWith("MAL-")
    ? { severity: "critical" as const }
    : severityOf(
        own.length > 0 ? own : vectors(record),
        words.find((word) => word !== undefined),
      );
  const advisory: Advisory = {
    id,
    aliases: [...new Set(listAt(record, "aliases").filter((alias) => typeof alias === "string"))].toSorted(),
    summary: summaryOf(record),
    ...rated,
    cwe: weaknesses(record, affected, id),
    ranges: listAt(affected, "ranges").flatMap((range) => (textAt(range, "type") === "GIT" ? [] : [events(range)])),
    versions: listAt(affected, "versions").filter((version) => typeof version === "string"),
    modified,
  };
  return { ecosystem: ecosystem.data, name: registryName(ecosystem.data, name), advisory };
}

/** The form in which lock files are read. */
function registryName(ecosystem: Ecosystem, name: string): string {
  if (ecosystem === "PyPI") return pythonName(name);
  return ecosystem === "Packagist" ? name.toLowerCase() : name;
}

function joined(one: PackageAdvisory, other: PackageAdvisory): PackageAdvisory {
  const [a, b] = [one.advisory, other.advisory];
  const worse = (a.score ?? 0) >= (b.score ?? 0) ? a : b;
  return {
    ...one,
    advisory: { ...worse, ranges: [...a.ranges, ...b.ranges], versions: [...new Set([...a.versions, ...b.versions])] },
  };
}

function vectors(holder: unknown): string[] {
  return listAt(holder, "severity").flatMap((item) => textAt(item, "score") ?? []);
}

function weaknesses(record: unknown, affected: unknown, id: string): string[] {
  const places = [tableAt(record, "database_specific"), tableAt(affected, "database_specific")];
  const listed = places.flatMap((place) => [
    ...listAt(place, "cwe_ids"),
    ...listAt(place, "cwes").map((item) => textAt(item, "cweId")),
  ]);
  const own = [...new Set(listed.filter((item) => typeof item === "string" && /^CWE-[1-9]\d*$/u.test(item)))] as string[];
  // A package made to do harm: embedded malicious code.
  return own.length === 0 && id.startsWith("MAL-") ? ["CWE-506"] : own;
}

function summaryOf(record: unknown): string {
  const text = textAt(record, "summary") ?? textAt(record, "details") ?? "";
  const line = (text.trim().split("\n")[0] ?? "").replace(/\s+/gu, " ").trim();
  return line.length <= 200 ? line : `${line.slice(0, 197)}...`;
}

function events(range: unknown): RangeEvent[] {
  return listAt(range, "events").flatMap((event) =>
    KINDS.flatMap(([key, kind]) => {
      const version = textAt(event, key);
      return version === undefined ? [] : [{ kind, version }];
    }),
  );
}
