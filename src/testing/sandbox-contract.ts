import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { Mount, Sandbox, SandboxLimits, SandboxRequest, SandboxResult } from "#ports/sandbox.ts";

/** One promise of the contract; `run` rejects with an AssertionError when the sandbox breaks it. For any test runner. */
export interface SandboxCase {
  readonly name: string;
  run(): Promise<void>;
}

const SMALL: SandboxLimits = { seconds: 20, outputBytes: 1 << 16, fileBytes: 8 << 20, processes: 64 };
/** Seconds after its limit by which a run must be over. */
const GRACE = 2;
const NODE = "/opt/node/bin/node";

/** What every sandbox keeps, the one without walls included. */
export function limitContract(sandbox: Sandbox): SandboxCase[] {
  return [
    { name: "gives back exit code, both streams and standard input", run: () => plain(sandbox) },
    { name: "ends an endless loop at its time", run: () => endlessLoop(sandbox) },
    { name: "ends endless output at its cap", run: () => endlessOutput(sandbox) },
    { name: "ends a memory hog", run: () => memoryHog(sandbox) },
    { name: "ends at the abort of the signal", run: () => aborted(sandbox) },
    { name: "refuses what cannot be built and runs nothing", run: () => refused(sandbox) },
  ];
}

/** What a sandbox with walls keeps against hostile programs. `node` is the host path of the Node binary. */
export function wallContract(sandbox: Sandbox, node: string): SandboxCase[] {
  return [
    { name: "hides the network, DNS and abstract sockets of the host", run: () => network(sandbox, node) },
    { name: "hides files of home and project", run: () => files(sandbox) },
    { name: "writes only where it may", run: () => writes(sandbox) },
    { name: "hides the environment and the processes of the host", run: () => environment(sandbox, node) },
    { name: "ends a fork bomb", run: () => forkBomb(sandbox) },
    { name: "stops a full disk", run: () => diskFill(sandbox) },
    { name: "lets no daemon survive", run: () => daemon(sandbox) },
    { name: "has no terminal to write to", run: () => terminal(sandbox) },
    { name: "forbids new user namespaces and mounts", run: () => namespaces(sandbox) },
    { name: "leaves no mount behind", run: () => mountsLeft(sandbox) },
  ];
}

function shell(script: string, changes: Partial<SandboxRequest> = {}, ...args: string[]): SandboxRequest {
  return {
    argv: ["/bin/sh", "-c", script, "contract", ...args],
    cwd: "/tmp",
    env: { PATH: "/usr/bin:/bin" },
    mounts: [],
    limits: SMALL,
    ...changes,
  };
}

