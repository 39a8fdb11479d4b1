import { z } from "zod";
import { languageByName } from "#bench/detect/languages.ts";
import type { Row } from "#bench/detect/rows.ts";
import type { RepairCase, RepairSet } from "./case.ts";

const ProgramRow = z.object({
  model: z.string(),
  scenario: z.string(),
  id: z.string(),
  lang: z.string(),
  vulnerable: z.boolean(),
  code: z.string(),
  group: z.string().optional(),
});

/** Programs that executed exploits found vulnerable; their tests are not published, so that only what the loop itself says can be told. */
export const SECCODEBENCH: RepairSet = {
  id: "seccodebench",
  usage: "rows with `scenario`, `lang`, `vulnerable` and `code`",
  apart: false,
  async read(row: Row, index: number): Promise<RepairCase[]> {
    const { scenario, id, lang, vulnerable, code, group } = ProgramRow.parse(row);
    const language = languageByName(lang);
    if (!vulnerable || !["python", "javascript"].includes(language.id)) return [];
    const files = { [`program${language.extension}`]: code };
    return [
      {
        id: `${id}/${scenario}/${index}`,
        group: group ?? id,
        language: language.id,
        cwe: id,
        unsafe: files,
        reference: files,
        exam: undefined,
      },
    ];
  },
};
