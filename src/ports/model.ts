export interface ModelMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  /** JSON Schema that the answer should keep to. A model that cannot be held to it leaves it out, so the answer is to be validated all the same. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** What came back. A failed call is an outcome, not an exception. */
export type ModelReply =
  | {
      readonly kind: "answered";
      readonly text: string;
      readonly inputTokens: number;
      readonly outputTokens: number;
      /** US dollars, 0 where the price is not known. */
      readonly cost: number;
    }
  | { readonly kind: "failed"; readonly reason: string; readonly retryable: boolean };

/** Told again and again while an answer arrives: how many tokens so far, never which. Must not throw. */
export type OnReceived = (tokens: number) => void;

/** A language model that only proposes text. */
export interface Model {
  /** Name for evidence and reports, e.g. `qwen2.5-coder:7b at 127.0.0.1:11434`; never holds a key. */
  readonly id: string;
  /** `onReceived` is told what arrives where the model can say so before its answer is whole. Rejects when the signal is aborted. */
  complete(request: ModelRequest, signal: AbortSignal, onReceived?: OnReceived): Promise<ModelReply>;
}
