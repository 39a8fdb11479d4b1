import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { analyseFlow, type FlowOptions, type FlowResult } from "#analysis/flow/analyse.ts";
import { moduleRoots } from "#analysis/imports/module-roots.ts";
import { LANGUAGES, languageOf } from "#analysis/languages/registry.ts";
import { builtinModels } from "#analysis/models/load.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { loadGrammar } from "./match/match-code.ts";

const parser = await createParser(loadGrammar);
const models = await builtinModels();

export interface Told {
  readonly rule: string;
  /** `path:line` of the sink. */
  readonly at: string;
  /** `path:line note`, from the source to the sink. */
  readonly trace: readonly string[];
}

export async function flowOf(files: Readonly<Record<string, string>>, options: FlowOptions = {}): Promise<FlowResult> {
  const parsed = [];
  for (const [path, text] of Object.entries(files)) {
    if (isManifest(path)) continue;
    const pack = languageOf(path);
    if (pack === undefined) throw new Error(`no language for ${path}`);
    const result = await parser.parse(pack, text);
    if (result.kind !== "tree") throw new Error(result.message);
    parsed.push({ path, tree: result.tree });
  }
  const modules = await moduleRoots(Object.keys(files), async (path) => files[path]);
  return analyseFlow(parsed, models, { modules, ...options });
}

/** A file that names a module. */
function isManifest(path: string): boolean {
  return LANGUAGES.some(({ packages }) => path === packages?.manifest || path.endsWith(`/${packages?.manifest}`));
}

/** The findings with lines in place of offsets. */
export async function tell(files: Readonly<Record<string, string>>, options: FlowOptions = {}): Promise<Told[]> {
  const { findings } = await flowOf(files, options);
  const place = (path: string, start: number): string => `${path}:${positionAt(lineStarts(files[path] ?? ""), start).line}`;
  return findings.map(({ rule, path, start, trace }) => ({
    rule,
    at: place(path, start),
    trace: trace.map((step) => `${place(step.path, step.start)} ${step.note}`),
  }));
}

/** Texts of a folder's source files by path below it, sorted. */
export function readCase(folder: string, below = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(folder, below)).toSorted()) {
    const path = below === "" ? name : `${below}/${name}`;
    if (statSync(join(folder, path)).isDirectory()) Object.assign(found, readCase(folder, path));
    else if (languageOf(name) !== undefined || isManifest(path)) found[path] = readFileSync(join(folder, path), "utf8");
  }
  return found;
}
