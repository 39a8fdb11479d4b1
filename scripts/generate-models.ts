// Writes src/analysis/models/generated/<folder>.json from the model files beside them. Run by itself or from scripts/generate.ts.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MODEL_FOLDERS } from "#analysis/models/load.ts";
import { parseKinds, parseModels } from "#analysis/models/parse.ts";

const FOLDER = "src/analysis/models";

/** One generated file for each folder of models and one for the kinds; paths are relative to `root`. Throws with every error and its place when a file is wrong. */
export async function generateModels(root: string): Promise<{ path: string; text: string }[]> {
  const kindsPath = `${FOLDER}/kinds.yaml`;
  const kinds = parseKinds(await readFile(join(root, kindsPath), "utf8"), kindsPath);
  const names = new Set(kinds.map((kind) => kind.kind));
  const generated = [{ path: `${FOLDER}/generated/models-kinds.json`, text: `${JSON.stringify(kinds, undefined, 1)}\n` }];
  for (const folder of MODEL_FOLDERS) {
    const files = [];
    for (const name of (await readdir(join(root, FOLDER, folder))).filter((entry) => entry.endsWith(".yaml")).toSorted()) {
      const path = `${FOLDER}/${folder}/${name}`;
      const parsed = parseModels(await readFile(join(root, path), "utf8"), path);
      for (const sink of parsed.sinks ?? [])
        if (!names.has(sink.kind)) throw new Error(`${path}: no kind "${sink.kind}" in ${kindsPath}`);
      files.push(parsed);
    }
    generated.push({ path: `${FOLDER}/generated/models-${folder}.json`, text: `${JSON.stringify(files, undefined, 1)}\n` });
  }
  return generated;
}

if (import.meta.main) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  for (const { path, text } of await generateModels(root)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    console.log(path);
  }
}
