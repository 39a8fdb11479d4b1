import { resolve } from "node:path";
import { posix } from "node:path";
import { ownTool } from "#analysis/lockfiles/own-tool.ts";
import { raiseInPyproject } from "#analysis/lockfiles/raise-in-pyproject.ts";
import { type Raise, raiseInPackageJson, raiseInPackageLock, raiseInRequirements } from "#analysis/lockfiles/raise.ts";
import { testUpgrade } from "#adapters/checks/tests/upgrade-tests.ts";
import { Candidate } from "#domain/candidate.ts";
import type { Problem } from "#domain/completeness.ts";
import { Defect } from "#domain/defect.ts";
import { AssayError } from "#domain/errors.ts";
import { applyEdits, type FilePatch } from "#domain/patch.ts";
import type { Outcome } from "#domain/verdict.ts";
import { digestJson } from "#lib/digest.ts";
import { unifiedDiff } from "#lib/unified-diff.ts";
import type { CheckContext } from "#ports/check.ts";
import { baseDigest, decodeStrict, encode, withFiles } from "#ports/overlay.ts";
import { type Component, inventory, type Weakness } from "./inventory.ts";
import type { Project } from "./project.ts";
import { type NotTried, type PackageFiles, packageFiles } from "./upgrade-package.ts";
import type { WheelFiles } from "./upgrade-wheel.ts";

export interface UpgradeRequest {
  /** Folder with packages at hand, relative to the current folder: `<name>-<version>.tgz` each. Absent: none is tried. */
  readonly packages?: string;
  /** Writes the manifests and lock files of the upgrades whose tests pass. */
  readonly apply: boolean;
}

/** One advised upgrade, and what the project's tests say of it. Only `pass` is proved by them. */
export interface Upgrade {
  readonly name: string;
  readonly from: string;
  readonly to?: string;
  /** Names of the advisories that it ends. */
  readonly advisories: readonly string[];
  readonly outcome: Outcome;
  /** Kebab-case. */
  readonly reason: string;
  readonly detail: string;
  /** Of manifest and lock file; empty where they are not changed. */
  readonly diff: string;
  readonly applied: boolean;
}

export interface UpgradeOutcome {
  readonly upgrades: readonly Upgrade[];
  /** Why the inventory is not whole. */
  readonly problems: readonly Problem[];
}

interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Advice of the advisories about direct dependencies, each tried with the project's tests where its package is at hand. What was not tried is inconclusive. Rejects with
 * AssayError `nothing-to-scan` without a lock file, `snapshot-invalid` without advisories.
 */
export async function upgradeRun(project: Project, request: UpgradeRequest, signal: AbortSignal): Promise<UpgradeOutcome> {
  const { components, weaknesses, problems } = await inventory(project, signal);
  if (weaknesses === undefined) throw new AssayError("snapshot-invalid", "there is no advisory snapshot: nothing can be advised");
  const byPurl = Map.groupBy(weaknesses, ({ purl }) => purl);
  const context = await contextOf(project);
  const upgrades: Upgrade[] = [];
  for (const component of components) {
    const told = byPurl.get(component.purl);
    if (told === undefined) continue;
    signal.throwIfAborted();
    upgrades.push(await judge(project, context, request, component, told, signal));
  }
  return { upgrades, problems };
}

type Context = Omit<CheckContext, "candidate" | "after">;

