import { isRecord, type LockedPackage, type LockReader, refused, tableAt, textAt } from "./locked-package.ts";
import { type LocatedJson, readJson } from "./located-json.ts";

/** package-lock.json and npm-shrinkwrap.json, versions 1 to 3 (https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json). */
const reader: LockReader = {
  id: "package-lock",
  ecosystem: "npm",
  fits: (name) => name === "package-lock.json" || name === "npm-shrinkwrap.json",
  longest: 64_000_000,
  read(text) {
    const json = readJson(text);
    if (!("value" in json)) return refused(json.code, json.message, json.line);
    const { value, problems } = json;
    if (typeof value["lockfileVersion"] !== "number") return refused("wrong-schema", "there is no lockfileVersion");
    if (isRecord(value["packages"])) return { packages: installed(json), problems };
    if (value["lockfileVersion"] !== 1)
      return refused("wrong-schema", `version ${value["lockfileVersion"]} has no table of packages`);
    return { packages: nested(json, value, []), problems };
  },
};

export default reader;

const FOLDER = "node_modules/";

function installed({ value, lineOf }: LocatedJson): LockedPackage[] {
  const entries = Object.entries(tableAt(value, "packages"));
  const asked = new Set(entries.flatMap(([path, entry]) => (path.includes(FOLDER) ? [] : [...directNames(entry)])));
  const found: LockedPackage[] = [];
  for (const [path, entry] of entries) {
    const at = path.lastIndexOf(FOLDER);
    const version = textAt(entry, "version");
    // What has no version of its own is a link to a folder of the project.
    if (at === -1 || version === undefined || !isRecord(entry) || entry["link"] === true) continue;
    const installedAs = path.slice(at + FOLDER.length);
    found.push({
      ecosystem: "npm",
      name: textAt(entry, "name") ?? installedAs,
      version,
      direct: path.indexOf(FOLDER) === at && asked.has(installedAs),
      dev: entry["dev"] === true,
      registry: isRegistry(textAt(entry, "resolved")),
      line: lineOf("packages", path),
    });
  }
  return found;
}

function directNames(entry: unknown): Set<string> {
  const kinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
  return new Set(kinds.flatMap((kind) => Object.keys(tableAt(entry, kind))));
}

/** Version 1 holds a tree; which of its packages are direct stands in package.json only. */
function nested(json: LocatedJson, holder: unknown, path: readonly string[], found: LockedPackage[] = []): LockedPackage[] {
  for (const [name, entry] of Object.entries(tableAt(holder, "dependencies"))) {
    const own = [...path, "dependencies", name];
    const version = textAt(entry, "version");
    if (version !== undefined && isRecord(entry)) {
      const alias = /^npm:(@?[^@]+)@(.+)$/u.exec(version);
      found.push({
        ecosystem: "npm",
        name: alias?.[1] ?? name,
        version: alias?.[2] ?? version,
        direct: path.length > 0 ? false : undefined,
        dev: entry["dev"] === true,
        registry: /^\d/u.test(alias?.[2] ?? version) && isRegistry(textAt(entry, "resolved")),
        line: json.lineOf(...own),
      });
    }
    nested(json, entry, own, found);
  }
  return found;
}

function isRegistry(resolved: string | undefined): boolean {
  return resolved === undefined || /^https?:\/\/.*\.tgz(?:[?#]|$)/u.test(resolved);
}
