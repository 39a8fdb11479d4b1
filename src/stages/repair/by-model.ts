import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Candidate } from "#domain/candidate.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import { Digest } from "#domain/ids.ts";
import { lineStarts, offsetAt } from "#lib/text.ts";
import type { Model } from "#ports/model.ts";
import { baseDigest } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";
import { candidateId } from "./candidates.ts";
import type { Hint } from "./hint.ts";
import { parseReply } from "./parse-reply.ts";
import { promptDigest, repairPrompt } from "./prompt.ts";
import { redact } from "./redact.ts";
import { editableSpan } from "./span.ts";

export interface ModelInput {
  readonly defect: Defect;
  readonly tree: SyntaxTree;
  readonly workspace: Workspace;
  readonly hints: readonly Hint[];
  /** Findings of the same file, suppressed ones among them, to know its secrets. */
  readonly findings: readonly Finding[];
  /** From 1; also the seed, so that a later round may answer differently. */
  readonly round: number;
}

export interface ModelProposal {
  readonly candidates: readonly Candidate[];
  readonly declined: readonly string[];
  readonly tokens: number;
  readonly money: number;
}

/** Asks the model for one repair. Its answer is data: edits inside the allowed span, or a reason why it was refused. */
export async function proposeByModel(model: Model, input: ModelInput, signal: AbortSignal): Promise<ModelProposal> {
  const { defect, tree } = input;
  const { path } = defect.location;
  const starts = lineStarts(tree.text);
  const start = offsetAt(starts, defect.location.startLine, defect.location.startColumn);
  const end = Math.max(start, offsetAt(starts, defect.location.endLine, defect.location.endColumn));
  const span = editableSpan(tree, start, end);
  const clean = redact(tree.text, input.findings);
  const part = (range: { start: number; end: number }): string =>
    clean.hide(tree.text.slice(tree.text.lastIndexOf("\n", range.start - 1) + 1, range.end));
  // Engines quote what they found, and checks quote engines: their words are cleaned like the code.
  const messages = repairPrompt({
    defect: {
      ...defect,
      title: clean.hide(defect.title),
      message: clean.hide(defect.message),
      ...(defect.trace === undefined ? {} : { trace: defect.trace.map((step) => ({ ...step, note: clean.hide(step.note) })) }),
    },
    head: part(span.head),
    body: part(span.body),
    hints: input.hints.map((hint) => ({ ...hint, detail: clean.hide(hint.detail), attempt: clean.hide(hint.attempt) })),
    language: tree.pack.id,
  });
  const reply = await model.complete(
    { messages, maxTokens: 4096, temperature: input.round === 1 ? 0 : 0.4, seed: input.round },
    signal,
  );
  if (reply.kind === "failed") return { candidates: [], declined: [`${model.id}: ${reply.reason}`], tokens: 0, money: 0 };
  const spent = { tokens: reply.inputTokens + reply.outputTokens, money: reply.cost };
  const parsed = parseReply(clean.restore(reply.text), tree.text, span);
  if (parsed.kind === "refused") return { candidates: [], declined: [`${model.id}: ${parsed.reason}`], ...spent };
  const patch = { files: [{ path, baseDigest: baseDigest(await input.workspace.read(path)), edits: parsed.edits }] };
  const candidate: Candidate = {
    id: candidateId(defect, model.id, patch),
    defect: defect.id,
    origin: "model",
    author: model.id,
    title: `Proposed by ${model.id}`,
    rationale: "Written by a language model; judged by the checks below.",
    tradeOffs: {},
    review: "merge-after-review",
    patch,
    prompt: Digest.parse(promptDigest(messages)),
  };
  return { candidates: [candidate], declined: [], ...spent };
}
