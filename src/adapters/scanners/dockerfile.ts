import type { Instruction } from "dockerfile-ast";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { DOCKERFILE_RULES, type DockerfileRule, stagesOf } from "#adapters/scanner-host/dockerfile-rules.ts";
import { eachFile, type FileResult } from "#adapters/scanner-host/each-file.ts";
import { defineScanner, type RawFinding } from "#ports/scanner.ts";

const VERSION = "1";

export default defineScanner({
  kind: "library",
  id: "dockerfile",
  title: "assay's rules for Dockerfiles",
  languages: [],
  reads: readsKinds("dockerfile"),
  about: ["Dockerfile"],
  homepage: "https://docs.docker.com/reference/dockerfile/",
  licence: "Apache-2.0",
  needsNetwork: false,
  install: "part of assay",
  version: async () => VERSION,
  async scan(task, signal) {
    const { DockerfileParser } = await import("dockerfile-ast");
    const files = (task.others ?? []).map((path) => ({ path, language: "dockerfile", bytes: 0 }));
    return eachFile({ ...task, files }, signal, {
      maxUnits: 1_000_000,
      check({ path }, text): FileResult {
        const stages = stagesOf(DockerfileParser.parse(text));
        if (stages.length === 0)
          return {
            findings: [],
            analysed: false,
            problems: [{ path, code: "syntax-error", message: "no FROM: nothing is built" }],
          };
        const findings = DOCKERFILE_RULES.flatMap((rule) => rule.find(stages).map((found) => toFinding(path, rule, found)));
        return { findings, analysed: true, problems: [] };
      },
    });
  },
});

function toFinding(path: string, rule: DockerfileRule, instruction: Instruction): RawFinding {
  const { start, end } = instruction.getRange();
  const { id, cwe, severity, confidence, title, message, remedy } = rule;
  const location = {
    path,
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
  return { rule: id, cwe: [cwe], severity, confidence, title, message, remedy, location };
}
