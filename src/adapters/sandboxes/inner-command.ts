import { randomInt } from "node:crypto";
import type { SandboxRequest } from "#ports/sandbox.ts";

/** The user without rights that programs run as. */
export const NOBODY = 65534;

/** Tells over descriptor 3 that everything before worked, closes it, and becomes the program. Modes of new files do not depend on who calls. */
const READY = 'umask 022; printf 1 >&3; exec 3>&-; exec "$@"';

/** Gives up root for good: user, groups, capabilities, and the way to regain any. */
export function dropRoot(user: number): string[] {
  return ["/usr/bin/setpriv", `--reuid=${user}`, `--regid=${NOBODY}`, "--clear-groups", "--inh-caps=-all"];
}

/** Users that no system gives to anybody (uid-range registry of systemd: container users end below). */
const [FIRST_USER, USERS] = [0x70000000, 0x0fffffff];

/**
 * A user for one run. The limit on processes counts all of a user's: runs that shared one would take processes from each other, and code that forks
 * would keep the runs beside it from starting anything.
 */
export function ownUser(): number {
  return FIRST_USER + randomInt(USERS);
}

/** The end of the chain inside every form of the sandbox: resource limits, the ready signal, the program with nothing but its own environment. */
export function innerCommand(request: SandboxRequest): string[] {
  const { limits, env, argv } = request;
  return [
    "/usr/bin/prlimit",
    `--nproc=${limits.processes}`,
    `--fsize=${limits.fileBytes}`,
    "--nofile=4096",
    "--core=0",
    ...(limits.memoryBytes === undefined ? [] : [`--as=${limits.memoryBytes}`]),
    "/bin/sh",
    "-c",
    READY,
    "sandbox",
    "/usr/bin/env",
    "-i",
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...argv,
  ];
}

/** Why a request makes no sense, or undefined. */
export function requestFault({ argv, cwd, env, mounts }: SandboxRequest): string | undefined {
  const program = argv[0];
  if (program === undefined || program === "" || program.includes("=") || program.startsWith("-"))
    return `not a program: ${program ?? "(nothing)"}`;
  const texts = [...argv, cwd, ...Object.entries(env).flat(), ...mounts.flatMap(({ host, inside }) => [host, inside])];
  if (texts.some((text) => text.includes("\0"))) return "an argument holds a NUL character";
  if (Object.keys(env).some((name) => name === "" || name.includes("="))) return "an environment variable has no proper name";
  for (const path of [cwd, ...mounts.flatMap(({ host, inside }) => [host, inside])]) {
    if (!path.startsWith("/") || path.split("/").includes("..")) return `not an absolute path: ${path}`;
  }
  return undefined;
}
