import { basename } from "node:path";
import { languageById, languageOf, LANGUAGES } from "#analysis/languages/registry.ts";
import { type Budget, DEFAULT_BUDGET, exhausted, NOTHING_SPENT, type Spent, withLimits } from "#domain/budget.ts";
import { AssayError } from "#domain/errors.ts";
import type { Emit } from "#domain/event.ts";
import type { Model } from "#ports/model.ts";
import { decodeStrict } from "#ports/overlay.ts";
import { askForDraft, syntaxLesson } from "#stages/generate/generate.ts";
import { insertDraft } from "#stages/generate/insert.ts";
import { LONGEST_REQUEST, screenRequest } from "#stages/generate/screen.ts";
import { redact } from "#stages/repair/redact.ts";
import type { DraftVerdict, FixOutcome, GenerateOutcome, GenerateRequest } from "./api.ts";
import { fixRun } from "./fix-run.ts";
import { selectStandIn } from "./find-root.ts";
import { projectConventions } from "./conventions.ts";
import type { Project } from "./project.ts";

/** Lines around the place of insertion that the model sees. */
const AROUND = 60;

/**
 * Drafts code for a request and puts every draft through the loop before anyone sees it: parsed, scanned, repaired, validated. A draft that keeps a defect is
 * a lesson for the next one. Rejects with `usage` for a request that cannot be served and `model-failed` where no model is configured.
 */
export async function generateRun(
  project: Project,
  request: GenerateRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<GenerateOutcome> {
  if (request.request.trim() === "") throw new AssayError("usage", "say in words what the code is to do");
  if (request.request.length > LONGEST_REQUEST)
    throw new AssayError("usage", `the request has ${request.request.length} characters; ${LONGEST_REQUEST} are read`);
  const place = await placeOf(project, request);
  const screening = screenRequest(request.request);
  if (screening.outcome === "refuse") return { status: "refused", reasons: screening.reasons, drafts: [], path: place.path };
  const model = await project.model();
  if (model === undefined)
    throw new AssayError("model-failed", "no model is configured, and only a model can draft code", {
      hint: "Name an endpoint in the user configuration, see the guide on policy; check and fix work without one.",
    });
  return draftLoop(project, request, { place, model, warnings: screening.reasons }, emit, signal);
}

interface Place {
  /** Repository-relative. */
  readonly path: string;
  readonly language: string;
  /** Text of the file as it is; undefined for a new one. */
  readonly text: string | undefined;
  readonly line: number | undefined;
}

interface Drafting {
  readonly place: Place;
  readonly model: Model;
  readonly warnings: GenerateOutcome["reasons"];
}

async function draftLoop(
  project: Project,
  { request, budget: limits = {} }: GenerateRequest,
  { place, model, warnings }: Drafting,
  emit: Emit,
  signal: AbortSignal,
): Promise<GenerateOutcome> {
  const budget: Budget = withLimits(withLimits(DEFAULT_BUDGET, project.config.budget), limits);
  const drafts: DraftVerdict[] = [];
  const lessons: string[] = [];
  let spent: Spent = NOTHING_SPENT;
  const clean = redact(`${place.text ?? ""}\n${request}`, []);
  const input = {
    request: clean.hide(request),
    language: place.language,
    path: place.path,
    around: clean.hide(around(place)),
    conventions: await projectConventions(project),
    warnings,
  };
  let last: FixOutcome | undefined;
  for (let round = 1; round <= budget.iterations && exhausted(budget, spent) === undefined; round++) {
    emit({ kind: "model-asked", model: model.id });
    const answer = await askForDraft(model, { ...input, lessons: lessons.slice(-6) }, round, signal, (tokens) =>
      emit({ kind: "model-progressed", tokens }),
    );
    spent = { ...spent, tokens: spent.tokens + answer.tokens, money: spent.money + answer.money };
    if (answer.kind === "none") {
      drafts.push({ round, verdict: "unusable", reasons: [answer.reason] });
      if (answer.final) break;
      lessons.push(answer.reason);
      continue;
    }
    const code = clean.restore(answer.code);
    const text = place.text === undefined ? code : insertDraft(place.text, code, place.line);
    if (text === undefined) throw new AssayError("usage", `${place.path} has no line ${place.line}`);
    const broken = await syntaxOf(project, place.language, text);
    if (broken !== undefined) {
      drafts.push({ round, verdict: "unusable", reasons: [broken] });
      lessons.push(broken);
      continue;
    }
    last = await fixRun(project, judged(place.path, text, limits), emit, signal);
    const left = last.left.map(
      (defect) => `${defect.cwe ?? defect.rule}: ${clean.hide(defect.title)}, line ${defect.location.startLine}`,
    );
    const open = last.report.complete ? left : [...left, "not everything was analysed"];
    drafts.push({ round, verdict: open.length === 0 ? "accepted" : "refused", reasons: open });
    if (open.length === 0) {
      const whole = (await last.after(place.path)) ?? text;
      return { status: "verified", reasons: warnings, drafts, path: place.path, code: whole, fix: last };
    }
    lessons.push(...open);
  }
  return { status: "unfixed", reasons: warnings, drafts, path: place.path, ...(last === undefined ? {} : { fix: last }) };
}

function judged(path: string, text: string, limits: NonNullable<GenerateRequest["budget"]>) {
  return { target: { paths: [], stdin: { path, text } }, apply: false, approve: false, only: [], budget: limits };
}

async function placeOf(project: Project, { file, line, language }: GenerateRequest): Promise<Place> {
  if (line !== undefined && file === undefined) throw new AssayError("usage", "--at needs --file");
  const pack = language === undefined ? undefined : languageById(language);
  if (language !== undefined && pack === undefined)
    throw new AssayError("usage", `no language is called ${language}; there are ${LANGUAGES.map(({ id }) => id).join(", ")}`);
  if (file === undefined) {
    const chosen = pack ?? LANGUAGES[0];
    if (language === undefined || chosen === undefined)
      throw new AssayError("usage", "name the language with --lang, or a file with --file");
    return {
      path: selectStandIn(project.cwd, project.root, `generated${chosen.extensions[0]}`),
      language,
      text: undefined,
      line,
    };
  }
  const path = selectStandIn(project.cwd, project.root, file);
  const known = pack ?? languageOf(path);
  if (known === undefined) throw new AssayError("usage", `${basename(path)}: the name tells no language; name it with --lang`);
  if (!(await project.disk.has(path))) {
    if (line !== undefined) throw new AssayError("path-missing", `${file}: no such file, so it has no line ${line}`);
    return { path, language: known.id, text: undefined, line };
  }
  const text = decodeStrict(await project.disk.read(path));
  if (text === undefined) throw new AssayError("usage", `${file} is not UTF-8`);
  return { path, language: known.id, text, line };
}

function around({ text = "", line }: Place): string {
  const lines = text.split(/\r?\n/u);
  const at = line ?? lines.length;
  return lines.slice(Math.max(0, at - AROUND), at + AROUND).join("\n");
}

async function syntaxOf(project: Project, language: string, text: string): Promise<string | undefined> {
  const pack = languageById(language);
  if (pack === undefined) return undefined;
  const result = await (await project.parser()).parse(pack, text);
  return result.kind === "tree" ? syntaxLesson(result.tree) : "The code could not be parsed in time.";
}
