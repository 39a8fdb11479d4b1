import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Candidate } from "#domain/candidate.ts";
import type { Decline } from "#domain/decline.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import { Digest } from "#domain/ids.ts";
import { lineStarts, offsetAt } from "#lib/text.ts";
import type { ApprovedFix, Memory } from "#ports/memory.ts";
import type { Model, OnReceived } from "#ports/model.ts";
import { baseDigest } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";
import { candidateId } from "./candidates.ts";
import type { Hint } from "./hint.ts";
import { parseReply } from "./parse-reply.ts";
import { type PromptInput, promptDigest, repairPrompt } from "./prompt.ts";
import { EDITS_SCHEMA } from "./read-reply.ts";
import { type Redaction, redact } from "./redact.ts";
import { editableSpan, type Span } from "./span.ts";

export interface ModelInput {
  readonly defect: Defect;
  readonly tree: SyntaxTree;
  readonly workspace: Workspace;
  readonly hints: readonly Hint[];
  /** What the person asked for in words. */
  readonly wishes: readonly string[];
  /** Findings of the same file, suppressed ones among them, to know its secrets. */
  readonly findings: readonly Finding[];
  /** From 1; part of the seed, so that a later round may answer differently. */
  readonly round: number;
  /** How many answers are asked for at once, each with a seed of its own. */
  readonly answers: number;
  readonly memory: Memory;
  /** Told how many tokens of all answers together have arrived. */
  readonly onReceived?: OnReceived;
}

export interface ModelProposal {
  readonly candidates: readonly Candidate[];
  readonly declined: readonly Decline[];
  readonly tokens: number;
  readonly money: number;
}

const MAX_TOKENS = 4096;

/** Asks the model for repairs. Its answers are data: edits inside the allowed span, or a reason why one was refused. Equal answers count once. */
export async function proposeByModel(model: Model, input: ModelInput, signal: AbortSignal): Promise<ModelProposal> {
  const { defect, tree, round } = input;
  const { path } = defect.location;
  const span = spanOf(defect, tree);
  const clean = redact(tree.text, input.findings);
  const question = { cwe: defect.cwe, language: tree.pack.id, rule: defect.rule, code: textOf(tree, span) };
  const approved = await input.memory.recall(question, signal);
  const messages = repairPrompt({ ...promptInput(input, span, clean), approved: approved.map((fix) => cleanFix(fix, clean)) });
  const received = Array.from({ length: input.answers }, () => 0);
  const replies = await Promise.all(
    Array.from({ length: input.answers }, (_, at) => {
      const temperature = round === 1 && at === 0 ? 0 : 0.4;
      return model.complete(
        { messages, maxTokens: MAX_TOKENS, temperature, seed: round * 100 + at, schema: EDITS_SCHEMA },
        signal,
        (tokens) => {
          received[at] = tokens;
          input.onReceived?.(received.reduce((sum, one) => sum + one, 0));
        },
      );
    }),
  );
  const prompt = Digest.parse(promptDigest(messages, input.memory.id));
  const proposal = { candidates: new Map<string, Candidate>(), declined: new Map<string, Decline>(), tokens: 0, money: 0 };
  const refuse = (reason: string): void => {
    proposal.declined.set(reason, { by: model.id, code: "model-unusable", reason });
  };
  const digest = baseDigest(await input.workspace.read(path));
  for (const reply of replies) {
    if (reply.kind === "failed") {
      refuse(reply.reason);
      continue;
    }
    proposal.tokens += reply.inputTokens + reply.outputTokens;
    proposal.money += reply.cost;
    const parsed = parseReply(clean.restore(reply.text), tree.text, span);
    if (parsed.kind === "refused") refuse(clean.hide(parsed.reason));
    else {
      const candidate = candidateOf(model, defect, { files: [{ path, baseDigest: digest, edits: parsed.edits }] }, prompt);
      proposal.candidates.set(candidate.id, candidate);
    }
  }
  const { candidates, declined, ...spent } = proposal;
  return { candidates: [...candidates.values()], declined: [...declined.values()], ...spent };
}

function textOf(tree: SyntaxTree, { body }: Span): string {
  return tree.text.slice(body.start, body.end);
}

function cleanFix({ title, diff }: ApprovedFix, clean: Redaction): ApprovedFix {
  return { title: clean.hide(title), diff: clean.hide(diff) };
}

function spanOf(defect: Defect, tree: SyntaxTree): Span {
  const starts = lineStarts(tree.text);
  const start = offsetAt(starts, defect.location.startLine, defect.location.startColumn);
  const end = Math.max(start, offsetAt(starts, defect.location.endLine, defect.location.endColumn));
  return editableSpan(tree, start, end);
}

/** Engines quote what they found, and checks quote engines: their words are cleaned like the code. */
function promptInput({ defect, tree, hints, wishes }: ModelInput, span: Span, clean: Redaction): PromptInput {
  const lineOf = (offset: number): number => tree.text.lastIndexOf("\n", offset - 1) + 1;
  const part = (range: { start: number; end: number }): string => clean.hide(tree.text.slice(lineOf(range.start), range.end));
  return {
    defect: {
      ...defect,
      title: clean.hide(defect.title),
      message: clean.hide(defect.message),
      ...(defect.trace === undefined ? {} : { trace: defect.trace.map((step) => ({ ...step, note: clean.hide(step.note) })) }),
    },
    head: part(span.head),
    body: part(span.body),
    firstLine: tree.text.slice(0, lineOf(span.body.start)).split("\n").length,
    hints: hints.map((hint) => ({ ...hint, detail: clean.hide(hint.detail), attempt: clean.hide(hint.attempt) })),
    wishes: wishes.map((wish) => clean.hide(wish)),
    language: tree.pack.id,
  };
}

function candidateOf(model: Model, defect: Defect, patch: Candidate["patch"], prompt: Digest): Candidate {
  return {
    id: candidateId(defect, model.id, patch),
    defect: defect.id,
    origin: "model",
    author: model.id,
    title: `Proposed by ${model.id}`,
    rationale: "Written by a language model; judged by the checks below.",
    tradeOffs: {},
    review: "merge-after-review",
    patch,
    prompt,
  };
}
