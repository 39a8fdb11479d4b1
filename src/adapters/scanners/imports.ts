import { nearbyManifests, registryOf } from "#adapters/scanner-host/nearby-manifests.ts";
import { LANGUAGES, languageById } from "#analysis/languages/registry.ts";
import type { Registry } from "#analysis/parse/language-pack.ts";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import { askedFor, importSites } from "#analysis/imports/import-sites.ts";
import { isBroughtBy } from "#analysis/imports/import-names.ts";
import { NODE_MODULES } from "#analysis/imports/node-modules.ts";
import { DISTRIBUTIONS, PYTHON_MODULES } from "#analysis/imports/python-modules.ts";
import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import type { ProjectNames } from "#adapters/scanner-host/project-names.ts";
import type { Problem } from "#domain/completeness.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { defineScanner, type LibraryResult, type LibraryScanner, type RawFinding, type ScanTask } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";
import type { SourceFile } from "#ports/workspace.ts";

const VERSION = "1";

/** Code that stands for other people's projects, and is never run in this one. */
const STAND_IN = /(?:^|\/)(?:__fixtures__|fixtures?|test-?data|templates?|examples?|samples?|docs?|vendor|third_party)\//u;

interface Suspect {
  readonly file: SourceFile;
  readonly text: string;
  readonly packages: readonly string[];
}

/** Imports of packages that nothing in the project declares: forgotten ones, and those that a model invented. */
export default function fromTools({ loadGrammar }: ScannerTools): LibraryScanner {
  let parser: Promise<TreeParser> | undefined;
  return defineScanner({
    id: "imports",
    kind: "library",
    title: "assay's check of imports",
    languages: LANGUAGES.flatMap(({ id, registry }) => (registry === undefined ? [] : [id])),
    homepage: "https://www.npmjs.com/package/assay",
    licence: "Apache-2.0",
    needsNetwork: false,
    install: "Ships with assay.",
    version: async () => VERSION,
    async applies({ files, workspace }) {
      const nearby = nearbyManifests(workspace);
      const folders = new Map(
        files.map(({ path, language }) => [
          `${registryOf(language)} ${path.slice(0, path.lastIndexOf("/"))}`,
          { path, language },
        ]),
      );
      for (const { path, language } of folders.values())
        if ((await nearby.of(path, registryOf(language))) !== undefined) return true;
      return nearby.problems.length > 0;
    },
    async scan(task, signal) {
      const { suspects, problems, covered } = await findSuspects(task, signal);
      if (suspects.length === 0) return { findings: [], problems, covered };
      const { projectNames } = await import("#adapters/scanner-host/project-names.ts");
      const names = await projectNames(task.workspace, signal);
      const findings: RawFinding[] = [];
      for (const suspect of suspects) {
        signal.throwIfAborted();
        const unknown = suspect.packages.filter((name) => !isKnown(name, suspect.file.language, names));
        if (unknown.length > 0)
          findings.push(...(await confirm(suspect, new Set(unknown), names, await (parser ??= createParser(loadGrammar)))));
      }
      return { findings, problems, covered };
    },
  });
}

/** Files whose text names a package that no manifest above them declares. */
async function findSuspects(
  { files, workspace, progress }: ScanTask,
  signal: AbortSignal,
): Promise<Pick<LibraryResult, "problems" | "covered"> & { suspects: Suspect[] }> {
  const nearby = nearbyManifests(workspace);
  const suspects: Suspect[] = [];
  const covered: string[] = [];
  const unreadable: Problem[] = [];
  const brought = new Map<ReadonlySet<string>, Map<string, boolean>>();
  for (const [index, file] of files.entries()) {
    signal.throwIfAborted();
    progress(index);
    const bytes = await workspace.read(file.path).catch((cause: unknown) => String(cause));
    if (typeof bytes === "string") {
      unreadable.push({ path: file.path, code: "unreadable", message: `cannot be read: ${bytes.slice(0, 200)}` });
      continue;
    }
    covered.push(file.path);
    const declared = await nearby.of(file.path, registryOf(file.language));
    // Where nothing is declared anywhere, nothing can be missing.
    if (declared === undefined || STAND_IN.test(file.path)) continue;
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const answers = brought.get(declared) ?? new Map<string, boolean>();
    brought.set(declared, answers);
    const packages = new Set(importSpecifiers(file.language, text).flatMap((module) => askedFor(file.language, module) ?? []));
    const open = [...packages].filter((name) => {
      const known = answers.get(name) ?? isDeclared(name, registryOf(file.language), declared);
      answers.set(name, known);
      return !known;
    });
    if (open.length > 0) suspects.push({ file, text, packages: open });
  }
  return { suspects, covered, problems: [...unreadable, ...nearby.problems] };
}

function isDeclared(name: string, registry: Registry | undefined, declared: ReadonlySet<string>): boolean {
  if (registry === "PyPI") return PYTHON_MODULES.has(name) || isBroughtBy(name, declared);
  return NODE_MODULES.has(name) || declared.has(name) || declared.has(`@types/${name.replace(/^@/u, "").replace("/", "__")}`);
}

function isKnown(name: string, language: string, { local, declared, aliases }: ProjectNames): boolean {
  const registry = registryOf(language);
  if (local.has(registry === "npm" ? (name.split("/")[0] ?? "") : name)) return true;
  if (
    registry === "npm" &&
    aliases.some((alias) => name === alias || (alias !== "" && `${name}/`.startsWith(alias)) || alias.startsWith(`${name}/`))
  )
    return true;
  return registry !== undefined && isDeclared(name, registry, declared[registry]);
}

/** What the tree of the file says of the suspected names: comments and texts are no imports, and what may fail is meant to. */
async function confirm(
  { file, text }: Suspect,
  unknown: ReadonlySet<string>,
  names: ProjectNames,
  parser: TreeParser,
): Promise<RawFinding[]> {
  const pack = languageById(file.language);
  if (pack === undefined) return [];
  const parsed = await parser.parse(pack, text);
  // A file that cannot be parsed is other engines' matter; its imports are not known to be any.
  if (parsed.kind !== "tree") return [];
  const starts = lineStarts(text);
  const sites = importSites(parsed.tree);
  const optional = new Set(sites.filter((site) => site.optional).map(({ module }) => askedFor(file.language, module)));
  const told = new Set<string>();
  return sites.flatMap(({ module, start, end }): RawFinding[] => {
    const name = askedFor(file.language, module);
    if (name === undefined || !unknown.has(name) || optional.has(name) || told.has(name)) return [];
    told.add(name);
    const [from, to] = [positionAt(starts, start), positionAt(starts, end)];
    const location = { path: file.path, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
    return [{ ...judgement(name, file.language, names), location }];
  });
}

function judgement(name: string, language: string, { locked }: ProjectNames): Omit<RawFinding, "location"> {
  const registry = registryOf(language);
  const popular = registry === "PyPI" && DISTRIBUTIONS.has(name);
  const sure = registry !== undefined && locked.has(registry);
  const where = sure ? "no manifest and no lock file" : "no manifest";
  return {
    rule: "undeclared-import",
    cwe: ["CWE-1357"],
    severity: popular ? "low" : "medium",
    confidence: popular ? 0.4 : sure ? 0.7 : 0.5,
    title: "Import of a package that nothing declares",
    message: `${name} is imported, but ${where} of the project names it. If the name was made up, whoever registers it runs code here.`,
    remedy: `Look ${name} up in the registry before installing it; declare it if it is what is meant.`,
  };
}
