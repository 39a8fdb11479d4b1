import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import type { z } from "zod";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import { Config, USER_ONLY } from "./config.ts";
import { type ConfigFile, parseConfigFile, readConfigFile } from "./config-file.ts";
import { configIssues } from "./config-issues.ts";
import type { Environment } from "./env.ts";
import { environmentSettings } from "./env-settings.ts";
import { loosenings, type Own } from "./loosening.ts";

type Settings = Readonly<Record<string, unknown>>;

export interface LoadConfigRequest {
  /** Absolute path of the project. */
  readonly root: string;
  readonly environment: Environment;
  /** Settings from command line options, by configuration key; undefined ones count as not given. */
  readonly flags: Settings;
  /**
   * A file the user names. Outside the project it stands in place of the user configuration; inside, in place of assay.yaml and
   * under its restrictions. It must exist.
   */
  readonly configFile?: string;
  readonly cwd: string;
  /** Text that stands in place of assay.yaml on the disk; `none`: the project has none. */
  readonly repositoryText?: { readonly text: string } | "none";
}

export interface LoadedConfig {
  readonly config: Config;
  /** Where each setting came from, by dotted key: an option, a variable, `file:line:column`, or `default`. */
  readonly origins: Readonly<Record<string, string>>;
}

interface Layer {
  readonly values: Settings;
  readonly origin: (path: readonly string[]) => string;
}

/** These lists are joined over all layers, so that none can take away what another says. */
const JOINED = new Set(["exclude", "policy.sensitive", "policy.thresholds", "policy.engines", "policy.forbid"]);

/**
 * Settings in falling order: options, environment, user configuration, the repository's assay.yaml, defaults.
 * Throws AssayError `config-invalid` and `config-loosens`, naming file, line and column.
 */
export function loadConfig(request: LoadConfigRequest): LoadedConfig {
  const { user, repository } = readFiles(request);
  const env = environmentSettings(request.environment.settings);
  const flags = Object.fromEntries(Object.entries(request.flags).filter(([, value]) => value !== undefined));
  const without = requireValid(user?.values ?? {}, (path, key) => user?.place(path, key) ?? "");
  const layers: Layer[] = [];
  if (repository !== undefined) {
    refuseUserOnly(repository, request.environment);
    requireValid(repository.values, (path, key) => repository.place(path, key));
    refuseLoosening(repository, without);
    layers.push(fileLayer(repository));
  }
  if (user !== undefined) layers.push(fileLayer(user));
  layers.push({ values: env.values, origin: (path) => env.variables.get(path.join(".")) ?? "environment" });
  layers.push({ values: flags, origin: flagName });
  const merged = merge(layers);
  const config = requireValid(merged.values, (path) => originOf(path.map(String), merged.origins));
  return { config, origins: allOrigins(config, merged.origins) };
}

/** Where the value at a path, or the nearest thing above or below it, came from. */
function originOf(path: readonly string[], origins: ReadonlyMap<string, string>): string {
  for (let length = path.length; length > 0; length--) {
    const name = path.slice(0, length).join(".");
    const known = origins.get(name) ?? [...origins].find(([key]) => key.startsWith(`${name}.`))?.[1];
    if (known !== undefined) return known;
  }
  return "settings";
}

function readFiles({ root, environment, configFile, cwd, repositoryText }: LoadConfigRequest): {
  user: ConfigFile | undefined;
  repository: ConfigFile | undefined;
} {
  const readRepository = (): ConfigFile | undefined => {
    if (repositoryText === undefined) return readConfigFile(repositoryPath, "assay.yaml");
    return repositoryText === "none" ? undefined : parseConfigFile(repositoryText.text, "assay.yaml");
  };
  const userPath = join(environment.configFolder, "config.yaml");
  const repositoryPath = join(root, "assay.yaml");
  const named = configFile ?? environment.settings["ASSAY_CONFIG"];
  if (named === undefined) return { user: readUser(userPath), repository: readRepository() };
  const path = resolve(cwd, named);
  const inside = realOf(path, named).startsWith(root.endsWith("/") ? root : `${root}/`);
  if (inside && repositoryText !== undefined)
    throw new AssayError("usage", `${showInvisible(named)} is part of the code that is judged, so it cannot hold the settings`, {
      hint: "Leave --config away: settings are read from the base revision. Or name a file outside the project.",
    });
  const file = inside ? readConfigFile(path, named) : readUser(path);
  if (file === undefined) throw new AssayError("config-invalid", `${showInvisible(named)}: no such file`);
  return inside ? { user: readUser(userPath), repository: file } : { user: file, repository: readRepository() };
}

