import { access, open, readdir, readFile, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Mount } from "#ports/sandbox.ts";
import type { CommandScanner } from "#ports/scanner.ts";

/** What a tool's executable needs to run in the sandbox, or why it cannot be told. */
export type ToolPlan =
  | {
      readonly kind: "runnable";
      /** Command that starts the tool, paths as on the host. */
      readonly argv: readonly string[];
      /** Its program files, read-only at the place they have on the host. */
      readonly mounts: readonly Mount[];
      readonly env: Readonly<Record<string, string>>;
      /** Plain Python, whose address space may be limited. */
      readonly limitMemory: boolean;
    }
  | { readonly kind: "unusable"; readonly reason: string };

type Launcher = NonNullable<CommandScanner["launcher"]>;

/** Folders that every sandbox shows as they are. */
const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib64"];

const BASE_ENV = { PATH: "/usr/bin:/bin", HOME: "/tmp" };

/**
 * Works out which parts of the machine an executable needs: itself, and for a script its interpreter with the libraries of both.
 * Never mounts a home folder or a whole tree that is not the tool's own.
 *
 * @param executable absolute host path
 * @param findExecutable resolves `#!/usr/bin/env name`
 */
export async function planTool(
  executable: string,
  findExecutable: (name: string) => Promise<string | undefined>,
  launcher?: Launcher,
): Promise<ToolPlan> {
  const script = await realpath(executable);
  if (launcher !== undefined) return planLauncher(script, launcher);
  const interpreter = await interpreterOf(script);
  if (interpreter === undefined)
    return { kind: "runnable", argv: [script], mounts: mounts([script]), env: BASE_ENV, limitMemory: false };
  const program = interpreter.startsWith("/") ? interpreter : await findExecutable(interpreter);
  if (program === undefined) return { kind: "unusable", reason: `its interpreter ${interpreter} is not on this machine` };
  const name = basename(program);
  if (/^(python|pypy)[\d.]*$/.test(name)) return planPython(script, program);
  if (/^(node|nodejs)$/.test(name)) return planNode(script, program);
  if (/^(php|ruby|perl)[\d.]*$/.test(name)) return planOther(script, program);
  return { kind: "unusable", reason: `it is a script for ${name}: name the tool's real executable in the user configuration` };
}

