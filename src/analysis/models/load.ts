import { languageById } from "#analysis/languages/registry.ts";
import { compileModels, type Models } from "./compile.ts";
import type { Kind, ModelFile } from "./schema.ts";

/** Folders of models, one for each family of languages, see the packs. */
export const MODEL_FOLDERS = ["c", "go", "java", "javascript", "python"] as const;
type ModelFolder = (typeof MODEL_FOLDERS)[number];

/** The kinds of weakness that data flow reports, one rule each, sorted as written. */
export async function builtinKinds(): Promise<readonly Kind[]> {
  const kinds = await import("./generated/models-kinds.json", { with: { type: "json" } });
  return kinds.default as unknown as readonly Kind[];
}

/** What the models that ship with assay say, for a digest. */
export async function builtinModelData(): Promise<unknown> {
  const [c, go, java, javascript, python] = await Promise.all([
    import("./generated/models-c.json", { with: { type: "json" } }),
    import("./generated/models-go.json", { with: { type: "json" } }),
    import("./generated/models-java.json", { with: { type: "json" } }),
    import("./generated/models-javascript.json", { with: { type: "json" } }),
    import("./generated/models-python.json", { with: { type: "json" } }),
  ]);
  return [await builtinKinds(), c.default, go.default, java.default, javascript.default, python.default];
}

/** All models that ship with assay, as a look-up by language (id of its pack). They are compiled when they are first asked for. */
export async function builtinModels(): Promise<(language: string) => Models | undefined> {
  const [kinds, c, go, java, javascript, python] = await Promise.all([
    import("./generated/models-kinds.json", { with: { type: "json" } }),
    import("./generated/models-c.json", { with: { type: "json" } }),
    import("./generated/models-go.json", { with: { type: "json" } }),
    import("./generated/models-java.json", { with: { type: "json" } }),
    import("./generated/models-javascript.json", { with: { type: "json" } }),
    import("./generated/models-python.json", { with: { type: "json" } }),
  ]);
  // Written by scripts/generate-models.ts from checked files.
  const known = kinds.default as unknown as readonly Kind[];
  const files: Record<ModelFolder, readonly ModelFile[]> = {
    c: c.default as unknown as readonly ModelFile[],
    go: go.default as unknown as readonly ModelFile[],
    java: java.default as unknown as readonly ModelFile[],
    javascript: javascript.default as unknown as readonly ModelFile[],
    python: python.default as unknown as readonly ModelFile[],
  };
  const compiled = new Map<ModelFolder, Models>();
  return (language) => {
    const family = languageById(language)?.family;
    const folder = MODEL_FOLDERS.find((one) => one === family);
    if (folder === undefined) return undefined;
    let models = compiled.get(folder);
    if (models === undefined) {
      models = compileModels(files[folder], known);
      compiled.set(folder, models);
    }
    return models;
  };
}
