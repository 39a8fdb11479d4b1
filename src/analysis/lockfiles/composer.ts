import { listAt, type LockedPackage, type LockProblem, type LockReader, refused, tableAt, textAt } from "./locked-package.ts";
import { readJson } from "./located-json.ts";

/** composer.lock. */
const reader: LockReader = {
  id: "composer-lock",
  ecosystem: "Packagist",
  fits: (name) => name === "composer.lock",
  longest: 64_000_000,
  read(text) {
    const json = readJson(text);
    if (!("value" in json)) return refused(json.code, json.message, json.line);
    if (!Array.isArray(json.value["packages"])) return refused("wrong-schema", "there is no list of packages");
    const problems: LockProblem[] = [...json.problems];
    const packages = ["packages", "packages-dev"].flatMap((group) =>
      listAt(json.value, group).flatMap((entry, index): LockedPackage[] => {
        const [name, version] = [textAt(entry, "name"), textAt(entry, "version")];
        const line = json.lineOf(group, index);
        if (name === undefined || version === undefined) {
          problems.push({ code: "wrong-schema", message: "a package without name or version", line });
          return [];
        }
        const registry = textAt(tableAt(entry, "dist"), "type") !== "path" && /^v?\d/u.test(version);
        return [
          {
            ecosystem: "Packagist",
            name: name.toLowerCase(),
            version: version.replace(/^v/u, ""),
            direct: undefined,
            dev: group === "packages-dev",
            registry,
            line,
          },
        ];
      }),
    );
    return { packages, problems };
  },
};

export default reader;
