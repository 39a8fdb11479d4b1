import {
  isRecord,
  type LockedPackage,
  type LockProblem,
  type LockReader,
  pythonName,
  refused,
  tableAt,
  textAt,
} from "./locked-package.ts";
import { readJson } from "./located-json.ts";

/** Pipfile.lock (https://pipenv.pypa.io). */
const reader: LockReader = {
  id: "pipfile-lock",
  ecosystem: "PyPI",
  fits: (name) => name === "pipfile.lock",
  longest: 64_000_000,
  read(text) {
    const json = readJson(text);
    if (!("value" in json)) return refused(json.code, json.message, json.line);
    if (!isRecord(json.value["default"]) && !isRecord(json.value["develop"]))
      return refused("wrong-schema", "there is neither default nor develop");
    const problems: LockProblem[] = [...json.problems];
    const packages = ["default", "develop"].flatMap((group) =>
      Object.entries(tableAt(json.value, group)).flatMap(([name, entry]): LockedPackage[] => {
        const line = json.lineOf(group, name);
        const version = /^==(.+)$/u.exec(textAt(entry, "version") ?? "")?.[1];
        const elsewhere = isRecord(entry) && ("git" in entry || "path" in entry || "file" in entry);
        if (version === undefined) {
          if (!elsewhere) problems.push({ code: "not-pinned", message: `${name.slice(0, 100)} has no exact version`, line });
          return [];
        }
        const dev = group === "develop";
        return [{ ecosystem: "PyPI", name: pythonName(name), version, direct: undefined, dev, registry: !elsewhere, line }];
      }),
    );
    return { packages, problems };
  },
};

export default reader;