function run(sandbox: Sandbox, request: SandboxRequest): Promise<SandboxResult> {
  return sandbox.run(request, new AbortController().signal);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function nodeRequest(node: string, script: string): SandboxRequest {
  const mounts: Mount[] = [{ host: node, inside: NODE, mode: "read-only" }];
  return { argv: [NODE, "-e", script], cwd: "/tmp", env: { OWN: "1" }, mounts, limits: SMALL };
}

/** A folder that any user may write to, removed afterwards. */
async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "assay-contract-"));
  try {
    const open = join(folder, "open");
    await mkdir(open);
    await chmod(open, 0o777);
    await work(open);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function plain(sandbox: Sandbox): Promise<void> {
  const result = await run(
    sandbox,
    shell('cat; echo "$OWN-$HOME" >&2; exit 7', { stdin: Buffer.from("given"), env: { OWN: "mine" } }),
  );

  assert.equal(result.end, "exited", result.reason);
  assert.equal(result.code, 7);
  assert.equal(text(result.stdout), "given");
  assert.equal(text(result.stderr), "mine-\n");
}

async function endlessLoop(sandbox: Sandbox): Promise<void> {
  const result = await run(sandbox, shell("while :; do :; done", { limits: { ...SMALL, seconds: 1 } }));

  assert.equal(result.end, "timed-out");
  assert.ok(result.seconds < 1 + GRACE, `took ${result.seconds} s`);
}

async function endlessOutput(sandbox: Sandbox): Promise<void> {
  const result = await run(sandbox, shell("yes"));

  assert.equal(result.end, "output-flooded");
  assert.equal(result.stdout.length + result.stderr.length, SMALL.outputBytes);
}

async function memoryHog(sandbox: Sandbox): Promise<void> {
  const result = await run(sandbox, shell("tail /dev/zero", { limits: { ...SMALL, memoryBytes: 128 << 20 } }));

  assert.ok(result.end === "killed" || (result.end === "exited" && result.code !== 0), `${result.end} ${result.code}`);
}

async function aborted(sandbox: Sandbox): Promise<void> {
  const controller = new AbortController();
  const running = sandbox.run(shell("sleep 30"), controller.signal);
  setTimeout(() => controller.abort(), 300);

  const result = await running;
  assert.equal(result.end, "aborted");
  assert.equal((await sandbox.run(shell("true"), controller.signal)).end, "aborted");
}

async function refused(sandbox: Sandbox): Promise<void> {
  const missing = await run(sandbox, shell("echo ran", { cwd: "/no/such/folder" }));
  const relative = await run(sandbox, shell("echo ran", { cwd: "tmp" }));

  assert.equal(missing.end, "refused");
  assert.equal(text(missing.stdout), "");
  assert.notEqual(missing.reason ?? "", "");
  assert.equal(relative.end, "refused");
}

async function network(sandbox: Sandbox, node: string): Promise<void> {
  let connections = 0;
  const name = `\0assay-contract-${randomUUID()}`;
  const servers = [createServer(() => connections++), createServer(() => connections++)];
  await new Promise<void>((resolve) => servers[0]?.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => servers[1]?.listen(name, resolve));
  const address = servers[0]?.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const script = `
    const net = require("node:net");
    const tries = [{ host: "127.0.0.1", port: ${port} }, { path: ${JSON.stringify(name)} }, { host: "169.254.169.254", port: 80 }, { host: "1.1.1.1", port: 53 }];
    for (const options of tries) net.connect(options).on("connect", () => console.log("CONNECTED")).on("error", () => console.log("closed"));
    require("node:dns").lookup("example.com", (error) => console.log(error ? "closed" : "CONNECTED"));`;

  const result = await run(sandbox, nodeRequest(node, script));
  for (const server of servers) await new Promise<void>((resolve) => server.close(() => resolve()));

  assert.equal(text(result.stdout), "closed\n".repeat(5), text(result.stderr));
  assert.equal(connections, 0);
}

async function files(sandbox: Sandbox): Promise<void> {
  await withFolder(async (folder) => {
    const canary = join(folder, "canary");
    await writeFile(canary, "secret-words");
    const paths = [canary, homedir(), process.cwd(), "/etc/shadow", "/root", "/home", "/var", "/run", "/sys/kernel"];

    const result = await run(sandbox, shell('for path in "$@"; do cat "$path" || ls "$path"; done', {}, ...paths));

    assert.equal(text(result.stdout), "");
    assert.equal(result.end, "exited", result.reason);
  });
}

async function writes(sandbox: Sandbox): Promise<void> {
  await withFolder(async (folder) => {
    for (const name of ["fixed", "free"]) await mkdir(join(folder, name));
    await writeFile(join(folder, "fixed/file"), "as it was");
    await chmod(join(folder, "fixed/file"), 0o666);
    await chmod(join(folder, "fixed"), 0o777);
    await chmod(join(folder, "free"), 0o777);
    const mounts: Mount[] = [
      { host: join(folder, "fixed"), inside: "/data/fixed", mode: "read-only" },
      { host: join(folder, "free"), inside: "/data/free", mode: "read-write" },
    ];
    const script =
      "for place in /data/fixed/file /usr/x /etc/x /x /dev/null/x /proc/sys/kernel/hostname; do echo no > $place; done; echo yes > /data/free/file";

    await run(sandbox, shell(script, { mounts }));

    assert.equal(await readFile(join(folder, "fixed/file"), "utf8"), "as it was");
    assert.deepEqual(await readdir(join(folder, "fixed")), ["file"]);
    assert.equal(await readFile(join(folder, "free/file"), "utf8"), "yes\n");
  });
}

async function environment(sandbox: Sandbox, node: string): Promise<void> {
  const script = `
    const { readdirSync, readFileSync } = require("node:fs");
    const ids = readdirSync("/proc").filter((name) => /^\\d+$/.test(name));
    const seen = ids.flatMap((id) => { try { return readFileSync("/proc/" + id + "/environ", "utf8").split("\\0") } catch { return [] } });
    console.log(JSON.stringify({ processes: ids.length, seen: [...new Set(seen)].filter(Boolean) }));`;

  const result = await run(sandbox, nodeRequest(node, script));

  const { processes, seen } = JSON.parse(text(result.stdout)) as { processes: number; seen: string[] };
  assert.deepEqual(seen, ["OWN=1"]);
  assert.ok(processes <= 4, `${processes} processes are visible`);
}

async function forkBomb(sandbox: Sandbox): Promise<void> {
  const limits = { ...SMALL, seconds: 2, processes: 40 };
  const token = randomUUID();

  const result = await run(sandbox, shell("bomb() { bomb | bomb & }; bomb; sleep 30", { limits }, token));

  assert.ok(result.seconds < limits.seconds + GRACE, `took ${result.seconds} s`);
  assert.deepEqual(await survivors(token), []);
}

async function diskFill(sandbox: Sandbox): Promise<void> {
  const inMemory = await run(sandbox, shell("cat /dev/zero > /tmp/a; cat /dev/zero > /tmp/b; du -sm /tmp | cut -f1"));
  assert.ok(Number(text(inMemory.stdout)) <= 9, `${text(inMemory.stdout)} MiB in scratch memory`);

  await withFolder(async (folder) => {
    const mounts: Mount[] = [{ host: folder, inside: "/data", mode: "read-write" }];
    const script = "i=0; while :; do i=$((i+1)); head -c 4000000 /dev/zero > /data/$i; done";

    const result = await run(sandbox, shell(script, { mounts, limits: { ...SMALL, seconds: 30 } }));

    assert.equal(result.end, "killed");
    assert.match(result.reason ?? "", /bytes written/);
  });
}

async function daemon(sandbox: Sandbox): Promise<void> {
  const token = randomUUID();
  const script = 'setsid sh -c "sleep 60; :" "$1" > /dev/null 2>&1 < /dev/null & sleep 0.2; echo started';

  const result = await run(sandbox, shell(script, {}, token));

  assert.equal(text(result.stdout), "started\n");
  assert.ok(result.seconds < GRACE, `took ${result.seconds} s`);
  assert.deepEqual(await survivors(token), []);
}

/** Processes of this machine whose command line holds the token, after the kernel had a moment to end them. */
export async function survivors(token: string): Promise<string[]> {
  let found: string[] = [];
  for (let attempt = 0; attempt < 20; attempt++) {
    found = [];
    for (const id of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
      const line = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
      if (line.includes(token)) found.push(line.replaceAll("\0", " "));
    }
    if (found.length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return found;
}

async function terminal(sandbox: Sandbox): Promise<void> {
  const result = await run(sandbox, shell("echo injected > /dev/tty && echo OPENED; tty; :"));

  assert.equal(text(result.stdout), "not a tty\n");
}

async function namespaces(sandbox: Sandbox): Promise<void> {
  const result = await run(
    sandbox,
    shell("unshare --user true && echo MADE; mount -t tmpfs none /tmp && echo MOUNTED; umount /usr && echo GONE; :"),
  );

  assert.equal(result.end, "exited", result.reason);
  assert.equal(text(result.stdout), "");
}

async function mountsLeft(sandbox: Sandbox): Promise<void> {
  const before = await readFile("/proc/self/mountinfo", "utf8");
  await run(sandbox, shell("true"));

  assert.equal(await readFile("/proc/self/mountinfo", "utf8"), before);
}
