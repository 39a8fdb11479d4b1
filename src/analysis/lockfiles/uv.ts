import {
  isRecord,
  listAt,
  type LockedPackage,
  type LockProblem,
  type LockReader,
  pythonName,
  refused,
  tableAt,
  textAt,
} from "./locked-package.ts";
import { readTomlLock, type TomlPackage } from "./toml-packages.ts";

/** uv.lock: the project and the members of its workspace are packages too, those whose source is a folder. */
const reader: LockReader = {
  id: "uv-lock",
  ecosystem: "PyPI",
  fits: (name) => name === "uv.lock",
  longest: 32_000_000,
  read(text) {
    const lock = readTomlLock(text);
    if (!("value" in lock)) return refused(lock.code, lock.message, lock.line);
    if (typeof lock.value["version"] !== "number" && typeof lock.value["version"] !== "bigint")
      return refused("wrong-schema", "there is no version of the format");
    const roots = lock.packages.filter(({ entry }) => isOwn(entry));
    const asked = roots.flatMap(({ entry }) => [...productive(entry), ...developing(entry)]);
    const direct = new Set(asked);
    const needed = reach(
      lock.packages,
      roots.flatMap(({ entry }) => productive(entry)),
    );
    const problems: LockProblem[] = [];
    const packages = lock.packages.flatMap(({ entry, line }): LockedPackage[] => {
      const [name, version] = [textAt(entry, "name"), textAt(entry, "version")];
      if (isOwn(entry)) return [];
      if (name === undefined || version === undefined) {
        problems.push({ code: "wrong-schema", message: "a package without name or version", line });
        return [];
      }
      const own = pythonName(name);
      const registry = "registry" in tableAt(entry, "source");
      return [
        {
          ecosystem: "PyPI",
          name: own,
          version,
          direct: direct.has(own),
          dev: roots.length > 0 && !needed.has(own),
          registry,
          line,
        },
      ];
    });
    return { packages, problems };
  },
};

export default reader;

function isOwn(entry: Readonly<Record<string, unknown>>): boolean {
  const source = tableAt(entry, "source");
  return "virtual" in source || "editable" in source;
}

function names(list: readonly unknown[]): string[] {
  return list.flatMap((item) => textAt(item, "name") ?? []).map(pythonName);
}

function productive(entry: Readonly<Record<string, unknown>>): string[] {
  const optional = Object.values(tableAt(entry, "optional-dependencies"));
  return names([...listAt(entry, "dependencies"), ...optional.flatMap((list) => (Array.isArray(list) ? list : []))]);
}

function developing(entry: Readonly<Record<string, unknown>>): string[] {
  return names(Object.values(tableAt(entry, "dev-dependencies")).flatMap((list) => (Array.isArray(list) ? list : [])));
}

function reach(packages: readonly TomlPackage[], roots: readonly string[]): Set<string> {
  const next = new Map<string, string[]>();
  for (const { entry } of packages) {
    const own = pythonName(textAt(entry, "name") ?? "");
    if (isRecord(entry)) next.set(own, [...(next.get(own) ?? []), ...productive(entry)]);
  }
  const seen = new Set(roots);
  for (const own of seen) for (const need of next.get(own) ?? []) seen.add(need);
  return seen;
}
