import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Assay, CheckOutcome } from "#app/api.ts";
import { open } from "#app/open.ts";
import type { ModelConfig } from "#app/config.ts";
import { openModel } from "#app/open-model.ts";
import { writeFiles } from "#bench/repair/grade.ts";
import { oneLine } from "#lib/text.ts";
import type { Model } from "#ports/model.ts";
import { readDraft } from "#stages/generate/read-draft.ts";
import { guidanceFor } from "#stages/repair/guidance.ts";
import type { ModelCase } from "./case.ts";

/** From nothing of ours to all of it: `plain` takes the model's first words; `scan` shows it what engines say, `hints` in plain words with what right and wrong look like. */
export const ARMS = ["plain", "scan", "hints", "everything"] as const;
export type Arm = (typeof ARMS)[number];

export interface ArmSetting {
  readonly model: ModelConfig;
  readonly key: string | undefined;
  /** Answers asked for at most; every arm counts its questions from seed 1. */
  readonly rounds: number;
  /** Engines; undefined for all that are here. */
  readonly engines: readonly string[] | undefined;
  /** File for the answers of this run. */
  readonly cassette: string;
  /** Existing folder for copies. */
  readonly scratch: string;
}

/** The code of the case's file as the arm leaves it; undefined where it gives none, with the reason. */
export interface ArmResult {
  readonly code: string | undefined;
  readonly why: string;
  /** Defects that are left in it by our own engines. */
  readonly left: number;
}

const NO_SIGNAL = new AbortController().signal;
const MAX_TOKENS = 4096;
const SYSTEM = "You write code. Answer with one fenced block that holds the whole file and nothing else.";

export async function runArm(arm: Arm, item: ModelCase, setting: ArmSetting): Promise<ArmResult> {
  const folder = mkdtempSync(join(setting.scratch, "arm-"));
  const project = join(folder, "code");
  mkdirSync(project);
  try {
    if (item.unsafe !== undefined) writeFiles(project, item.unsafe);
    const model = { ...setting.model, cassette: { file: setting.cassette, mode: "record" as const } };
    const configFile = join(folder, "config.yaml");
    writeFileSync(configFile, JSON.stringify(arm === "everything" ? { model, budget: { iterations: setting.rounds } } : {}));
    const engines = setting.engines === undefined ? {} : { engines: setting.engines };
    const assay = await open({
      cwd: project,
      near: project,
      stateFolder: join(folder, "state"),
      configFile,
      threatModel: "library",
      unsafeNoSandbox: false,
      ...engines,
    });
    try {
      if (arm === "everything") return await whole(assay, item, project);
      const opened = await openModel(model, setting.key, folder);
      try {
        return await drafted(arm, item, setting.rounds, opened.model, (code) => looked(assay, item, code));
      } finally {
        await opened.finish();
      }
    } finally {
      await assay.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function whole(assay: Assay, item: ModelCase, project: string): Promise<ArmResult> {
  if (item.unsafe === undefined) {
    const outcome = await assay.generate(
      { request: item.request, language: item.language, file: item.path },
      () => undefined,
      NO_SIGNAL,
    );
    const why = [outcome.status, ...outcome.drafts.flatMap(({ reasons }) => reasons)].map(oneLine).join("; ");
    return { code: outcome.code, why, left: outcome.fix?.left.length ?? 0 };
  }
  const target = { paths: [] };
  const { left, repairs } = await assay.fix({ target, apply: true, approve: false, only: [] }, () => undefined, NO_SIGNAL);
  const why = repairs.map(({ status, reason }) => `${status}: ${reason}`).join("; ");
  return { code: readFileSync(join(project, item.path), "utf8"), why, left: left.length };
}

async function looked(assay: Assay, { path }: ModelCase, text: string): Promise<CheckOutcome["defects"]> {
  return (await assay.check({ target: { paths: [], stdin: { path, text } } }, () => undefined, NO_SIGNAL)).defects;
}

/** Asks, and asks again with what was found, as far as the arm lets it know. */
async function drafted(
  arm: Exclude<Arm, "everything">,
  item: ModelCase,
  rounds: number,
  model: Model,
  look: (code: string) => Promise<CheckOutcome["defects"]>,
): Promise<ArmResult> {
  let result: ArmResult = { code: undefined, why: "no answer", left: 0 };
  let lessons: readonly string[] = [];
  for (let round = 1; round <= (arm === "plain" ? 1 : rounds); round++) {
    const content = [
      item.request,
      ...(lessons.length === 0 ? [] : [`Your last answer was refused:\n${lessons.join("\n")}`]),
    ].join("\n\n");
    const messages = [
      { role: "system" as const, content: SYSTEM },
      { role: "user" as const, content },
    ];
    const temperature = round === 1 ? 0 : 0.4;
    const reply = await model.complete({ messages, maxTokens: MAX_TOKENS, temperature, seed: round }, NO_SIGNAL);
    if (reply.kind === "failed") return { ...result, why: reply.reason };
    const draft = readDraft(reply.text);
    if (draft.kind === "refused") {
      lessons = [draft.reason];
      result = { ...result, why: draft.reason };
      continue;
    }
    const defects = await look(draft.code);
    result = { code: draft.code, why: `round ${round}`, left: defects.length };
    if (defects.length === 0) return result;
    lessons = defects.map((defect) => lesson(arm, defect));
  }
  return result;
}

function lesson(arm: Arm, { rule, cwe, message, location }: CheckOutcome["defects"][number]): string {
  const said = `line ${location.startLine}: ${cwe ?? rule}: ${oneLine(message)}`;
  if (arm !== "hints") return said;
  const { problem, right, wrong } = guidanceFor(cwe);
  return `${said}\n${problem}\nA correct repair: ${right}\nNo repair: ${wrong}`;
}
