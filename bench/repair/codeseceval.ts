import { z } from "zod";
import type { Row } from "#bench/detect/rows.ts";
import type { RepairCase, RepairSet } from "./case.ts";
import { CHECK_GRADER } from "./graders.ts";

const EvalRow = z.object({
  ID: z.string(),
  "Insecure Code": z.string(),
  "Secure Code": z.string(),
  Test: z.string(),
  Entry_Point: z.string(),
  group: z.string().optional(),
});

const SECONDS = 60;

/** Pairs with one test for both questions. */
export const CODESECEVAL: RepairSet = {
  id: "codeseceval",
  usage: "rows with `Insecure Code`, `Secure Code` and `Test`",
  apart: false,
  async read(row: Row): Promise<RepairCase[]> {
    const parsed = EvalRow.parse(row);
    const text = (code: string): string => `${code.trimEnd()}\n`;
    return [
      {
        id: parsed.ID,
        group: parsed.group ?? parsed.ID,
        language: "python",
        cwe: `CWE-${Number(/cwe[-_]?(\d+)/iu.exec(parsed.ID)?.[1] ?? 0)}`,
        unsafe: { "task.py": text(parsed["Insecure Code"]) },
        reference: { "task.py": text(parsed["Secure Code"]) },
        exam: {
          program: `import sys\nsys.argv[2:] = ["task.py", "check.py", ${JSON.stringify(parsed.Entry_Point)}]\n${CHECK_GRADER}`,
          files: { "check.py": parsed.Test },
          seconds: SECONDS,
        },
      },
    ];
  },
};
