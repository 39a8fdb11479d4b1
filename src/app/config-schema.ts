import { z } from "zod";
import { Config, USER_ONLY } from "./config.ts";

export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly [keyword: string]: unknown;
}

/** What assay.yaml may hold, as JSON Schema 2020-12. */
export function configSchema(): JsonSchema {
  const schema = z.toJSONSchema(Config, { io: "input" }) as JsonSchema;
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([key, value]) => [
      key,
      (USER_ONLY as readonly string[]).includes(key)
        ? { ...value, description: "User configuration only; refused in a repository's assay.yaml." }
        : value,
    ]),
  );
  return { title: "assay.yaml", ...schema, properties };
}

/** The schema as a committed file; `path` is relative to the repository's root. */
export function generateConfigSchema(): { path: string; text: string } {
  return { path: "docs/reference/assay.schema.json", text: `${JSON.stringify(configSchema(), null, 2)}\n` };
}

/** The part of the schema that describes the value at a path, or undefined where it describes none. */
export function schemaAt(path: readonly PropertyKey[]): JsonSchema | undefined {
  let schema: JsonSchema | undefined = configSchema();
  for (const key of path) {
    const further: JsonSchema | boolean | undefined =
      schema?.properties?.[String(key)] ?? schema?.items ?? schema?.additionalProperties;
    schema = typeof further === "object" ? further : undefined;
  }
  return schema;
}
