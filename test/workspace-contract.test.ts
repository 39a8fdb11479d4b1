import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { createGit } from "#adapters/git/git.ts";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import { createIndexWorkspace } from "#adapters/workspaces/git-index.ts";
import { openRevisionWorkspace } from "#adapters/workspaces/git-revision.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { readEnvironment } from "#app/env.ts";
import { withFiles } from "#ports/overlay.ts";
import { type MakeWorkspace, WORKSPACE_CASES } from "#testing/workspace-contract.ts";

const options = { exclude: [], maxFileBytes: 2_000_000 };

function folderWith(files: Readonly<Record<string, string>>): { root: string; readonly close: () => Promise<void> } {
  const root = mkdtempSync(join(tmpdir(), "assay-workspace-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, close: async () => rmSync(root, { recursive: true }) };
}

async function gitWith(root: string) {
  const executable = await readEnvironment().findExecutable("git", root);
  if (executable === undefined) throw new Error("these tests need git");
  const git = (...args: string[]) =>
    execFileSync(executable, ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: root, stdio: "pipe" });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message=first");
  return createGit({ executable, root });
}

const MAKERS: Readonly<Record<string, MakeWorkspace>> = {
  disk: async (files) => {
    const { root, close } = folderWith(files);
    return { workspace: createDiskWorkspace({ root, ...options }), close };
  },
  memory: async (files) => ({ workspace: createMemoryWorkspace({ root: "/nowhere", files }), close: async () => undefined }),
  overlay: async (files) => {
    const texts = Object.entries(files);
    const hidden = Object.fromEntries(texts.map(([path, text]) => [path, text.replaceAll("s", "S")]));
    const base = createMemoryWorkspace({ root: "/nowhere", files: hidden });
    return {
      workspace: withFiles(base, new Map(texts.map(([path, text]) => [path, Buffer.from(text)]))),
      close: async () => undefined,
    };
  },
  index: async (files) => {
    const { root, close } = folderWith(files);
    return { workspace: createIndexWorkspace({ git: await gitWith(root), ...options }), close };
  },
  revision: async (files) => {
    const { root, close } = folderWith(files);
    const git = await gitWith(root);
    for (const path of Object.keys(files)) rmSync(join(root, path));
    return { workspace: await openRevisionWorkspace({ git, ...options, revision: "HEAD" }, new AbortController().signal), close };
  },
};

describe.each(Object.entries(MAKERS))("the %s workspace", (_name, make) => {
  test.each(WORKSPACE_CASES)("$name", async ({ run }) => {
    await expect(run(make)).resolves.toBeUndefined();
  });
});
