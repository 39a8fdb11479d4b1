import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { MODEL_FOLDERS } from "#analysis/models/load.ts";
import { RULE_FOLDERS } from "#rules/builtin.ts";
import { knowledge } from "./knowledge.ts";

const SRC = join(import.meta.dirname, "..");

it("stands for every file of rules and models that is loaded, and changes with each", () => {
  const rules = join(SRC, "rules", "generated");
  const models = join(SRC, "analysis", "models", "generated");
  expect(readdirSync(rules).toSorted()).toEqual(RULE_FOLDERS.map((name) => `${name}.json`));
  expect(readdirSync(models).toSorted()).toEqual([...MODEL_FOLDERS, "kinds"].toSorted().map((name) => `models-${name}.json`));
  const sha = (data: string | Uint8Array): string => `sha256:${createHash("sha256").update(data).digest("hex")}`;
  const lines = [rules, models].flatMap((folder) =>
    readdirSync(folder).map((name) => `${name} ${sha(readFileSync(join(folder, name)))}`),
  );
  expect(knowledge()).toBe(sha(lines.toSorted().join("\n")));
});
