import { type LockedPackage, type LockProblem, type LockReader, type LockReading, refused, textAt } from "./locked-package.ts";
import { readYaml } from "./located-yaml.ts";

/** yarn.lock: the format of version 1, and the YAML of later ones. */
const reader: LockReader = {
  id: "yarn-lock",
  ecosystem: "npm",
  fits: (name) => name === "yarn.lock",
  longest: 64_000_000,
  read: (text) => (/^__metadata:/mu.test(text) ? readBerry(text) : readClassic(text)),
};

export default reader;

/** Longer ones cannot be parsed in reasonable time. */
const LONGEST_YAML = 8_000_000;

function readBerry(text: string): LockReading {
  if (text.length > LONGEST_YAML) return refused("too-large", `more than ${LONGEST_YAML} characters of YAML`);
  const yaml = readYaml(text);
  if (!("value" in yaml)) return refused(yaml.code, yaml.message, yaml.line);
  const packages = Object.entries(yaml.value).flatMap(([key, entry]): LockedPackage[] => {
    const version = textAt(entry, "version");
    const [, name, protocol] = /^(@?[^@]+)@([a-z+]+):/u.exec(textAt(entry, "resolution") ?? "") ?? [];
    if (key === "__metadata" || version === undefined || name === undefined || protocol === "workspace") return [];
    return [locked(name, version, protocol === "npm", yaml.lineOf(key))];
  });
  const strange = Object.entries(yaml.value).find(
    ([key, entry]) => key !== "__metadata" && textAt(entry, "version") === undefined,
  );
  const wrong: LockProblem[] =
    strange === undefined
      ? []
      : [{ code: "wrong-schema", message: `${strange[0].slice(0, 100)} has no version`, line: yaml.lineOf(strange[0]) }];
  return { packages, problems: [...yaml.problems, ...wrong] };
}

interface Block {
  readonly spec: string;
  readonly line: number;
  version?: string;
  resolved?: string;
}

function readClassic(text: string): LockReading {
  if (text.trim() !== "" && !/^# yarn lockfile v1$/mu.test(text)) return refused("wrong-schema", "no mark of a yarn lock file");
  const blocks: Block[] = [];
  const problems: LockProblem[] = [];
  const specs = new Set<string>();
  for (const [index, row] of text.split(/\r?\n/u).entries()) {
    if (row.trim() === "" || row.startsWith("#")) continue;
    const block = blocks.at(-1);
    if (!row.startsWith(" ")) {
      const header = /^(.+):\s*$/u.exec(row)?.[1];
      if (header === undefined) return refused("bad-syntax", "a line that is neither a package nor a part of one", index + 1);
      const spec = (header.split(",")[0] ?? "").trim().replaceAll('"', "");
      if (specs.has(spec))
        problems.push({ code: "duplicate-key", message: `${spec.slice(0, 100)} stands twice`, line: index + 1 });
      specs.add(spec);
      blocks.push({ spec, line: index + 1 });
    } else if (block !== undefined) {
      const [, key, value] = /^ {2}"?(version|resolved)"?:? "?([^"\s]+)"?\s*$/u.exec(row) ?? [];
      if (key === "version" && value !== undefined) block.version ??= value;
      if (key === "resolved" && value !== undefined) block.resolved ??= value;
    }
  }
  const packages = blocks.flatMap(({ spec, line, version, resolved }): LockedPackage[] => {
    const name = /@npm:(@?[^@]+)@/u.exec(spec)?.[1] ?? /^(@?[^@]+)@/u.exec(spec)?.[1];
    if (name === undefined || version === undefined) {
      problems.push({ code: "wrong-schema", message: `${spec.slice(0, 100)} has no version`, line });
      return [];
    }
    return [locked(name, version, resolved === undefined || /\.tgz(?:[?#]|$)/u.test(resolved), line)];
  });
  return { packages, problems };
}

/** What is direct, and what is for development, stands in package.json only. */
function locked(name: string, version: string, registry: boolean, line: number): LockedPackage {
  return { ecosystem: "npm", name, version, direct: undefined, dev: false, registry, line };
}
