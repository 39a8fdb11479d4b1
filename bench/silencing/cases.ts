import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const Sides = z.strictObject({
  path: z.string(),
  before: z.string(),
  silencing: z.string().optional(),
  twin: z.string().optional(),
});

const Entry = z.strictObject({
  name: z.string(),
  /** 1-based line of the weak place in `path`; needed only where no engine reports one. */
  line: z.int().min(1).optional(),
  path: z.string(),
  before: z.string(),
  silencing: z.string().optional(),
  twin: z.string().optional(),
  /** Further files of the project; a side that is absent leaves the file as it was. */
  others: z.array(Sides).default([]),
});

export type Side = "silencing" | "twin";
export const SIDES: readonly Side[] = ["silencing", "twin"];

/** One code with a patch that only silences the alarm, and the honest patch nearest to it. */
export interface SilencingCase {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  readonly line: number | undefined;
  readonly before: Readonly<Record<string, string>>;
  /** New texts of the files that a side changes; undefined where the case has no such side. */
  readonly patched: Readonly<Record<Side, Readonly<Record<string, string>> | undefined>>;
}

/** Reads every `<kind>.yaml` of a folder, by name. Rejects a file in another form. */
export function readCases(folder: string): SilencingCase[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return files.toSorted().flatMap((file) => {
    const entries = z.array(Entry).parse(parse(readFileSync(join(folder, file), "utf8")));
    return entries.map((entry) => toCase(basename(file, ".yaml"), entry));
  });
}

function toCase(kind: string, entry: z.infer<typeof Entry>): SilencingCase {
  const all = [{ path: entry.path, before: entry.before, silencing: entry.silencing, twin: entry.twin }, ...entry.others];
  const side = (name: Side): Record<string, string> | undefined => {
    const changed = all.flatMap((file): [string, string][] => (file[name] === undefined ? [] : [[file.path, file[name]]]));
    return changed.length === 0 ? undefined : Object.fromEntries(changed);
  };
  return {
    kind,
    name: entry.name,
    path: entry.path,
    line: entry.line,
    before: Object.fromEntries(all.map(({ path, before }) => [path, before])),
    patched: { silencing: side("silencing"), twin: side("twin") },
  };
}
