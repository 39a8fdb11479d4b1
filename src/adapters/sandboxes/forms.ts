import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { DEFAULT_LIMITS, type Sandbox, type SandboxProbe, type SandboxRequest, type SandboxResult } from "#ports/sandbox.ts";
import { requestFault } from "./inner-command.ts";
import { nothing } from "./run-process.ts";

/** One way to build the same walls; which one works depends on who we are and on what the kernel allows. */
export interface Form {
  /** For people: `as root`, `as a plain user`. */
  readonly title: string;
  readonly run: (request: SandboxRequest, signal: AbortSignal) => Promise<SandboxResult>;
}

/** Prints one word for each wall that stands; runs inside. */
const PROBE = `
hidden=yes
for path in "$@"; do [ -e "$path" ] && hidden=no; done
[ $hidden = yes ] && echo home-hidden
(: > /usr/.probe) 2>/dev/null || (: > /.probe) 2>/dev/null || echo system-read-only
(: > /tmp/.probe) 2>/dev/null && echo scratch
alone=yes
while read -r name rest; do case $name in lo:*) ;; *:*) alone=no ;; esac; done < /proc/net/dev
[ $alone = yes ] && echo network-alone
[ "$(id -u)" != 0 ] && echo no-root
[ "$$" -lt 1000 ] && echo own-processes
while read -r name value; do [ "$name" = Seccomp_filters: ] && echo "filters $value"; done < /proc/self/status
grep -q 127.0.0.1 /proc/net/fib_trie 2>/dev/null && echo loopback
:
`;
const WALLS = ["home-hidden", "system-read-only", "scratch", "network-alone", "no-root", "own-processes"];

/** Runs the probe program under one form and says which walls stand. */
async function probeForm(form: Form): Promise<SandboxProbe> {
  const homes = ["/root", "/home", homedir()].filter((path) => path !== "/" && path.startsWith("/"));
  const result = await form.run(
    {
      argv: ["/bin/sh", "-c", PROBE, "probe", ...homes],
      cwd: "/tmp",
      env: { PATH: "/usr/bin:/bin" },
      mounts: [],
      limits: { ...DEFAULT_LIMITS, seconds: 10 },
    },
    new AbortController().signal,
  );
  const outside = await filtersHere();
  const said = new TextDecoder().decode(result.stdout).split("\n");
  const missing = WALLS.filter((wall) => !said.includes(wall));
  if (result.end !== "exited" || result.code !== 0) {
    const why = result.reason ?? new TextDecoder().decode(result.stderr).trim();
    return { usable: false, detail: `${form.title}: ${why || `the probe ended with ${result.code}`}` };
  }
  if (missing.length > 0) return { usable: false, detail: `${form.title}: not shown: ${missing.join(", ")}` };
  const loopback = said.includes("loopback")
    ? ""
    : "; programs that need a local server fail: nothing here can raise the loopback device";
  const filter = said.some((line) => /^filters \d+$/.test(line) && Number(line.slice(8)) > outside)
    ? ", system calls filtered"
    : "; system calls are not filtered: nothing here can load the filter (Perl or Python in /usr/bin)";
  return { usable: true, detail: `${form.title}: no network, no home, read-only system, own processes${filter}${loopback}` };
}

/** System call filters that this process runs under already, as in a container; 0 where the kernel does not say. */
async function filtersHere(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8");
  return Number(/^Seccomp_filters:\s*(\d+)/m.exec(status)?.[1] ?? 0);
}

/** The first form that passes the probe does all runs; the choice is made once. */
export function sandboxOf(id: string, forms: readonly Form[], advice: string): Sandbox {
  let choice: Promise<{ form?: Form; probe: SandboxProbe }> | undefined;
  async function choose(): Promise<{ form?: Form; probe: SandboxProbe }> {
    const failed: string[] = [];
    for (const form of forms) {
      const probe = await probeForm(form);
      if (probe.usable) return { form, probe };
      failed.push(probe.detail);
    }
    return { probe: { usable: false, detail: `${failed.join("; ")}. ${advice}` } };
  }
  return {
    id,
    async probe() {
      return (await (choice ??= choose())).probe;
    },
    async run(request, signal) {
      const fault = requestFault(request);
      if (fault !== undefined) return nothing("refused", fault);
      const { form, probe } = await (choice ??= choose());
      return form === undefined ? nothing("refused", probe.detail) : form.run(request, signal);
    },
  };
}

/** Forms for who we are: root first tries with its own rights, which are given up inside. */
export function formsFor(make: (asRoot: boolean) => Form["run"]): Form[] {
  const plain: Form = { title: "as a plain user", run: make(false) };
  return process.getuid?.() === 0 ? [{ title: "as root", run: make(true) }, plain] : [plain];
}
