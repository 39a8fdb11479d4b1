import { languageById } from "#analysis/languages/registry.ts";
import { compileModels, type Models } from "./compile.ts";
import type { Kind, ModelFile } from "./schema.ts";

/** Folders of models, one for each family of languages, see the packs. */
export const MODEL_FOLDERS = ["c", "javascript", "python"] as const;
type ModelFolder = (typeof MODEL_FOLDERS)[number];

/** The kinds of weakness that data flow reports, one rule each, sorted as written. */
export async function builtinKinds(): Promise<readonly Kind[]> {
  const kinds = await import("./generated/models-kinds.json", { with: { type: "json" } });
  return kinds.default as unknown as readonly Kind[];
}

/** What the models that ship with assay say, for a digest. */
export async function builtinModelData(): Promise<unknown> {
  const [c, javascript, python] = await Promise.all([
    import("./generated/models-c.json", { with: { type: "json" } }),
    import("./generated/models-javascript.json", { with: { type: "json" } }),
    import("./generated/models-python.json", { with: { type: "json" } }),
  ]);
  return [await builtinKinds(), c.default, javascript.default, python.default];
}

/** All models that ship with assay, as a look-up by language (id of its pack). */
export async function builtinModels(): Promise<(language: string) => Models | undefined> {
  const [kinds, c, javascript, python] = await Promise.all([
    import("./generated/models-kinds.json", { with: { type: "json" } }),
    import("./generated/models-c.json", { with: { type: "json" } }),
    import("./generated/models-javascript.json", { with: { type: "json" } }),
    import("./generated/models-python.json", { with: { type: "json" } }),
  ]);
  // Written by scripts/generate-models.ts from checked files.
  const known = kinds.default as unknown as readonly Kind[];
  const compiled: Record<ModelFolder, Models> = {
    c: compileModels(c.default as unknown as readonly ModelFile[], known),
    javascript: compileModels(javascript.default as unknown as readonly ModelFile[], known),
    python: compileModels(python.default as unknown as readonly ModelFile[], known),
  };
  return (language) => {
    const family = languageById(language)?.family;
    return MODEL_FOLDERS.flatMap((folder) => (folder === family ? [compiled[folder]] : []))[0];
  };
}