/** Path or, behind `env`, name of the interpreter in the first line; undefined for a binary. Knows the two-line form that installers use for long paths. */
async function interpreterOf(path: string): Promise<string | undefined> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
  const head = buffer.subarray(0, bytesRead).toString("latin1");
  if (!head.startsWith("#!")) return undefined;
  const [first = "", second = ""] = head.slice(2).split("\n");
  const long = /^'''exec' "?([^"\n]+?)"? "\$0"/.exec(second)?.[1];
  if (long !== undefined) return long;
  const words = first.trim().split(/\s+/);
  return basename(words[0] ?? "") === "env"
    ? words.slice(1).find((word) => !word.startsWith("-") && !word.includes("="))
    : words[0];
}

/**
 * A Python is its prefix (of a virtual environment: that and the one it was made from). A script elsewhere brings the libraries
 * of its own prefix, as `pip install --user` lays them out.
 */
async function planPython(script: string, program: string): Promise<ToolPlan> {
  const real = await realpath(program);
  const base = dirname(dirname(real));
  const environment = dirname(dirname(program));
  const isEnvironment = await exists(`${environment}/pyvenv.cfg`);
  const version = /(\d+\.\d+)$/.exec(basename(real))?.[1] ?? (isEnvironment ? await environmentVersion(environment) : undefined);
  const needed = [real, ...prefixParts(base, version), ...(isEnvironment ? [environment] : [])];
  const own = dirname(dirname(script));
  const separate = !needed.some((path) => script.startsWith(`${path}/`)) && own !== base;
  needed.push(script, ...(separate ? prefixParts(own, version) : []));
  const present: string[] = [];
  for (const path of needed) if (await exists(path)) present.push(path);
  return {
    kind: "runnable",
    argv: [isEnvironment ? program : real, script],
    mounts: [...mounts(present), ...(isEnvironment ? await linkMounts(program, real, environment) : [])],
    env: separate ? { ...BASE_ENV, PYTHONUSERBASE: own } : BASE_ENV,
    limitMemory: true,
  };
}

/** An environment names its Python by way of links that lie beside the real one: it is shown under their names too. */
async function linkMounts(program: string, real: string, environment: string): Promise<Mount[]> {
  const found: Mount[] = [];
  for (let link = program; link !== real; ) {
    const to = await readlink(link).catch(() => undefined);
    if (to === undefined || found.length > 8) break;
    link = resolve(dirname(link), to);
    const shown = [real, environment, ...SYSTEM].some((path) => link === path || link.startsWith(`${path}/`));
    if (!shown) found.push({ host: real, inside: link, mode: "read-only" });
  }
  return found;
}

function prefixParts(prefix: string, version: string | undefined): string[] {
  return version === undefined
    ? [`${prefix}/lib`]
    : [`${prefix}/lib/python${version}`, ...["so", "so.1.0"].map((end) => `${prefix}/lib/libpython${version}.${end}`)];
}

async function environmentVersion(environment: string): Promise<string | undefined> {
  return /^version(?:_info)?\s*=\s*(\d+\.\d+)/m.exec(await readFile(`${environment}/pyvenv.cfg`, "utf8"))?.[1];
}

/** A Node script needs the outermost `node_modules` above it, or its own folder. */
async function planNode(script: string, program: string): Promise<ToolPlan> {
  const node = await realpath(program);
  const parts = script.split("/");
  const modules = parts.indexOf("node_modules");
  const library = modules < 0 ? dirname(script) : parts.slice(0, modules + 1).join("/");
  return { kind: "runnable", argv: [node, script], mounts: mounts([node, library]), env: BASE_ENV, limitMemory: false };
}

/** A whole distribution, known by a file that only it has: never a home folder that a script happens to lie in. */
async function planLauncher(script: string, { up, holds }: Launcher): Promise<ToolPlan> {
  let home = script;
  for (let step = 0; step < up; step++) home = dirname(home);
  if (!(await exists(join(home, holds))))
    return {
      kind: "unusable",
      reason: `${holds} does not lie beside it: name the one in the folder that the tool was unpacked to`,
    };
  const java = (await readdir("/etc")).filter((name) => /^java-\d+-openjdk$/.test(name)).map((name) => `/etc/${name}`);
  const mounted = mounts([home, ...java]);
  return { kind: "runnable", argv: ["/bin/sh", script], mounts: mounted, env: BASE_ENV, limitMemory: false };
}

/** PHP, Ruby and Perl: the script, the outermost library folder above it, and the interpreter's settings. */
async function planOther(script: string, program: string): Promise<ToolPlan> {
  const real = await realpath(program);
  const parts = script.split("/");
  const library = parts.findIndex((part) => ["vendor", "gems", "lib"].includes(part));
  const needed = [real, library < 0 ? script : parts.slice(0, library + 1).join("/")];
  const around = ["/etc/php", "/var/lib/gems", "/etc/alternatives"];
  const present: string[] = [];
  for (const path of [...needed, ...around]) if (await exists(path)) present.push(path);
  return { kind: "runnable", argv: [real, script], mounts: mounts(present), env: BASE_ENV, limitMemory: false };
}

/** Paths outside the system's folders, each once, none inside another. */
function mounts(paths: readonly string[]): Mount[] {
  const outside = [...new Set(paths)].filter(
    (path) => !SYSTEM.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  );
  const outer = outside.filter((path) => !outside.some((other) => other !== path && path.startsWith(`${other}/`)));
  return outer.toSorted().map((path) => ({ host: path, inside: path, mode: "read-only" }));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
