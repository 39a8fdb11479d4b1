import { type LockedPackage, type LockReader, isRecord, refused, tableAt, textAt } from "./locked-package.ts";
import { type LocatedYaml, readYaml } from "./located-yaml.ts";

/** pnpm-lock.yaml, versions 5 to 9 (https://github.com/pnpm/spec/tree/master/lockfile). */
const reader: LockReader = {
  id: "pnpm-lock",
  ecosystem: "npm",
  fits: (name) => name === "pnpm-lock.yaml",
  longest: 8_000_000,
  read(text) {
    const yaml = readYaml(text);
    if (!("value" in yaml)) return refused(yaml.code, yaml.message, yaml.line);
    const version = versionOf(yaml.value["lockfileVersion"]);
    if (!(version >= 5 && version < 10)) return refused("wrong-schema", "the lockfileVersion is not one of 5 to 9");
    return { packages: packagesOf(yaml, version), problems: yaml.problems };
  },
};

export default reader;

/** A number, or since version 6 a text. */
function versionOf(value: unknown): number {
  return typeof value === "number" ? value : typeof value === "string" ? Number.parseFloat(value) : Number.NaN;
}

interface Key {
  readonly name: string;
  readonly version: string;
}

/** `/a/1.0.0_peer` (5), `/a@1.0.0(peer)` (6), `a@1.0.0(peer)` (9). */
function splitKey(key: string, format: number): Key | undefined {
  const pattern = format < 6 ? /^\/((?:@[^/]+\/)?[^/]+)\/([^_/]+)/u : /^\/?((?:@[^/@]+\/)?[^@/]+)@([^()]+)/u;
  const [, name, version] = pattern.exec(key) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

function packagesOf(yaml: LocatedYaml, format: number): LockedPackage[] {
  const roots = rootsOf(yaml.value);
  const needed = format >= 9 ? reachable(yaml.value, roots.prod) : undefined;
  const found: LockedPackage[] = [];
  for (const [key, entry] of Object.entries(tableAt(yaml.value, "packages"))) {
    const split = splitKey(key, format);
    // Keys of another form are folders, repositories and archives; they name themselves inside.
    const name = textAt(entry, "name") ?? split?.name;
    const version = textAt(entry, "version") ?? split?.version;
    if (name === undefined || version === undefined || !isRecord(entry)) continue;
    const own = `${name}@${version}`;
    found.push({
      ecosystem: "npm",
      name,
      version,
      direct: roots.prod.has(own) || roots.dev.has(own),
      dev: needed === undefined ? entry["dev"] === true : !needed.has(own),
      registry: split !== undefined && /^\d/u.test(version),
      line: yaml.lineOf("packages", key),
    });
  }
  return found;
}

/** `name@version` of what the projects of the workspace ask for. */
function rootsOf(value: Readonly<Record<string, unknown>>): { prod: Set<string>; dev: Set<string> } {
  const importers = isRecord(value["importers"]) ? Object.values(value["importers"]) : [value];
  const ask = (kinds: readonly string[]): Set<string> =>
    new Set(importers.flatMap((importer) => kinds.flatMap((kind) => Object.entries(tableAt(importer, kind)).flatMap(asked))));
  return { prod: ask(["dependencies", "optionalDependencies"]), dev: ask(["devDependencies"]) };
}

function asked([alias, wanted]: [string, unknown]): string[] {
  const version = typeof wanted === "string" ? wanted : textAt(wanted, "version");
  return version === undefined ? [] : [ownName(alias, version)];
}

/** The version may name another package: `npm-alias: real@1.0.0(peer)`, and in older files `/real/1.0.0`. */
function ownName(alias: string, version: string): string {
  const plain = version.replace(/[(_].*$/su, "");
  const other = /^\/?((?:@[^/@]+\/)?[^@/]+)[@/](\d.*)$/u.exec(plain);
  return other === null ? `${alias}@${plain}` : `${other[1]}@${other[2]}`;
}

/** Everything the roots lead to over the table of snapshots. */
function reachable(value: Readonly<Record<string, unknown>>, roots: ReadonlySet<string>): Set<string> {
  const next = new Map<string, string[]>();
  for (const [key, entry] of Object.entries(tableAt(value, "snapshots"))) {
    const own = key.replace(/\(.*$/su, "");
    const needs = ["dependencies", "optionalDependencies"].flatMap((kind) => Object.entries(tableAt(entry, kind)).flatMap(asked));
    next.set(own, [...(next.get(own) ?? []), ...needs]);
  }
  const seen = new Set(roots);
  for (const own of seen) for (const need of next.get(own) ?? []) seen.add(need);
  return seen;
}
