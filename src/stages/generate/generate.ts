import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { errorNodes } from "#analysis/parse/tree.ts";
import { positionAt, lineStarts } from "#lib/text.ts";
import type { Model, OnReceived } from "#ports/model.ts";
import { type DraftInput, draftDigest, draftPrompt } from "./draft-prompt.ts";
import { readDraft } from "./read-draft.ts";

export type DraftOutcome =
  | { readonly kind: "draft"; readonly code: string; readonly prompt: string; readonly tokens: number; readonly money: number }
  /** Nothing that can be judged came back; the reason is a lesson for the next round unless `final`. */
  | { readonly kind: "none"; readonly reason: string; readonly final: boolean; readonly tokens: number; readonly money: number };

const MAX_TOKENS = 8192;

/** Asks the model for one draft. `round` counts from 1 and is the seed. */
export async function askForDraft(
  model: Model,
  input: DraftInput,
  round: number,
  signal: AbortSignal,
  onReceived?: OnReceived,
): Promise<DraftOutcome> {
  const messages = draftPrompt(input);
  const temperature = round === 1 ? 0 : 0.4;
  const reply = await model.complete({ messages, maxTokens: MAX_TOKENS, temperature, seed: round }, signal, onReceived);
  if (reply.kind === "failed") return { kind: "none", reason: reply.reason, final: !reply.retryable, tokens: 0, money: 0 };
  const spent = { tokens: reply.inputTokens + reply.outputTokens, money: reply.cost };
  const draft = readDraft(reply.text);
  if (draft.kind === "refused") return { kind: "none", reason: draft.reason, final: false, ...spent };
  return { kind: "draft", code: draft.code, prompt: draftDigest(messages), ...spent };
}

/** Why a draft cannot be parsed, with its first wrong line; undefined when it can. */
export function syntaxLesson(tree: SyntaxTree): string | undefined {
  const [first] = errorNodes(tree);
  if (first === undefined) return undefined;
  const { line } = positionAt(lineStarts(tree.text), tree.starts[first] as number);
  return `The code has a syntax error in line ${line}.`;
}
