import { oneLine } from "#lib/text.ts";
import type { CheckedRuleFile, TestedRule, TestedRuleFile } from "#app/rules-run.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";

const SUPPORTED =
  "A rule with an error is not used. docs/reference/semgrep.md names every part of the rule language that is supported.";

/** `path:line:column: what is wrong`, one a line, and a verdict. */
export function validatedText(files: readonly CheckedRuleFile[], { paint }: TextStyle): string {
  const lines = files.flatMap((file) => errorLines(file));
  const rules = files.reduce((sum, file) => sum + file.rules.length, 0);
  const verdict =
    lines.length === 0
      ? `${paint("green", "Valid")}: ${plural(rules, "rule")} in ${plural(files.length, "file")}.`
      : `${paint("red", "Not valid")}: ${plural(lines.length, "error")} in ${plural(files.length, "file")}.\n${SUPPORTED}`;
  return `${[...lines, verdict].join("\n")}\n`;
}

/** A line for each rule, the differences under it, and how many passed. */
export function testedText(files: readonly TestedRuleFile[], { paint }: TextStyle): string {
  const marks = { passed: paint("green", "✓"), failed: paint("red", "✗"), untested: paint("yellow", "–") };
  const lines = files.flatMap((file) => [
    ...file.rules.flatMap((rule) => [
      `${marks[rule.status]} ${oneLine(rule.id)}  ${paint("dim", summary(rule))}`,
      ...differences(rule, file).map((line) => `    ${line}`),
    ]),
    ...errorLines(file).map((line) => `${paint("red", "✗")} ${line}`),
    ...file.notes.map((note) => `  ${oneLine(note)}`),
  ]);
  const count = (status: TestedRule["status"]): number =>
    files.reduce((sum, file) => sum + file.rules.filter((rule) => rule.status === status).length, 0);
  const errors = files.reduce((sum, file) => sum + file.errors.length, 0);
  const parts = [`${count("passed")} passed`, `${count("failed")} failed`, `${count("untested")} untested`];
  if (errors > 0) parts.push(plural(errors, "error"));
  const verdict = `Rules: ${parts.join(", ")}.`;
  return `${[...lines, "", verdict, ...(errors > 0 ? [SUPPORTED] : [])].join("\n")}\n`;
}

function errorLines({ errors }: Pick<CheckedRuleFile, "errors">): string[] {
  return errors.map(({ path, line, column, message }) => `${oneLine(path)}:${line}:${column}: ${oneLine(message)}`);
}

function summary({ status, tests }: TestedRule): string {
  if (status === "untested") return tests.length === 0 ? "no fixture beside it" : "no annotation names it";
  const sum = (key: "ruleid" | "ok"): number => tests.reduce((total, one) => total + one[key], 0);
  return `${sum("ruleid")} ruleid, ${sum("ok")} ok`;
}

function differences({ tests }: TestedRule, file: TestedRuleFile): string[] {
  const folder = file.path.includes("/") ? file.path.slice(0, file.path.lastIndexOf("/") + 1) : "";
  return tests.flatMap(({ fixture, missed, unexpected, unfixed = [], problems }) => {
    const place = oneLine(`${folder}${fixture}`);
    const fixed = place.replace(/\.(\w+)$/u, ".fixed.$1");
    return [
      ...missed.map((line) => `${place}:${line}: expected a finding`),
      ...unexpected.map((line) => `${place}:${line}: found without \`ruleid\``),
      ...unfixed.map((line) => `${fixed}:${line}: the fix gives something else`),
      ...problems.map((problem) => `${place}: ${oneLine(problem)}`),
    ];
  });
}
