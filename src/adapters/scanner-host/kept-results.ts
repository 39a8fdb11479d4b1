import type { FlowPart } from "#analysis/flow/job.ts";
import type { FlowFinding, SinkPlace } from "#analysis/flow/flow-finding.ts";
import type { Kind } from "#analysis/models/schema.ts";
import { digest } from "#lib/digest.ts";
import type { LibraryResult, ScanTask } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import type { AnalysedResult } from "./analyser.ts";
import type { FlowSetup } from "./flow-jobs.ts";
import type { ResultCache } from "./result-cache.ts";

/** Bytes of the scanned files by path, those that could be read. */
export type Contents = ReadonlyMap<string, Uint8Array>;

/** What earlier runs found in the files of a scan that have not changed since. Everything is looked up by the digests of what it depends on. */
export interface KeptResults {
  /** The whole scan, when nothing has changed. */
  whole(): Promise<LibraryResult | undefined>;
  keepWhole(result: LibraryResult): Promise<void>;
  file(file: SourceFile): Promise<AnalysedResult | undefined>;
  keepFile(file: SourceFile, result: AnalysedResult): Promise<void>;
  job(roots: readonly string[], setup: FlowSetup): Promise<FlowPart | undefined>;
  keepJob(roots: readonly string[], setup: FlowSetup, part: FlowPart): Promise<void>;
  /** To be called when the scan is done. */
  done(): Promise<void>;
}

/** What came of the moment and not of the text: it may be otherwise next time. */
const OF_THE_MOMENT = new Set(["timed-out", "parse-failed", "engine-crashed", "unreadable"]);

interface KeptPart {
  readonly part: Omit<FlowPart, "findings" | "judged">;
  readonly findings: readonly (Omit<FlowFinding, "kind"> & { readonly kind: string })[];
  readonly judged: readonly (Omit<SinkPlace, "kind"> & { readonly kind: string; readonly harmless: boolean })[];
  /** Digests of the files that were looked at, in the order of `part.looked`. */
  readonly digests: readonly string[];
}

/** `engine` stands for rules, models, settings and what manifests say; `kinds` are those of the models. */
export function keptResults(
  cache: ResultCache,
  engine: string,
  kinds: readonly Kind[],
  { files, threatModel }: Pick<ScanTask, "files" | "threatModel">,
  contents: Contents,
): KeptResults {
  const digests = new Map([...contents].map(([path, bytes]) => [path, digest(bytes)]));
  const complete = files.every(({ path }) => digests.has(path));
  const all = files.flatMap(({ path, language }) => [path, language, digests.get(path) ?? ""]);
  const wholeKey = keyOf("whole", engine, threatModel ?? "", ...all);
  const fileKey = ({ path, language }: SourceFile): string | undefined => {
    const own = digests.get(path);
    return own === undefined ? undefined : keyOf("file", engine, path, language, own);
  };
  const jobKey = (roots: readonly string[], { paths, library, modules }: FlowSetup): string =>
    keyOf("job", engine, String(library), digest(JSON.stringify([paths, modules])), ...roots);
  const byKind = new Map(kinds.map((kind) => [kind.kind, kind]));
  return {
    whole: async () => (complete ? ((await cache.get(wholeKey)) as LibraryResult | undefined) : undefined),
    async keepWhole(result) {
      if (complete && lasting(result)) await cache.put(wholeKey, result);
    },
    async file(file) {
      const key = fileKey(file);
      return key === undefined ? undefined : ((await cache.get(key)) as AnalysedResult | undefined);
    },
    async keepFile(file, result) {
      const key = fileKey(file);
      if (key !== undefined && lasting(result)) await cache.put(key, result);
    },
    async job(roots, setup) {
      const kept = (await cache.get(jobKey(roots, setup))) as KeptPart | undefined;
      if (kept === undefined || kept.part.looked.some((path, index) => digests.get(path) !== kept.digests[index]))
        return undefined;
      return opened(kept, byKind);
    },
    keepJob: (roots, setup, part) => cache.put(jobKey(roots, setup), closed(part, digests)),
    done: () => cache.trim(),
  };
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function lasting({ problems }: { readonly problems: LibraryResult["problems"] }): boolean {
  return !problems.some(({ code }) => OF_THE_MOMENT.has(code));
}

/** Kinds are known anyway and long: their names stand for them. */
function closed(part: FlowPart, digests: ReadonlyMap<string, string>): KeptPart {
  const { findings, judged, ...rest } = part;
  return {
    part: rest,
    findings: findings.map((finding) => ({ ...finding, kind: finding.kind.kind })),
    judged: judged.map(({ sink, harmless }) => ({ ...sink, kind: sink.kind.kind, harmless })),
    digests: part.looked.map((path) => digests.get(path) ?? ""),
  };
}

function opened({ part, findings, judged }: KeptPart, kinds: ReadonlyMap<string, Kind>): FlowPart | undefined {
  const known = (name: string): Kind[] => {
    const kind = kinds.get(name);
    return kind === undefined ? [] : [kind];
  };
  const open: FlowPart = {
    ...part,
    findings: findings.flatMap((finding) => known(finding.kind).map((kind) => ({ ...finding, kind }))),
    judged: judged.flatMap(({ harmless, ...sink }) => known(sink.kind).map((kind) => ({ harmless, sink: { ...sink, kind } }))),
  };
  return open.findings.length === findings.length && open.judged.length === judged.length ? open : undefined;
}
