import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import type { GateOutcome } from "#app/api.ts";
import type { OpenOptions } from "#app/open-options.ts";
import type { ChangeRange } from "#app/judges.ts";
import { open } from "#app/open.ts";

const folders: string[] = [];
const never = new AbortController().signal;

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

export interface GateProject {
  readonly root: string;
  git(...args: string[]): string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  commit(message?: string): void;
  gate(range?: Partial<ChangeRange> & { readonly author?: "agent" }, options?: Partial<OpenOptions>): Promise<GateOutcome>;
}

/** A folder that is gone after the test. */
export function newFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-gate-")));
  folders.push(folder);
  return folder;
}

/** A repository whose first commit holds the files; judged by the embedded analyser alone. */
export function gateProject(files: Readonly<Record<string, string>>, root = newFolder()): GateProject {
  const project = projectAt(root);
  project.git("init", "--quiet", "--initial-branch=main");
  project.write(files);
  if (Object.keys(files).length > 0) project.commit("base");
  return project;
}

export function projectAt(root: string): GateProject {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always", ...args], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  return {
    root,
    git,
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        fs.mkdirSync(dirname(join(root, path)), { recursive: true });
        fs.writeFileSync(join(root, path), text);
      }
    },
    commit(message = "next") {
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", `--message=${message}`);
    },
    async gate({ author, ...range } = {}, options = {}) {
      const judgedFrom: ChangeRange = { head: "worktree", ...range };
      const state = join(root, "..", `${root.slice(root.lastIndexOf("/") + 1)}-state`);
      folders.push(state);
      const assay = await open({
        cwd: root,
        near: root,
        stateFolder: state,
        engines: ["assay"],
        cache: false,
        unsafeNoSandbox: false,
        judgedFrom,
        ...options,
      });
      try {
        return await assay.gate({ ...judgedFrom, ...(author && { author }) }, () => {}, never);
      } finally {
        await assay.close();
      }
    },
  };
}

/** Outcome, and rule with path of each reason. */
export function said({ verdict }: GateOutcome): readonly [string, ...(string | undefined)[]] {
  return [verdict.outcome, ...verdict.reasons.map(({ rule, path }) => (path === undefined ? rule : `${rule} ${path}`))];
}
