import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { createBubblewrap } from "#adapters/sandboxes/bubblewrap.ts";
import { createNone } from "#adapters/sandboxes/none.ts";
import { runProcess } from "#adapters/sandboxes/run-process.ts";
import { seccompProgram } from "#adapters/sandboxes/seccomp.ts";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createUnshare } from "#adapters/sandboxes/unshare.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import { limitContract, survivors, wallContract } from "#testing/sandbox-contract.ts";

const BWRAP = "/usr/bin/bwrap";
const hasBwrap = existsSync(BWRAP);

function hostile(name: "bubblewrap" | "unshare", sandbox: Sandbox): void {
  it("passes its own probe", async () => {
    const probe = await sandbox.probe();

    expect(probe.detail).toContain("no network, no home, read-only system, own processes");
    expect(probe.detail).toContain("system calls filtered");
    expect(probe.usable).toBe(true);
  });
  it.runIf(process.arch === "x64")("refuses system calls that reach deep into the kernel", async () => {
    const script =
      "import ctypes; l = ctypes.CDLL(None, use_errno=True); print([l.syscall(number, 0, 0, 0, 0, 0) == -1 and ctypes.get_errno() for number in (101, 248, 272, 425)], l.socket(40, 1, 0))";
    const result = await sandbox.run(
      {
        argv: ["/usr/bin/python3", "-I", "-c", script],
        cwd: "/tmp",
        env: {},
        mounts: [],
        limits: { seconds: 20, outputBytes: 1000, fileBytes: 1000, processes: 9 },
      },
      new AbortController().signal,
    );

    // ptrace, add_key, unshare: not permitted; io_uring_setup: as if the kernel had none; no socket of another family.
    expect(new TextDecoder().decode(result.stdout).trim()).toBe("[1, 1, 1, 38] -1");
  });
  for (const each of [...limitContract(sandbox), ...wallContract(sandbox, process.execPath)]) it(each.name, () => each.run());
  it("ends with the process that started it", async () => {
    const token = randomUUID();
    const parent = spawn(process.execPath, ["fixtures/sandbox/run-and-wait.ts", name, token], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => parent.stdout.once("data", resolve));
    const running = await commandLines(token);
    parent.kill("SIGKILL");

    expect(running).toBeGreaterThan(1);
    expect(await survivors(token)).toEqual([]);
  });
}

async function commandLines(token: string): Promise<number> {
  let count = 0;
  for (const id of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    if ((await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")).includes(token)) count++;
  }
  return count;
}

describe.runIf(process.platform === "linux")("unshare", () => hostile("unshare", createUnshare()));

describe.runIf(hasBwrap)(`bubblewrap${hasBwrap ? "" : " (skipped: bwrap is not installed on this machine)"}`, () =>
  hostile("bubblewrap", createBubblewrap({ executable: BWRAP })),
);

describe("none", () => {
  for (const each of limitContract(createNone())) it(each.name, () => each.run());
});

describe("select", () => {
  it("takes a form that works and never the bare one unasked", async () => {
    const { sandbox, probes } = await selectSandbox({ preference: "auto", unsafeNoSandbox: false });

    expect(["bubblewrap", "unshare", undefined]).toContain(sandbox?.id);
    expect(probes.some(({ id }) => id === "none")).toBe(false);
    expect(probes.at(-1)?.usable).toBe(sandbox !== undefined);
  });

  it("does not run bare when a form with walls works, even if it might", async () => {
    const walled = await selectSandbox({ preference: "unshare", unsafeNoSandbox: false });
    const allowed = await selectSandbox({ preference: "unshare", unsafeNoSandbox: true });

    expect(allowed.sandbox?.id).toBe(walled.sandbox?.id ?? "none");
  });

  it("answers refused where bwrap does not work", async () => {
    const broken = createBubblewrap({ executable: "/bin/false" });

    const probe = await broken.probe();
    const result = await broken.run(
      {
        argv: ["/bin/true"],
        cwd: "/tmp",
        env: {},
        mounts: [],
        limits: { seconds: 5, outputBytes: 100, fileBytes: 100, processes: 9 },
      },
      new AbortController().signal,
    );

    expect(probe.usable).toBe(false);
    expect(result.end).toBe("refused");
  });
});

describe("run-process", () => {
  it("ends what holds too much memory although no address space limit binds it", async () => {
    const script = "printf 1 >&3; exec 3>&-; tail /dev/zero & wait";
    const limits = { seconds: 30, outputBytes: 100, fileBytes: 1 << 20, processes: 20, memoryBytes: 200 << 20 };

    const result = await runProcess(
      { command: ["/bin/sh", "-c", script], env: {}, cwd: "/", inputs: [], limits, writable: [] },
      new AbortController().signal,
    );

    expect(result.reason).toBe("more than 200 MiB of memory");
    expect(result.end).toBe("killed");
  });

  it("says which program is missing", async () => {
    const limits = { seconds: 5, outputBytes: 100, fileBytes: 100, processes: 9 };

    const result = await runProcess(
      { command: ["/no/such/program"], env: {}, cwd: "/", inputs: [], limits, writable: [] },
      new AbortController().signal,
    );

    expect(result.end).toBe("refused");
    expect(result.reason).toContain("ENOENT");
  });
});

describe("seccomp", () => {
  it("has a program of whole instructions for both architectures, none for others", () => {
    for (const arch of ["x64", "arm64"]) {
      const program = seccompProgram(arch) ?? new Uint8Array();

      // The last instruction allows: RET with SECCOMP_RET_ALLOW.
      expect(program.slice(-8)).toEqual(Uint8Array.of(0x06, 0, 0, 0, 0, 0, 0xff, 0x7f));
      expect(program.length % 8).toBe(0);
    }
    expect(seccompProgram("mips")).toBeUndefined();
  });
});
