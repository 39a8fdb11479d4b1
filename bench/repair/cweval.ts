import { z } from "zod";
import type { Row } from "#bench/detect/rows.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import type { Exam, RepairCase, RepairSet } from "./case.ts";
import { C_BUILD, PYTEST_GRADER } from "./graders.ts";
import { unsafePrograms } from "./unsafe-twin.ts";

const CwEvalRow = z.object({ lang: z.string(), stem: z.string(), files: z.record(z.string(), z.string()) });

const LANGUAGES: Readonly<Record<string, string>> = { py: "python", js: "javascript", c: "c" };
const SECONDS = 120;

/** Tasks with a secure solution, an unsafe twin and pytest marks. */
export const CWEVAL: RepairSet = {
  id: "cweval",
  usage: "rows with `lang`, `stem` and `files`",
  apart: true,
  read,
};

async function read(row: Row, _index: number, parser: TreeParser): Promise<RepairCase[]> {
  const { lang, stem, files } = CwEvalRow.parse(row);
  const language = LANGUAGES[lang];
  const named = (part: string): string | undefined => Object.keys(files).find((name) => name.includes(part));
  const [task, test] = [named("_task."), named("_test.")];
  if (language === undefined || task === undefined || test === undefined) return [];
  const given = (argument: string, script: string): string =>
    `import sys\nsys.argv[2:] = [${JSON.stringify(argument)}]\n${script}`;
  const program = `${language === "c" ? given(task, C_BUILD) : ""}${given(test, PYTEST_GRADER)}`;
  const exam: Exam = { program, files: { [test]: files[test] ?? "" }, seconds: SECONDS };
  const make = (id: string, unsafe: string): RepairCase => ({
    id,
    group: stem,
    language,
    cwe: `CWE-${Number(/\d+/u.exec(stem)?.[0] ?? 0)}`,
    unsafe: { [task]: unsafe },
    reference: { [task]: files[task] ?? "" },
    exam,
  });
  const twin = named("_unsafe.");
  if (twin !== undefined) return [make(`${lang}/${stem}`, files[twin] ?? "")];
  const programs = await unsafePrograms(parser, files[test] ?? "", files[task] ?? "");
  return programs.map((text, at) => make(`${lang}/${stem}${programs.length > 1 ? `#${at}` : ""}`, text));
}