/** A user's own file may be a link: many keep such files elsewhere. */
function readUser(path: string): ConfigFile | undefined {
  try {
    return readConfigFile(realpathSync(path), path);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw error;
  }
}

function realOf(path: string, given: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw new AssayError("config-invalid", `${showInvisible(given)}: no such file`, { cause: error });
  }
}

function fileLayer(file: ConfigFile): Layer {
  return { values: file.values, origin: (path) => file.place(path) };
}

function flagName(path: readonly string[]): string {
  return `--${path.join("-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function refuseUserOnly(file: ConfigFile, environment: Environment): void {
  const key = USER_ONLY.find((key) => Object.hasOwn(file.values, key));
  if (key === undefined) return;
  throw new AssayError(
    "config-loosens",
    `${file.place([], key)}: ${key}: a repository may not set this; it belongs to the user configuration`,
    {
      hint: `Remove it here; if you want it, write it into ${join(environment.configFolder, "config.yaml")}.`,
    },
  );
}

function refuseLoosening(file: ConfigFile, without: Config): void {
  const [first] = loosenings(file.values as Own, without);
  if (first === undefined) return;
  throw new AssayError("config-loosens", `${file.place(first.path)}: ${first.path.join(".")}: ${first.message}`);
}

function requireValid(values: Settings, place: (path: readonly PropertyKey[], key?: string) => string): Config {
  const result = Config.safeParse(values, { reportInput: true });
  if (result.success) return result.data;
  throw invalid(result.error, place);
}

function invalid(error: z.ZodError, place: (path: readonly PropertyKey[], key?: string) => string): AssayError {
  const issues = configIssues(error);
  return new AssayError("config-invalid", issues.map((issue) => `${place(issue.path, issue.key)}: ${issue.message}`).join("\n"), {
    cause: error,
  });
}

/** Later layers win, key by key. */
function merge(layers: readonly Layer[]): { values: Settings; origins: ReadonlyMap<string, string> } {
  const values: Record<string, unknown> = {};
  const origins = new Map<string, string>();
  const put = (target: Record<string, unknown>, source: Settings, path: readonly string[], layer: Layer) => {
    for (const [key, value] of Object.entries(source)) {
      const own = [...path, key];
      const name = own.join(".");
      if (isRecord(value)) {
        if (!isRecord(target[key])) target[key] = {};
        put(target[key] as Record<string, unknown>, value, own, layer);
        continue;
      }
      const before = target[key];
      const joined = JOINED.has(name) && Array.isArray(before) && Array.isArray(value);
      const kept: readonly unknown[] = joined ? before : [];
      target[key] = Array.isArray(value) ? append(kept, value, name, (index) => layer.origin([...own, String(index)])) : value;
      origins.set(name, joined ? `${origins.get(name)} and ${layer.origin(own)}` : layer.origin(own));
    }
  };
  /** The items of a list after those of the layers below; an item that is there already keeps its place. */
  const append = (before: readonly unknown[], items: readonly unknown[], name: string, origin: (index: number) => string) => {
    const known = new Set(before.map((item) => JSON.stringify(item)));
    const list = [...before];
    for (const [index, item] of items.entries()) {
      if (known.has(JSON.stringify(item))) continue;
      origins.set(`${name}.${list.length}`, origin(index));
      list.push(item);
    }
    return list;
  };
  for (const layer of layers) put(values, layer.values, [], layer);
  return { values, origins };
}

function allOrigins(config: Config, origins: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  const add = (value: unknown, path: readonly string[]) => {
    if (isRecord(value)) return Object.entries(value).forEach(([key, item]) => add(item, [...path, key]));
    const name = path.join(".");
    result[name] = origins.get(name) ?? "default";
    if (!Array.isArray(value)) return;
    for (const index of value.keys()) {
      const place = origins.get(`${name}.${index}`);
      if (place !== undefined) result[`${name}.${index}`] = place;
    }
  };
  add(config, []);
  return result;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
