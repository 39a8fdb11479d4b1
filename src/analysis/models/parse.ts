import { parseDocument } from "yaml";
import { z } from "zod";
import { Kind, ModelFile } from "./schema.ts";

const Kinds = z.array(Kind).max(30);

/** A model file as data, or what is wrong with it. */
export function parseModels(text: string, path: string): ModelFile {
  return check(ModelFile, text, path);
}

export function parseKinds(text: string, path: string): readonly Kind[] {
  return check(Kinds, text, path);
}

function check<T>(schema: z.ZodType<T>, text: string, path: string): T {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success)
    throw new Error(parsed.error.issues.map((issue) => `${path}: ${issue.path.join(".")}: ${issue.message}`).join("\n"));
  return parsed.data;
}
