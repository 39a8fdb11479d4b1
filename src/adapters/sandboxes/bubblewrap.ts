import type { Mount, Sandbox, SandboxRequest } from "#ports/sandbox.ts";
import { formsFor, sandboxOf } from "./forms.ts";
import { dropRoot, innerCommand, NOBODY, ownUser } from "./inner-command.ts";
import { runProcess } from "./run-process.ts";
import { seccompProgram } from "./seccomp.ts";
import { type SystemTree, systemTree } from "./system-mounts.ts";

export interface BubblewrapOptions {
  /** Absolute path of `bwrap`, 0.8 or newer. */
  readonly executable: string;
}

const ADVICE = "Install bubblewrap 0.8 or newer, and allow user namespaces (on Ubuntu: an AppArmor profile for bwrap).";
const SHARED_MEMORY_BYTES = 64 << 20;

/** Sandbox by bubblewrap: namespaces, a minimal read-only tree, no capabilities, resource limits and a system call filter. */
export function createBubblewrap({ executable }: BubblewrapOptions): Sandbox {
  let tree: Promise<SystemTree> | undefined;
  const filter = seccompProgram(process.arch);
  const forms = formsFor((asRoot) => async (request, signal) => {
    const system = await (tree ??= systemTree());
    const user = asRoot ? ownUser() : NOBODY;
    const inputs = [
      ...system.files.map((file) => new TextEncoder().encode(file.text.replace(`:${NOBODY}:${NOBODY}:`, `:${user}:${NOBODY}:`))),
      ...(filter === undefined ? [] : [filter]),
    ];
    return runProcess(
      {
        command: [
          executable,
          ...namespaces(asRoot),
          ...view(request, system),
          ...filterOption(filter, inputs.length),
          "--",
          ...inner(request, asRoot, user),
        ],
        env: {},
        cwd: "/",
        stdin: request.stdin,
        inputs,
        limits: request.limits,
        writable: request.mounts.filter(({ mode }) => mode === "read-write").map(({ host }) => host),
      },
      signal,
    );
  });
  return sandboxOf("bubblewrap", forms, ADVICE);
}

function namespaces(asRoot: boolean): string[] {
  const always = ["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox"];
  // As root no user namespace is made: root mounts what only root may read, then becomes nobody inside. A limit on processes would not bind root.
  const apart = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"];
  if (asRoot) {
    return [
      ...apart,
      ...always,
      ...["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"].flatMap((capability) => ["--cap-add", capability]),
    ];
  }
  return ["--unshare-user", "--disable-userns", ...apart, "--uid", String(NOBODY), "--gid", String(NOBODY), ...always];
}

/** The file system: system tree, fresh proc and dev, sized scratch memory, then the request's mounts, outer folders first. */
function view(request: SandboxRequest, system: SystemTree): string[] {
  const size = ["--size", String(request.limits.fileBytes)];
  return [
    foldersAbove([...system.binds, ...system.files].map(({ path }) => path)),
    system.binds.flatMap(({ path }) => ["--ro-bind", path, path]),
    system.hidden.flatMap((path) => ["--tmpfs", path, "--remount-ro", path]),
    system.links.flatMap(({ path, target }) => ["--symlink", target, path]),
    system.files.flatMap(({ path }, index) => ["--perms", "0444", "--ro-bind-data", String(4 + index), path]),
    ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", String(SHARED_MEMORY_BYTES), "--tmpfs", "/dev/shm"],
    ["--remount-ro", "/dev", "--perms", "1777", ...size, "--tmpfs", "/tmp"],
    foldersAbove(request.mounts.map(({ inside }) => inside)),
    outerFirst(request.mounts).flatMap(({ host, inside, mode }) => [mode === "read-only" ? "--ro-bind" : "--bind", host, inside]),
    ["--remount-ro", "/", "--chdir", request.cwd],
  ].flat();
}

/** Folders above the mount points, outermost first: made by bubblewrap itself they would be closed to other users. */
function foldersAbove(paths: readonly string[]): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    for (let slash = path.indexOf("/", 1); slash > 0; slash = path.indexOf("/", slash + 1)) found.add(path.slice(0, slash));
  }
  return [...found].toSorted((a, b) => a.length - b.length).flatMap((path) => ["--perms", "0755", "--dir", path]);
}

export function outerFirst(mounts: readonly Mount[]): Mount[] {
  return mounts.toSorted((a, b) => a.inside.split("/").length - b.inside.split("/").length);
}

function filterOption(filter: Uint8Array | undefined, inputs: number): string[] {
  return filter === undefined ? [] : ["--seccomp", String(3 + inputs)];
}

function inner(request: SandboxRequest, asRoot: boolean, user: number): string[] {
  return [...(asRoot ? [...dropRoot(user), "--bounding-set=-all", "--no-new-privs"] : []), ...innerCommand(request)];
}
