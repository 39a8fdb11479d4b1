import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { delimiter, isAbsolute, join, sep } from "node:path";

export interface Environment {
  /** Absolute folders of this user; they may not exist yet. */
  readonly stateFolder: string;
  readonly cacheFolder: string;
  readonly configFolder: string;
  /** What NO_COLOR and FORCE_COLOR ask for; `auto` leaves it to the terminal. */
  readonly color: "always" | "never" | "auto";
  /** True on a build machine: no progress bars, no questions. */
  readonly ci: boolean;
  /** Values of the ASSAY_* variables that stand for settings, by variable name, as texts. Empty ones count as not set. */
  readonly settings: Readonly<Record<string, string>>;
  /** The value of a variable that the configuration names as holder of a key; undefined when not set or empty. */
  readonly key: (variable: string) => string | undefined;
  /**
   * Absolute path of a program on the PATH, as found (a link stays a link: some programs go by their own name). Relative PATH
   * entries, and programs that lie in `scanned` (the code under analysis) or lead into it, are passed over: the code must
   * not choose the tools that judge it.
   */
  readonly findExecutable: (name: string, scanned: string) => Promise<string | undefined>;
}

/** The one reader of the process's environment. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const get = (name: string) => (variables[name] === "" ? undefined : variables[name]);
  const home = absolute(get("HOME")) ?? absolute(homedir()) ?? join(tmpdir(), `assay-${process.getuid?.() ?? 0}`);
  // The XDG specification says that relative values are invalid and must be ignored.
  const folder = (variable: string, fallback: string) => join(absolute(get(variable)) ?? join(home, fallback), "assay");
  return {
    stateFolder: absolute(get("ASSAY_STATE")) ?? folder("XDG_STATE_HOME", ".local/state"),
    cacheFolder: folder("XDG_CACHE_HOME", ".cache"),
    configFolder: folder("XDG_CONFIG_HOME", ".config"),
    color: colorOf(get),
    ci: (get("CI") ?? "false") !== "false",
    settings: Object.fromEntries(
      Object.entries(variables).filter(
        (entry): entry is [string, string] => entry[0].startsWith("ASSAY_") && entry[1] !== undefined && entry[1] !== "",
      ),
    ),
    key: (variable) => get(variable),
    findExecutable: (name, scanned) => findExecutable(name, scanned, get("PATH") ?? ""),
  };
}

/** https://no-color.org and the FORCE_COLOR habit: the former wins. */
function colorOf(get: (name: string) => string | undefined): Environment["color"] {
  if (get("NO_COLOR") !== undefined) return "never";
  const forced = get("FORCE_COLOR");
  if (forced !== undefined) return forced === "0" || forced === "false" ? "never" : "always";
  return get("TERM") === "dumb" ? "never" : "auto";
}

async function findExecutable(name: string, scanned: string, path: string): Promise<string | undefined> {
  if (name === "" || name.includes("/") || name.includes(sep) || name.includes("\0")) return undefined;
  const root = await realpath(scanned);
  const outside = (path: string) => path !== root && !path.startsWith(root.endsWith(sep) ? root : root + sep);
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    const candidate = join(folder, name);
    const real = await executableAt(candidate);
    if (real !== undefined && outside(real) && outside(join(await realpath(folder), name))) return candidate;
  }
  return undefined;
}

/** The path without links of an executable file. */
async function executableAt(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    await access(real, constants.X_OK);
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    // Not there or not for us: the search goes on with the next folder.
    return undefined;
  }
}

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}