async function judge(
  project: Project,
  context: Context,
  request: UpgradeRequest,
  component: Component,
  told: readonly Weakness[],
  signal: AbortSignal,
): Promise<Upgrade> {
  const { name, version: from } = component;
  const to = told.find(({ upgrade }) => upgrade !== undefined)?.upgrade;
  const advisories = told.map(({ advisory }) => advisory.id);
  const said = (reason: string, detail: string, changes: readonly Change[] = []): Upgrade => ({
    name,
    from,
    ...(to !== undefined && { to }),
    advisories,
    outcome: "inconclusive",
    reason,
    detail,
    diff: diffOf(changes),
    applied: false,
  });
  if (to === undefined) return said("no-fixed-version", "No version is known to be free of this.");
  const lock = component.places[0]?.replace(/:\d+$/u, "") ?? "";
  // A requirements file pins what others ask for too, and is where it is raised.
  if (!component.direct && !lock.endsWith(".txt"))
    return said("not-direct", "Another package asks for it: that one must be upgraded, or its choice overruled.");
  const folder = lock.includes("/") ? posix.dirname(lock) : "";
  const isNpm = component.ecosystem === "npm";
  const tried =
    request.packages === undefined ? undefined : await filesOf(project, request.packages, component, { name, from, to, folder });
  const files = tried !== undefined && "files" in tried ? tried : undefined;
  const integrity = files?.integrity;
  const raise: Raise = { name, from, to, ...(integrity !== undefined && { integrity }) };
  const { changes, left } = isNpm ? await npmChanges(project, folder, lock, raise) : await pinnedChanges(project, lock, raise);
  const tool = left === undefined ? undefined : ownTool(lock, raise);
  const remedy = left === undefined ? "" : ` ${lock}: ${left}${tool === undefined ? "" : `: ${tool}`}.`;
  if (changes.length === 0) return said("not-edited", remedy.trim());
  if (files === undefined) {
    const why = tried === undefined || "files" in tried ? undefined : tried;
    const detail =
      why?.detail ??
      (isTried(component)
        ? "No packages are at hand: name a folder with --packages."
        : "Only packages of npm and Python can be tried here.");
    return said(why?.reason ?? "untested", `${detail} The project's tests have not been run with it.${remedy}`, changes);
  }
  const answer = await test(context, changes, files, signal);
  // A manifest without its lock file would be half a change.
  const applied = request.apply && answer.outcome === "pass" && left === undefined;
  if (applied) await write(project, changes);
  return { ...said(answer.reason, `${answer.detail}${remedy}`, changes), outcome: answer.outcome, applied };
}

function isTried({ ecosystem }: Component): boolean {
  return ecosystem === "npm" || ecosystem === "PyPI";
}

async function filesOf(
  project: Project,
  packages: string,
  component: Component,
  wanted: { readonly name: string; readonly from: string; readonly to: string; readonly folder: string },
): Promise<PackageFiles | WheelFiles | NotTried | undefined> {
  if (!isTried(component)) return undefined;
  const folder = resolve(project.cwd, packages);
  if (component.ecosystem === "npm") return packageFiles(project.disk, folder, wanted);
  const { wheelFiles } = await import("./upgrade-wheel.ts");
  return wheelFiles(project, folder, wanted);
}

/** Changes of files, and why one that should have been changed was not. */
interface Changed {
  readonly changes: readonly Change[];
  readonly left?: string;
}

async function npmChanges(project: Project, folder: string, lock: string, raise: Raise): Promise<Changed> {
  const manifest = posix.join(folder, "package.json");
  const first = await change(project, manifest, (text) => raiseInPackageJson(text, raise));
  if (typeof first === "string") return { changes: [], left: first };
  if (!/(?:package-lock|npm-shrinkwrap)\.json$/u.test(lock)) return { changes: [first], left: "its own tool must write it anew" };
  const range = rangeIn(first.after, raise.name);
  const second = await change(project, lock, (text) => raiseInPackageLock(text, raise, range));
  return typeof second === "string" ? { changes: [first], left: second } : { changes: [first, second] };
}

function rangeIn(manifest: string, name: string): string | undefined {
  const document = JSON.parse(manifest) as Record<string, Record<string, string> | undefined>;
  return document["dependencies"]?.[name] ?? document["devDependencies"]?.[name] ?? document["optionalDependencies"]?.[name];
}

