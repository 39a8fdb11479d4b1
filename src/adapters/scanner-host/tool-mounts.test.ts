import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { planTool } from "./tool-mounts.ts";

let root = "";
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "assay-tools-")));
  await put("base/bin/python3.11", "\x7fELF");
  await put("base/lib/python3.11/os.py", "");
});
afterAll(() => rm(root, { recursive: true }));

async function put(path: string, text: string): Promise<string> {
  const full = join(root, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, text);
  await chmod(full, 0o755);
  return full;
}

const nowhere = async (): Promise<undefined> => undefined;

async function mounted(executable: string, find: (name: string) => Promise<string | undefined> = nowhere) {
  const plan = await planTool(executable, find);
  if (plan.kind !== "runnable") return plan.reason;
  return {
    ...plan,
    argv: plan.argv.map(short),
    mounts: plan.mounts.map(({ host, inside, mode }) => `${short(host)} ${host === inside} ${mode}`),
  };
}

const short = (path: string): string => path.replace(`${root}/`, "");

it("mounts a binary alone", async () => {
  const tool = await put("go/bin/scan", "\x7fELF");

  expect(await mounted(tool)).toMatchObject({
    argv: ["go/bin/scan"],
    mounts: ["go/bin/scan true read-only"],
    limitMemory: false,
  });
});

it("mounts a virtual environment and the Python it was made from", async () => {
  await put("venv/pyvenv.cfg", "home = x\nversion = 3.11.7\n");
  await mkdir(join(root, "venv/bin"));
  await symlink(join(root, "base/bin/python3.11"), join(root, "venv/bin/python"));
  const tool = await put("venv/bin/scan", `#!${root}/venv/bin/python\n`);

  expect(await mounted(tool)).toMatchObject({
    argv: ["venv/bin/python", "venv/bin/scan"],
    mounts: ["base/bin/python3.11 true read-only", "base/lib/python3.11 true read-only", "venv true read-only"],
    limitMemory: true,
  });
});

it("mounts only the libraries of a user's own prefix, and names it", async () => {
  await put("home/.local/lib/python3.11/site-packages/scan.py", "");
  await put("home/.local/share/secret", "");
  const tool = await put("home/.local/bin/scan", "#!/usr/bin/env python3.11\n");

  expect(await mounted(tool, async (name) => join(root, "base/bin", name))).toMatchObject({
    mounts: [
      "base/bin/python3.11 true read-only",
      "base/lib/python3.11 true read-only",
      "home/.local/bin/scan true read-only",
      "home/.local/lib/python3.11 true read-only",
    ],
    env: { PYTHONUSERBASE: join(root, "home/.local") },
  });
});

it("mounts a script beside its Python", async () => {
  const tool = await put("base/bin/scan", `#!/bin/sh\n'''exec' "${root}/base/bin/python3.11" "$0" "$@"\n' '''\n`);

  expect(await mounted(tool)).toMatchObject({
    mounts: ["base/bin/python3.11 true read-only", "base/bin/scan true read-only", "base/lib/python3.11 true read-only"],
  });
});

it("mounts the packages of a Node script", async () => {
  await put("node/bin/node", "\x7fELF");
  const tool = await put("node/lib/node_modules/scan/cli.js", "#!/usr/bin/env node\n");

  expect(await mounted(tool, async () => join(root, "node/bin/node"))).toMatchObject({
    mounts: ["node/bin/node true read-only", "node/lib/node_modules true read-only"],
    limitMemory: false,
  });
});

it.each([
  ["#!/usr/bin/env bash\nexec other\n", "it is a script for bash: name the tool's real executable in the user configuration"],
  ["#!/usr/bin/env python9\n", "its interpreter python9 is not on this machine"],
])("refuses what it cannot see through: %j", async (text, reason) => {
  const tool = await put("shims/scan", text);

  expect(await mounted(tool, async (name) => (name === "bash" ? "/bin/bash" : undefined))).toBe(reason);
});
