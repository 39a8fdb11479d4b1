import { chmod, mkdir, realpath } from "node:fs/promises";
import { join, posix } from "node:path";
import { ENVIRONMENT } from "#adapters/checks/kit/runtimes.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Mount } from "#ports/sandbox.ts";

/** What the project depends on is never fetched, and no other version of the tool chain. */
export const GO_SETTINGS = {
  GOFLAGS: "-mod=mod",
  GOPROXY: "off",
  GOTOOLCHAIN: "local",
  GOCACHE: "/tmp/go-build",
  // The index of the standard library in a cache that several users of the sandbox share comes out incomplete.
  GODEBUG: "goindex=0",
} as const;

/** Packages that are not there: nothing was looked at. */
export const MISSING =
  /cannot find (?:module|package)|no required module|is not in (?:GOROOT|std)|missing go\.sum entry|module lookup disabled|updates to go\.mod needed|requires go ?[\d.>=]+|no Go files|build constraints exclude/u;

/** Only what the system installed: the sandbox shows its folders, with the standard library, and nothing else. */
export async function goOf({ findExecutable }: Pick<CheckContext, "findExecutable">): Promise<string | undefined> {
  const found = await findExecutable("go");
  const program = found === undefined ? undefined : await realpath(found);
  return program?.startsWith("/usr/") === true ? program : undefined;
}

/** What every call of the tool chain gets; a project with a folder `vendor` is built from it. */
export function goEnvironment(vendored: boolean): Record<string, string> {
  return { ...ENVIRONMENT, ...GO_SETTINGS, GOFLAGS: vendored ? "-mod=vendor" : "-mod=mod" };
}

/**
 * Compiled packages, kept for the length of a run of the loop. Only for calls that run nothing of the project: what it held would be believed by all
 * that follow.
 */
export async function compiledPackages({ once, stager }: Pick<CheckContext, "once" | "stager">): Promise<Mount> {
  const { host } = await once("go-build", async () => {
    const scratch = await stager.scratch();
    // Every run is a user of its own, and `go` keeps its entries in folders of the first two digits of their names.
    for (const folder of ["", ...Array.from({ length: 256 }, (_, at) => at.toString(16).padStart(2, "0"))]) {
      const path = join(scratch.host, folder);
      await mkdir(path, { recursive: true });
      await chmod(path, 0o777);
    }
    return scratch;
  });
  return { host, inside: GO_SETTINGS.GOCACHE, mode: "read-write" };
}

/** The line of a package that `go` names first, without the places inside of the sandbox. */
export function firstFault(text: string, project: string): string {
  const line =
    text
      .split("\n")
      .map((each) => each.trim())
      .find((each) => each !== "" && !each.startsWith("#")) ?? "it says nothing";
  return line.replaceAll(`${project}/`, "").slice(0, 300);
}

/** Name of the module that a go.mod declares. */
export function moduleName(text: string): string | undefined {
  return /^\s*module\s+"?([^\s"]+)/mu.exec(text)?.[1];
}

/** A folder of the module as `go` takes it: `.`, `./a/b`. */
export function packageArgument(module: string, folder: string): string {
  const inner = posix.relative(module === "" ? "." : module, folder === "" ? "." : folder);
  return inner === "" ? "." : `./${inner}`;
}
