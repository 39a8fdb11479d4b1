import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

export const MAIN = fileURLToPath(new URL("../../src/faces/cli/main.ts", import.meta.url));
export const WEAK_PYTHON = "import hashlib\nprint(hashlib.md5(b'x').hexdigest())\n";
export const WEAK_JAVASCRIPT =
  "const crypto = require('crypto');\nexports.tag = (body) => crypto.createHash('md5').update(body).digest('hex');\n";

/** Longest a command may take before the test calls it a hang. */
const HANG_MS = 240_000;
const WROTE_PEAK = /\npeak (\d+)\n$/;
const PEAK = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS+"\\n"))`;

export interface Ran {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Largest resident memory in KiB. */
  readonly peak: number;
}

export interface Place {
  /** Absolute path of the code under analysis. */
  readonly root: string;
  /** Absolute path of the state folder. */
  readonly state: string;
  readonly environment: NodeJS.ProcessEnv;
}

const places: string[] = [];
let cache: string | undefined;

/** One cache for all runs of a test file: they start faster. */
function sharedCache(): string {
  cache ??= fs.mkdtempSync(join(tmpdir(), "assay-hostile-cache-"));
  return cache;
}

export function removePlaces(): void {
  if (cache !== undefined) fs.rmSync(cache, { recursive: true, force: true });
  for (const folder of places.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

/** A fresh project beside a home of its own. Files by path. */
export function place(files: Readonly<Record<string, string | Uint8Array>> = {}): Place {
  const base = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-hostile-")));
  places.push(base);
  const [root, state, home, temporary] = ["project", "state", "home", "temporary"].map((name) => join(base, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const folder of [root, home, temporary]) fs.mkdirSync(folder);
  for (const [path, content] of Object.entries(files)) write(root, path, content);
  const { PATH = "" } = process.env;
  return {
    root,
    state,
    environment: { PATH, HOME: home, TMPDIR: temporary, XDG_CACHE_HOME: sharedCache(), ASSAY_STATE: state, NO_COLOR: "1" },
  };
}

export function write(root: string, path: string, content: string | Uint8Array): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), content);
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  /** Program and arguments that start node, for another user or another limit. */
  readonly through?: readonly string[];
}

/** One command line as a process of its own. Fails when the program calls itself broken or does not end. */
export function assay({ root, environment }: Place, argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [program = "", ...rest] = [...(options.through ?? []), process.execPath, "--import", PEAK, MAIN, ...argv];
  return new Promise((resolve, reject) => {
    const limits = {
      cwd: options.cwd ?? root,
      env: environment,
      timeout: HANG_MS,
      killSignal: "SIGKILL",
      maxBuffer: 1 << 28,
    } as const;
    const child = execFile(program, rest, limits, (error, stdout, stderr) => {
      if (error?.killed === true) return reject(new Error(`assay ${argv.join(" ")} did not end\n${stderr}`));
      const peak = Number(WROTE_PEAK.exec(stderr)?.[1] ?? 0);
      const said = stderr.replace(WROTE_PEAK, "");
      if (/internal error|This is a bug/.test(said)) return reject(new Error(`assay ${argv.join(" ")} broke down\n${said}`));
      const code = typeof error?.code === "number" ? error.code : error === null ? 0 : undefined;
      resolve({ code, signal: error?.signal ?? undefined, stdout, stderr: said, peak });
    });
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input ?? "");
  });
}

/** Fails unless the command ended with this code and said all of these, and left no control characters behind. */
export function expectEnd(ran: Ran, code: number, ...said: readonly (string | RegExp)[]): void {
  const all = `${ran.stdout}\n${ran.stderr}`;
  expect(ran.code, all).toBe(code);
  for (const part of said) expect(all).toMatch(part);
  // oxlint-disable-next-line no-control-regex -- these must not reach a terminal
  expect(all).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
}

/** Everything under a folder by path: kind, mode and content; of large files size and time of change. */
export function snapshot(folder: string): Readonly<Record<string, string>> {
  const seen: Record<string, string> = {};
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const name of fs.readdirSync(current)) {
      const path = join(current, name);
      const stats = fs.lstatSync(path);
      if (stats.isDirectory()) pending.push(path);
      seen[path.slice(folder.length + 1)] = `${stats.mode.toString(8)} ${contentOf(path, stats)}`;
    }
  }
  return seen;
}

function contentOf(path: string, stats: fs.Stats): string {
  if (stats.isSymbolicLink()) return fs.readlinkSync(path);
  if (!stats.isFile()) return "";
  return stats.size > 1_000_000
    ? `${stats.size} ${stats.mtimeMs}`
    : createHash("sha256").update(fs.readFileSync(path)).digest("hex");
}

/** The temporary folder of the place, which every command must leave empty. */
export function leftovers({ environment }: Place): string[] {
  return fs.readdirSync(environment["TMPDIR"] as string);
}

export function git(root: string, ...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: root, stdio: "pipe" });
}
