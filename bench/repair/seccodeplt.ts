import { z } from "zod";
import type { Row } from "#bench/detect/rows.ts";
import type { RepairCase, RepairSet } from "./case.ts";
import { CALLS_GRADER } from "./graders.ts";

const PltRow = z.object({
  idx: z.union([z.string(), z.number()]),
  cwe: z.union([z.string(), z.number()]),
  task: z.object({ function_name: z.string() }),
  gt: z.object({ code_before: z.string(), vulnerable_code: z.string(), patched_code: z.string(), code_after: z.string() }),
  unittest: z.object({ setup: z.string(), testcases: z.string() }),
  group: z.string().optional(),
});

const SECONDS = 60;

/** Functions with arguments and expected answers for use and for safety. */
export const SECCODEPLT: RepairSet = {
  id: "seccodeplt",
  usage: "rows with `task`, `gt` and `unittest`",
  apart: true,
  async read(row: Row): Promise<RepairCase[]> {
    const { idx, cwe, task, gt, unittest, group } = PltRow.parse(row);
    const text = (part: string): string => `${unittest.setup}\n${gt.code_before}${part}${gt.code_after}\n`;
    return [
      {
        id: `${idx}`,
        group: group ?? `${idx}`,
        language: "python",
        cwe: `CWE-${cwe}`,
        unsafe: { "task.py": text(gt.vulnerable_code) },
        reference: { "task.py": text(gt.patched_code) },
        exam: {
          program: `import sys\nsys.argv[2:] = ["task.py", "cases.py", ${JSON.stringify(task.function_name)}]\n${CALLS_GRADER}`,
          files: { "cases.py": unittest.testcases },
          seconds: SECONDS,
        },
      },
    ];
  },
};
