import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Grown {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  readonly lines: number;
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

/** Names that a file declares: a copy has others, so that no two copies are the same code. */
const DECLARED = /\b(?:def|class|function|const|let)\s+([A-Za-z_]\w{3,})/gu;

/** Source files below a folder that a review would look at, sorted. */
export function sourcesIn(folder: string): Source[] {
  return globSync("**/*.{py,js,mjs,cjs,ts,tsx}", { cwd: folder })
    .toSorted()
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => {
      const text = readFileSync(join(folder, path), "utf8");
      return { path, text, lines: text.split("\n").length - 1 };
    })
    .filter(({ lines }) => lines > 0);
}

/**
 * Writes at least so many lines of code into a folder: the sources as they are, then again and again in folders of their own with other names. Copies import
 * what lies in their own folder.
 */
export function grow(sources: readonly Source[], lines: number, folder: string): Grown {
  if (sources.length === 0) throw new Error("there is no source file to grow a project from");
  let [files, bytes, written] = [0, 0, 0];
  for (let copy = 0; written < lines; copy++) {
    for (const source of sources) {
      if (written >= lines) break;
      const path = join(folder, `part-${String(copy).padStart(4, "0")}`, source.path);
      const text = copy === 0 ? source.text : renamed(source.text, copy);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      files++;
      bytes += Buffer.byteLength(text);
      written += source.lines;
    }
  }
  return { folder, files, bytes, lines: written };
}

/** The text with the names it declares given a number, wherever they stand in it. */
export function renamed(text: string, copy: number): string {
  const names = new Set([...text.matchAll(DECLARED)].map((match) => match[1] as string));
  return text.replaceAll(/[A-Za-z_]\w{3,}/gu, (word) => (names.has(word) ? `${word}_${copy}` : word));
}
