import { listAt, type LockedPackage, type LockProblem, type LockReader, refused, textAt } from "./locked-package.ts";
import { readTomlLock } from "./toml-packages.ts";

/** Cargo.lock: packages without a source are the project's own. */
const reader: LockReader = {
  id: "cargo-lock",
  ecosystem: "crates.io",
  fits: (name) => name === "cargo.lock",
  longest: 32_000_000,
  read(text) {
    const lock = readTomlLock(text);
    if (!("value" in lock)) return refused(lock.code, lock.message, lock.line);
    if (lock.packages.length === 0) return refused("wrong-schema", "there is no package");
    const own = lock.packages.filter(({ entry }) => textAt(entry, "source") === undefined);
    // `name`, or `name version` where there are several.
    const asked = new Set(
      own.flatMap(({ entry }) => listAt(entry, "dependencies")).map((item) => String(item).split(" ").slice(0, 2).join(" ")),
    );
    const problems: LockProblem[] = [];
    const packages = lock.packages.flatMap(({ entry, line }): LockedPackage[] => {
      const [name, version, source] = [textAt(entry, "name"), textAt(entry, "version"), textAt(entry, "source")];
      if (name === undefined || version === undefined) {
        problems.push({ code: "wrong-schema", message: "a package without name or version", line });
        return [];
      }
      if (source === undefined) return [];
      const direct = asked.has(name) || asked.has(`${name} ${version}`);
      const registry = /^(?:registry|sparse)\+/u.test(source);
      return [{ ecosystem: "crates.io", name, version, direct, dev: false, registry, line }];
    });
    return { packages, problems };
  },
};

export default reader;