async function pinnedChanges(project: Project, lock: string, raise: Raise): Promise<Changed> {
  const own = "its own tool must write it anew";
  if (/(?:^|\/)(?:poetry|uv|pdm)\.lock$/u.test(lock)) {
    const manifest = posix.join(posix.dirname(lock), "pyproject.toml");
    const first = await change(project, manifest, (text) => raiseInPyproject(text, raise));
    return { changes: typeof first === "string" ? [] : [first], left: typeof first === "string" ? `${first}; ${own}` : own };
  }
  if (!lock.endsWith(".txt")) return { changes: [], left: own };
  const only = await change(project, lock, (text) => raiseInRequirements(text, raise));
  return typeof only === "string" ? { changes: [], left: only } : { changes: [only] };
}

async function change(
  { disk }: Project,
  path: string,
  raised: (text: string) => ReturnType<typeof raiseInRequirements>,
): Promise<Change | string> {
  const before = (await disk.has(path)) ? decodeStrict(await disk.read(path)) : undefined;
  if (before === undefined) return `${path} is not there, or not UTF-8`;
  const edits = raised(before);
  if (typeof edits === "string") return edits;
  const after = applyEdits(before, edits);
  return after.ok ? { path, before, after: after.text } : after.reason;
}

async function test(
  context: Context,
  changes: readonly Change[],
  { files, code }: Pick<WheelFiles, "files" | "code">,
  signal: AbortSignal,
) {
  const patch: FilePatch[] = changes.map(({ path, before, after }) => ({
    path: path as FilePatch["path"],
    baseDigest: baseDigest(encode(before)),
    edits: [{ start: 0, end: before.length, text: after }],
  }));
  const after = withFiles(context.before, new Map([...files, ...changes.map((one) => [one.path, encode(one.after)] as const)]));
  const candidate = Candidate.parse({
    id: digestJson(patch).slice("sha256:".length, "sha256:".length + 16),
    defect: context.defect.id,
    origin: "recipe",
    author: "upgrade",
    title: "Upgrade",
    rationale: "",
    tradeOffs: {},
    review: "merge-after-review",
    patch: { files: touched(patch, code) },
  });
  return testUpgrade({ ...context, candidate, after }, code, signal);
}

/** Files by which the project's tests are found: the manifest of Node, else one of the package's own, for a pin tells no language. */
function touched(patch: readonly FilePatch[], code: readonly string[]): readonly FilePatch[] {
  const manifests = patch.filter(({ path }) => path.endsWith("package.json"));
  const [first] = patch;
  const [own] = code;
  if (manifests.length > 0 || first === undefined || own === undefined) return manifests;
  return [{ ...first, path: own as FilePatch["path"] }];
}

/** What tests of an upgrade need: nothing is scanned, and no defect of the code is repaired. */
async function contextOf(project: Project): Promise<Context> {
  const done = new Map<string, Promise<unknown>>();
  const location = { path: "package.json", startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  const words = { rule: "upgrade", title: "upgrade", message: "upgrade", severity: "info", probability: 1 };
  return {
    defect: Defect.parse({ id: "0".repeat(16), ...words, location, witnesses: [] }),
    before: project.disk,
    beforeScan: { complete: false, engines: [], findings: [], suppressed: [], problems: [], files: [] },
    afterScan: () => Promise.reject(new Error("an upgrade is not scanned")),
    sandbox: (await project.sandbox()).sandbox,
    stager: project.stager,
    parser: await project.parser(),
    findExecutable: project.findExecutable,
    once: <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const kept = (done.get(key) as Promise<T> | undefined) ?? work();
      done.set(key, kept);
      return kept;
    },
  };
}

async function write({ disk }: Project, changes: readonly Change[]): Promise<void> {
  await disk.replace(
    changes.map(({ path, before, after }) => ({
      path,
      before: baseDigest(encode(before)),
      after: baseDigest(encode(after)),
      bytes: encode(after),
    })),
  );
}

function diffOf(changes: readonly Change[]): string {
  return changes.map(({ path, before, after }) => unifiedDiff(path, before, after)).join("");
}
