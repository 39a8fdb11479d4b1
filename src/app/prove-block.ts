import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGit, type Git } from "#adapters/git/git.ts";
import type { GateVerdict } from "#domain/gate.ts";
import { readEnvironment } from "./env.ts";
import { open } from "./open.ts";

/** `blocked`: the gate does not let it through. `passed`: it does, under these settings. `unknown`: it could not be tried. */
export interface BlockProof {
  readonly kind: "blocked" | "passed" | "unknown";
  readonly detail: string;
}

/** A weakness nobody disputes, in the two families of languages. */
const PLANTED = {
  "assay_planted/run.py": [
    "import subprocess",
    "from flask import request",
    "",
    "",
    "def run():",
    '    return subprocess.check_output("ping " + request.args["host"], shell=True)',
    "",
  ].join("\n"),
  "assay_planted/run.js": [
    'const { exec } = require("node:child_process");',
    "",
    "module.exports = (app) => {",
    '  app.get("/ping", (req, res) => exec("ping " + req.query.host, () => res.end()));',
    "};",
    "",
  ].join("\n"),
} as const;

/** What of a project judges a change. */
const JUDGES = ["assay.yaml", ".assay/rules", ".assay/suppressions.yaml"];

/** Plants a violation in a scratch repository that has the project's settings, and asks the gate. Removes the repository whatever happens. */
export async function proveBlock(root: string, signal: AbortSignal): Promise<BlockProof> {
  const executable = await readEnvironment().findExecutable("git", root);
  if (executable === undefined) return { kind: "unknown", detail: "git is not installed" };
  const scratch = await mkdtemp(join(tmpdir(), "assay-proof-"));
  try {
    const project = join(scratch, "project");
    await mkdir(join(project, ".git"), { recursive: true });
    for (const path of JUDGES) await copied(join(root, path), join(project, path));
    const git = createGit({ executable, root: project });
    await git.run(["init", "--quiet"], { signal });
    await commitAll(git, project, signal);
    for (const [path, text] of Object.entries(PLANTED)) {
      await mkdir(join(project, path, ".."), { recursive: true });
      await writeFile(join(project, path), text);
    }
    const range = { base: "HEAD", head: "worktree" } as const;
    const assay = await open({
      cwd: project,
      near: project,
      stateFolder: join(scratch, "state"),
      unsafeNoSandbox: false,
      judgedFrom: range,
      cache: false,
    });
    try {
      return proofOf((await assay.gate(range, () => {}, signal)).verdict);
    } finally {
      await assay.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function proofOf({ outcome, reasons }: GateVerdict): BlockProof {
  if (outcome === "pass")
    return { kind: "passed", detail: "the settings let it through; look at failOn, minProbability and exclude" };
  const [first] = reasons;
  const place = first?.path === undefined ? "" : `${first.path}:${first.line ?? 1} `;
  const detail = `${place}${first?.message ?? outcome}`;
  if (outcome === "incomplete") return { kind: "unknown", detail };
  return outcome === "ask" ? { kind: "passed", detail: `it only waits for a person: ${detail}` } : { kind: "blocked", detail };
}

async function copied(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, { recursive: true });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}

/** One commit of the settings. Objects are written by their content, so that no filter or hook of the machine has a say. */
async function commitAll(git: Git, project: string, signal: AbortSignal): Promise<void> {
  const text = async (args: readonly string[], stdin = ""): Promise<string> =>
    Buffer.from(await git.run(args, { signal, stdin }))
      .toString("utf8")
      .trim();
  for (const path of await filesBelow(project)) {
    const id = await text(["hash-object", "-w", "--stdin"], await readFile(join(project, path), "utf8"));
    await git.run(["update-index", "--add", "--cacheinfo", `100644,${id},${path}`], { signal });
  }
  const tree = await text(["write-tree"]);
  const identity = ["-c", "user.name=assay", "-c", "user.email=assay@localhost"];
  const commit = await text([...identity, "commit-tree", tree, "-m", "settings"]);
  await git.run(["update-ref", "HEAD", commit], { signal });
}

async function filesBelow(project: string): Promise<string[]> {
  const entries = await readdir(project, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.length + 1))
    .filter((path) => !path.startsWith(".git/"))
    .toSorted();
}
