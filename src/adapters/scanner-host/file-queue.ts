import type { ScanTask } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import type { AnalysedResult } from "./analyser.ts";
import type { Contents } from "./kept-results.ts";

/** The files of one scan, shared by those who work on them. */
export interface FileQueue {
  readonly empty: boolean;
  /** The next file that could be read, or undefined when none is left; what cannot be read is settled as a problem. */
  take(): Promise<{ readonly file: SourceFile; readonly bytes: Uint8Array } | undefined>;
  giveBack(files: readonly SourceFile[]): void;
  settle(file: SourceFile, result: AnalysedResult): void;
  /** Settles all of a file but what the rules find in its tree; it waits for somebody to match it. */
  parsed(file: SourceFile, result: AnalysedResult): void;
  /** The next file that waits for the rules, with what was settled of it. */
  takeParsed(): ParsedFile | undefined;
  giveBackParsed(files: readonly ParsedFile[]): void;
  /** Results in the order of the task's files, without what the rules find where that is not known yet. */
  sofar(): (AnalysedResult | undefined)[];
  /** Results in the order of the task's files. Throws when one is missing. */
  results(): AnalysedResult[];
}

export interface ParsedFile {
  readonly file: SourceFile;
  readonly result: AnalysedResult;
}

/** The largest files come first, so that nobody is left alone with a large one at the end. `known` are results that nobody need work for, `contents` what was read already. */
export function createFileQueue(
  task: ScanTask,
  known: ReadonlyMap<SourceFile, AnalysedResult> = new Map(),
  contents: Contents = new Map(),
): FileQueue {
  const waiting = task.files.filter((file) => !known.has(file)).toSorted((a, b) => a.bytes - b.bytes);
  const settled = new Map(known);
  const settle = (file: SourceFile, result: AnalysedResult): void => {
    settled.set(file, result);
    task.progress(settled.size);
  };
  const unmatched: ParsedFile[] = [];
  const parsed = new Map<SourceFile, AnalysedResult>();
  return {
    get empty() {
      return waiting.length === 0;
    },
    async take() {
      for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
        try {
          return { file, bytes: contents.get(file.path) ?? (await task.workspace.read(file.path)) };
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          settle(file, { findings: [], problems: [{ path: file.path, code: "unreadable", message }], analysed: false });
        }
      }
      return undefined;
    },
    giveBack(files) {
      waiting.push(...files);
    },
    settle,
    parsed(file, result) {
      parsed.set(file, result);
      unmatched.push({ file, result });
    },
    takeParsed: () => unmatched.shift(),
    giveBackParsed: (files) => void unmatched.push(...files),
    sofar: () => task.files.map((file) => settled.get(file) ?? parsed.get(file)),
    results() {
      return task.files.map((file) => {
        const result = settled.get(file);
        if (result === undefined) throw new Error(`nobody analysed ${file.path}`);
        return result;
      });
    },
  };
}
