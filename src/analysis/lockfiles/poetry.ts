import {
  isRecord,
  listAt,
  type LockedPackage,
  type LockProblem,
  type LockReader,
  pythonName,
  refused,
  textAt,
} from "./locked-package.ts";
import { readTomlLock } from "./toml-packages.ts";

/** poetry.lock and pdm.lock. */
const reader: LockReader = {
  id: "poetry-lock",
  ecosystem: "PyPI",
  fits: (name) => name === "poetry.lock" || name === "pdm.lock",
  longest: 32_000_000,
  read(text) {
    const lock = readTomlLock(text);
    if (!("value" in lock)) return refused(lock.code, lock.message, lock.line);
    if (!isRecord(lock.value["metadata"])) return refused("wrong-schema", "there is no table of metadata");
    const problems: LockProblem[] = [];
    const packages = lock.packages.flatMap(({ entry, line }): LockedPackage[] => {
      const [name, version] = [textAt(entry, "name"), textAt(entry, "version")];
      if (name === undefined || version === undefined) {
        problems.push({ code: "wrong-schema", message: "a package without name or version", line });
        return [];
      }
      const groups = listAt(entry, "groups");
      const dev =
        textAt(entry, "category") === "dev" ||
        (groups.length > 0 && !groups.some((group) => group === "main" || group === "default"));
      const source = isRecord(entry["source"]) ? textAt(entry["source"], "type") : undefined;
      const registry = (source === undefined || source === "legacy") && !("git" in entry) && !("path" in entry);
      return [{ ecosystem: "PyPI", name: pythonName(name), version, direct: undefined, dev, registry, line }];
    });
    return { packages, problems };
  },
};

export default reader;
