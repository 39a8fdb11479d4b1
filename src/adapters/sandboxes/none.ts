import { rm, rmdir, symlink } from "node:fs/promises";
import type { Mount, Sandbox, SandboxRequest, SandboxResult } from "#ports/sandbox.ts";
import { innerCommand, requestFault } from "./inner-command.ts";
import { outerFirst } from "./bubblewrap.ts";
import { nothing, runProcess } from "./run-process.ts";

/**
 * No walls: the program runs as the user, with the network and every file. Only limits on time, output, memory and files, an own
 * environment and an own process group remain. To be built only when the user asked for it.
 *
 * Paths inside become the host paths of their mounts, in arguments, environment and output; a mount inside another mount becomes
 * a symbolic link for the length of the run.
 */
export function createNone(): Sandbox {
  return {
    id: "none",
    async probe() {
      return { usable: true, detail: "no walls: programs run with your rights, the network and all your files" };
    },
    async run(request, signal) {
      const fault = requestFault(request);
      if (fault !== undefined) return nothing("refused", fault);
      const mounts = outerFirst(request.mounts);
      const outer = mounts.filter((mount) => !mounts.some((other) => isInside(mount, other)));
      const links = mounts.filter((mount) => !outer.includes(mount));
      const toHost = replacer(outer.map(({ inside, host }) => [inside, host]));
      const toInside = replacer(outer.map(({ inside, host }) => [host, inside]));
      const linked: string[] = [];
      try {
        for (const { inside, host } of links) {
          const place = toHost(inside);
          await rmdir(place).catch(ignoreMissing);
          await symlink(host, place);
          linked.push(place);
        }
        return translate(await start(request, toHost, outer, signal), toInside);
      } catch (error) {
        // A mount point that is a file or a full folder: it stays untouched and nothing was run.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        return nothing("refused", `a folder could not be placed: ${(error as Error).message}`);
      } finally {
        for (const place of linked) await rm(place);
      }
    },
  };
}

function start(
  request: SandboxRequest,
  toHost: (text: string) => string,
  mounts: readonly Mount[],
  signal: AbortSignal,
): Promise<SandboxResult> {
  const env = Object.fromEntries(Object.entries(request.env).map(([name, value]) => [name, toHost(value)]));
  return runProcess(
    {
      command: innerCommand({ ...request, env, argv: request.argv.map(toHost) }),
      env: {},
      cwd: toHost(request.cwd),
      stdin: request.stdin,
      inputs: [],
      limits: request.limits,
      writable: mounts.filter(({ mode }) => mode === "read-write").map(({ host }) => host),
    },
    signal,
  );
}

function isInside(mount: Mount, other: Mount): boolean {
  return mount !== other && mount.inside.startsWith(`${other.inside}/`);
}

/** Replaces each path where it stands alone or begins a longer path; longest first. */
function replacer(pairs: readonly (readonly [from: string, to: string])[]): (text: string) => string {
  const sorted = pairs.toSorted(([a], [b]) => b.length - a.length);
  const table = new Map(sorted);
  if (sorted.length === 0) return (text) => text;
  const pattern = new RegExp(`(${sorted.map(([from]) => escapePattern(from)).join("|")})(?![\\w.-])`, "g");
  return (text) => text.replace(pattern, (path) => table.get(path) ?? path);
}

function translate(result: SandboxResult, toInside: (text: string) => string): SandboxResult {
  const bytes = (from: Uint8Array): Uint8Array => Buffer.from(toInside(Buffer.from(from).toString("latin1")), "latin1");
  return { ...result, stdout: bytes(result.stdout), stderr: bytes(result.stderr) };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
