import { readFile } from "node:fs/promises";
import { release } from "node:os";
import type { Sandbox, SandboxRequest } from "#ports/sandbox.ts";
import { outerFirst } from "./bubblewrap.ts";
import { formsFor, sandboxOf } from "./forms.ts";
import { dropRoot, innerCommand, NOBODY } from "./inner-command.ts";
import { runProcess } from "./run-process.ts";
import { filterLoader } from "./seccomp-loader.ts";
import { type SystemTree, systemTree } from "./system-mounts.ts";
import { LOCK, SETUP } from "./unshare-script.ts";

const ADVICE = "It needs util-linux 2.36 or newer, and a kernel that allows user namespaces to plain users.";
const DEVICES = ["null", "zero", "full", "random", "urandom", "tty"];
const SHARED_MEMORY = "mode=1777,size=64m,nosuid,nodev";

/** The same walls as bubblewrap from util-linux; nested user namespaces are forbidden by the kernel's own limit too. The system call filter needs Perl or Python. */
export function createUnshare(): Sandbox {
  let tree: Promise<SystemTree> | undefined;
  const loader = filterLoader(process.arch);
  const forms = formsFor((asRoot) => async (request, signal) => {
    const system = await (tree ??= systemTree());
    return runProcess(
      {
        command: [
          ["/usr/bin/setpriv", "--pdeathsig=KILL", "/usr/bin/unshare"],
          asRoot ? [] : ["--user", "--map-root-user"],
          ["--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child=KILL", "/bin/sh", "-c", SETUP, "sandbox"],
          await plan(request, system),
          ["run", request.cwd],
          asRoot ? dropRoot(NOBODY) : [],
          [
            "/usr/bin/unshare",
            "--user",
            `--map-user=${NOBODY}`,
            `--map-group=${NOBODY}`,
            "--keep-caps",
            "/bin/sh",
            "-c",
            LOCK,
            "sandbox",
          ],
          loader,
          innerCommand(roomForOthers(request, asRoot)),
        ].flat(),
        env: {},
        cwd: "/",
        stdin: request.stdin,
        inputs: [],
        limits: request.limits,
        writable: request.mounts.filter(({ mode }) => mode === "read-write").map(({ host }) => host),
      },
      signal,
    );
  });
  return sandboxOf("unshare", forms, ADVICE);
}

async function plan(request: SandboxRequest, system: SystemTree): Promise<string[]> {
  const flags = await mountFlags();
  const bind = (host: string, inside: string, mode: "ro" | "rw", device: "nodev" | "dev" = "nodev"): string[] => {
    const options = [
      mode,
      "nosuid",
      ...(device === "nodev" ? ["nodev"] : []),
      ...(flags(host).includes("noexec") ? ["noexec"] : []),
    ];
    return ["bind", host, inside, options.join(",")];
  };
  return [
    system.binds.flatMap(({ path }) => bind(path, path, "ro")),
    system.hidden.flatMap((path) => ["memory", path, "ro,size=4k,nosuid,nodev"]),
    system.links.flatMap(({ path, target }) => ["link", path, target]),
    system.files.flatMap(({ path, text }) => ["file", path, text]),
    ["proc"],
    ["memory", "/dev", "mode=755,size=64k,nosuid", "folder", "/dev/pts", "terminals"],
    DEVICES.flatMap((name) => bind(`/dev/${name}`, `/dev/${name}`, "rw", "dev")),
    ["fd", "stdin", "stdout", "stderr"].flatMap((name, index) => [
      "link",
      `/dev/${name}`,
      index === 0 ? "/proc/self/fd" : `/proc/self/fd/${index - 1}`,
    ]),
    ["link", "/dev/ptmx", "pts/ptmx", "memory", "/dev/shm", SHARED_MEMORY],
    ["memory", "/tmp", `mode=1777,size=${request.limits.fileBytes},nosuid,nodev`],
    outerFirst(request.mounts).flatMap(({ host, inside, mode }) => bind(host, inside, mode === "read-only" ? "ro" : "rw")),
  ].flat();
}

/**
 * Options of the mount that holds a path. A user namespace may not take back what its parent forbade (`noexec`), so a remount
 * that does not repeat it is refused.
 */
async function mountFlags(): Promise<(path: string) => readonly string[]> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "))
    .map((fields) => ({ point: unescape(fields[4] ?? "/"), flags: (fields[5] ?? "").split(",") }));
  return (path) => {
    let best = { point: "", flags: [] as string[] };
    for (const mount of mounts) {
      const holds = mount.point === "/" || path === mount.point || path.startsWith(`${mount.point}/`);
      if (holds && mount.point.length >= best.point.length) best = mount;
    }
    return best.flags;
  };
}

/** mountinfo writes space, tab, line feed and backslash as octal escapes (proc(5)). */
function unescape(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Before Linux 5.14 a limit on processes counts all of the user's, not only those of the namespace. */
function roomForOthers(request: SandboxRequest, asRoot: boolean): SandboxRequest {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  if (asRoot || major > 5 || (major === 5 && minor >= 14)) return request;
  return { ...request, limits: { ...request.limits, processes: request.limits.processes + 4096 } };
}
