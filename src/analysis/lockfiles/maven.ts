import { SaxesParser } from "saxes";
import { type LockedPackage, type LockProblem, type LockReader, refused } from "./locked-package.ts";

/** pom.xml: what a project asks for itself. Versions that come from a parent or a property elsewhere are not known here. */
const reader: LockReader = {
  id: "pom",
  ecosystem: "Maven",
  fits: (name) => name === "pom.xml",
  longest: 16_000_000,
  read(text) {
    const pom = parsePom(text);
    if ("code" in pom) return refused(pom.code, pom.message, pom.line);
    const { dependencies, managed, properties } = pom;
    const versions = new Map(managed.map((item) => [`${item["groupId"]}:${item["artifactId"]}`, item["version"]]));
    const problems: LockProblem[] = [];
    const packages = dependencies.flatMap((item): LockedPackage[] => {
      const [group, artifact] = [resolved(item["groupId"], properties), resolved(item["artifactId"], properties)];
      const version = resolved(item["version"] ?? versions.get(`${item["groupId"]}:${item["artifactId"]}`), properties);
      const name = `${group}:${artifact}`;
      if (group === undefined || artifact === undefined || version === undefined || /[[(,]/u.test(version)) {
        problems.push({
          code: "not-pinned",
          message: `the version of ${name.slice(0, 100)} does not stand in this file`,
          line: item.line,
        });
        return [];
      }
      return [
        {
          ecosystem: "Maven",
          name,
          version,
          direct: true,
          dev: item["scope"] === "test",
          registry: item["scope"] !== "system",
          line: item.line,
        },
      ];
    });
    return { packages, problems };
  },
};

export default reader;

/** gradle.lockfile: `group:artifact:version=configurations`. */
export const gradle: LockReader = {
  id: "gradle-lockfile",
  ecosystem: "Maven",
  fits: (name) => name === "gradle.lockfile" || name === "buildscript-gradle.lockfile",
  longest: 64_000_000,
  read(text) {
    const packages: LockedPackage[] = [];
    for (const [index, row] of text.split(/\r?\n/u).entries()) {
      if (row.trim() === "" || row.startsWith("#") || row.startsWith("empty=")) continue;
      const [, group, artifact, version, uses] = /^([^:=\s]+):([^:=\s]+):([^:=\s]+)=(.*)$/u.exec(row) ?? [];
      if (group === undefined || version === undefined || uses === undefined)
        return refused("bad-syntax", "a line that names no package", index + 1);
      const dev = uses.split(",").every((use) => /test/iu.test(use));
      packages.push({
        ecosystem: "Maven",
        name: `${group}:${artifact}`,
        version,
        direct: undefined,
        dev,
        registry: true,
        line: index + 1,
      });
    }
    return { packages, problems: [] };
  },
};

type Item = Record<string, string> & { readonly line: number };

interface Pom {
  readonly dependencies: readonly Item[];
  readonly managed: readonly Item[];
  readonly properties: ReadonlyMap<string, string>;
}

const DEEPEST = 200;

class TooDeep extends Error {}

function parsePom(text: string): Pom | LockProblem {
  const parser = new SaxesParser();
  const path: string[] = [];
  const dependencies: Item[] = [];
  const managed: Item[] = [];
  const properties = new Map<string, string>();
  let item: (Record<string, string> & { line: number }) | undefined;
  let words = "";
  let failure: LockProblem | undefined;
  parser.on("error", (error) => {
    failure ??= {
      code: "bad-syntax",
      message: `no XML: ${error.message.replace(/^[\d:]+\s*/u, "").slice(0, 200)}`,
      line: parser.line,
    };
  });
  parser.on("opentag", ({ name }) => {
    path.push(name);
    if (path.length > DEEPEST) throw new TooDeep();
    words = "";
    if (name === "dependency" && path.at(-2) === "dependencies")
      item = Object.assign(Object.create(null) as Record<string, string>, { line: parser.line }) as typeof item;
  });
  parser.on("text", (part) => {
    words += part;
  });
  parser.on("closetag", ({ name }) => {
    const where = path.join("/");
    if (item !== undefined && where.endsWith(`/dependency/${name}`) && !["line", "exclusions"].includes(name))
      item[name] ??= words.trim();
    else if (item !== undefined && name === "dependency") {
      if (where === "project/dependencies/dependency") dependencies.push(item);
      if (where === "project/dependencyManagement/dependencies/dependency") managed.push(item);
      item = undefined;
    } else if (path.length === 3 && where.startsWith("project/properties/")) properties.set(name, words.trim());
    else if (where === "project/version" || where === "project/groupId") properties.set(`project.${name}`, words.trim());
    else if (where === "project/parent/version" || where === "project/parent/groupId") {
      properties.set(`project.parent.${name}`, words.trim());
      if (!properties.has(`project.${name}`)) properties.set(`project.${name}`, words.trim());
    }
    path.pop();
    words = "";
  });
  try {
    parser.write(text.replace(/^\ufeff/u, "")).close();
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    failure = { code: "bad-syntax", message: `nested deeper than ${DEEPEST} levels`, line: parser.line };
  }
  if (failure !== undefined) return failure;
  if (!/<project[\s>]/u.test(text)) return { code: "wrong-schema", message: "the document is no project" };
  return { dependencies: dependencies as readonly Item[], managed: managed as readonly Item[], properties };
}

/** A few steps are enough for any real chain, and end a circular one. */
function resolved(text: string | undefined, properties: ReadonlyMap<string, string>): string | undefined {
  let value = text;
  for (let step = 0; step < 5 && value?.includes("${") === true; step++)
    value = value.slice(0, 1000).replace(/\$\{([^}]+)\}/gu, (whole, name: string) => properties.get(name) ?? whole);
  return value === undefined || value === "" || value.includes("${") ? undefined : value;
}
