import { readdir, realpath } from "node:fs/promises";
import { dirname, posix } from "node:path";
import { exists } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Mount } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";

/** A Java machine that the sandbox shows. */
export interface JavaToolchain {
  readonly java: string;
  /** Settings that distributions keep outside of /usr. */
  readonly mounts: readonly Mount[];
}

/** A small machine that does not spend its time on getting fast. */
export const JAVA_OPTIONS = ["-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Dfile.encoding=UTF-8"];

/** Where the sources of packages usually begin. */
export const SOURCE_ROOTS = ["src/main/java", "src/test/java", "src", "test", ""];

/** The system's Java with its compiler; below /usr only, which the sandbox shows. */
export async function javaOf({ findExecutable }: Pick<CheckContext, "findExecutable">): Promise<JavaToolchain | undefined> {
  const found = await findExecutable("javac");
  const compiler = found === undefined ? undefined : await realpath(found);
  if (compiler?.startsWith("/usr/") !== true) return undefined;
  const home = dirname(dirname(compiler));
  const java = posix.join(home, "bin/java");
  if (!(await exists(java))) return undefined;
  const settings = await realpath(posix.join(home, "conf/security/java.security")).catch(() => "");
  const folder = /^\/etc\/[^/]+/u.exec(settings)?.[0];
  return { java, mounts: folder === undefined ? [] : [{ host: folder, inside: folder, mode: "read-only" }] };
}

const SYSTEM = "/usr/share/java";
/** Where projects keep libraries that lie beside the code; the last is where Maven copies them when asked to. */
const FOLDERS = ["lib", "libs", "target/dependency", "build/dependencies"];
const MOST_JARS = 400;

/** Libraries of the project, by the paths that they have inside; the project's own names go before those of the system. */
export async function projectJars(workspace: Pick<Workspace, "root">, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const place of new Set([folder, ""]))
    for (const name of FOLDERS) {
      const path = posix.join(place, name);
      for (const jar of await jarsIn(posix.join(workspace.root, path))) found.push(posix.join(PROJECT, path, jar));
    }
  return [...new Set(found)].slice(0, MOST_JARS);
}

/** The system's libraries whose names begin with one of these, the plain name before those with versions. */
export async function systemJars(names: readonly string[]): Promise<string[]> {
  const jars = await jarsIn(SYSTEM);
  return names.flatMap((name) => {
    const own = jars.filter((jar) => jar === `${name}.jar` || new RegExp(`^${name}-\\d`).test(jar)).toSorted();
    return own.slice(-1).map((jar) => posix.join(SYSTEM, jar));
  });
}

async function jarsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(".jar")).toSorted();
}
