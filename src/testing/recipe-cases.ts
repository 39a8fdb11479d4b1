import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { Cwe } from "#domain/cwe.ts";

/** Where an engine would report the defect in `before.*`: 1-based; without columns the whole lines, without `endLine` one line. */
const CaseFile = z.strictObject({
  line: z.int().min(1),
  column: z.int().min(1).optional(),
  endLine: z.int().min(1).optional(),
  /** Exclusive. */
  endColumn: z.int().min(1).optional(),
  cwe: Cwe,
  /** What the manifests of the project declare. */
  packages: z.array(z.string()).default([]),
});
export type CaseFile = z.infer<typeof CaseFile>;

/** One folder of `fixtures/recipes/<language>/<slug>/`. */
export interface RecipeCase {
  readonly name: string;
  /** `before.py`, `before.ts`, …: the ending names the language. */
  readonly file: string;
  readonly place: CaseFile;
  readonly before: string;
  /** What the first option must give; undefined when the recipe must decline. */
  readonly after: string | undefined;
  /** What further options must give, by variant, from `after.<variant>.*`. */
  readonly variants: ReadonlyMap<string, string>;
}

/** Reads the cases of one recipe, sorted by name. Rejects when a case lacks `case.json` or has not exactly one `before.*`. */
export async function readRecipeCases(folder: string): Promise<RecipeCase[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return Promise.all(names.toSorted().map((name) => readCase(join(folder, name))));
}

async function readCase(folder: string): Promise<RecipeCase> {
  const files = await readdir(folder);
  const befores = files.filter((file) => file.startsWith("before."));
  const file = befores[0];
  if (file === undefined || befores.length > 1) throw new Error(`${folder} must hold exactly one before.*`);
  const ending = file.slice("before.".length);
  const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
  const variants = new Map<string, string>();
  let after: string | undefined;
  for (const name of files.filter((name) => name.startsWith("after.") && name.endsWith(`.${ending}`)).toSorted()) {
    const variant = name.slice("after.".length, -ending.length).replace(/\.$/, "");
    if (variant === "") after = await read(name);
    else variants.set(variant, await read(name));
  }
  const place = CaseFile.parse(JSON.parse(await read("case.json")));
  return { name: basename(folder), file, place, before: await read(file), after, variants };
}
