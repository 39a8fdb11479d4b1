import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { generateConfigSchema, schemaAt } from "./config-schema.ts";

test("the published schema is what the code accepts", () => {
  const { path, text } = generateConfigSchema();
  const validate = new Ajv2020({ validateFormats: false }).compile(JSON.parse(text) as object);

  expect(readFileSync(path, "utf8")).toBe(text);
  expect(
    validate({ failOn: "low", policy: { level: ["E2", "E2", "E4", "E5"] }, executables: { bandit: "/usr/bin/bandit" } }),
  ).toBe(true);
  expect(validate({ fialOn: "low" })).toBe(false);
  expect(validate({ policy: { level: ["E2"] } })).toBe(false);
});

test("a place in the settings leads to its part of the schema", () => {
  expect(Object.keys(schemaAt(["policy", "size"])?.properties ?? {})).toEqual(["files", "lines"]);
  expect(schemaAt(["exclude", 3])?.type).toBe("string");
  expect(schemaAt(["nowhere", "else"])).toBeUndefined();
});
