import { seededRandom } from "#bench/detect/random.ts";

/** A value of GGUF metadata, by its type in the format. */
type Value =
  | { readonly u32: number }
  | { readonly f32: number }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly f32s: readonly number[] }
  | { readonly i32s: readonly number[] };

interface Tensor {
  readonly name: string;
  /** Fastest first, as GGUF has them. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const [WIDTH, HEADS, LAYERS, INNER, CONTEXT] = [64, 4, 2, 128, 2048];
const ALIGNMENT = 32;

/** Words beside the bytes; a word begins with the blank that SentencePiece writes as U+2581. */
const WORDS = Array.from('abcdefghijklmnopqrstuvwxyz0123456789{}[]":,._-= ', (letter) => letter.replace(" ", "\u2581"));

/**
 * A whole llama model of random weights, a megabyte, in the form GGUF 3: see docs/gguf.md of ggml. It speaks nonsense, but the same nonsense for the same
 * seed, on every machine with the same arithmetic.
 */
export function tinyModel(seed = 1): Uint8Array {
  const random = seededRandom(seed);
  const tokens = [
    "<unk>",
    "<s>",
    "</s>",
    ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`),
    ...WORDS,
  ];
  const [NORMAL, UNKNOWN, CONTROL, BYTE] = [1, 2, 3, 6];
  const kinds = tokens.map((_, at) => (at === 0 ? UNKNOWN : at < 3 ? CONTROL : at < 259 ? BYTE : NORMAL));
  const weights = (name: string, ...shape: number[]): Tensor => ({ name, shape, values: noise(random, shape, 0.3) });
  const ones = (name: string): Tensor => ({ name, shape: [WIDTH], values: new Float32Array(WIDTH).fill(1) });
  const layers = Array.from({ length: LAYERS }, (_, at) => {
    const named = (part: string): string => `blk.${at}.${part}.weight`;
    return [
      ones(named("attn_norm")),
      ...["attn_q", "attn_k", "attn_v", "attn_output"].map((part) => weights(named(part), WIDTH, WIDTH)),
      ones(named("ffn_norm")),
      weights(named("ffn_gate"), WIDTH, INNER),
      weights(named("ffn_up"), WIDTH, INNER),
      weights(named("ffn_down"), INNER, WIDTH),
    ];
  });
  return gguf(
    {
      "general.architecture": { text: "llama" },
      "general.name": { text: "tiny" },
      "llama.context_length": { u32: CONTEXT },
      "llama.embedding_length": { u32: WIDTH },
      "llama.block_count": { u32: LAYERS },
      "llama.feed_forward_length": { u32: INNER },
      "llama.attention.head_count": { u32: HEADS },
      "llama.attention.head_count_kv": { u32: HEADS },
      "llama.attention.layer_norm_rms_epsilon": { f32: 1e-5 },
      "llama.rope.dimension_count": { u32: WIDTH / HEADS },
      "tokenizer.ggml.model": { text: "llama" },
      "tokenizer.ggml.tokens": { texts: tokens },
      "tokenizer.ggml.scores": { f32s: tokens.map((_, at) => (at < 259 ? 0 : -at)) },
      "tokenizer.ggml.token_type": { i32s: kinds },
      "tokenizer.ggml.unknown_token_id": { u32: 0 },
      "tokenizer.ggml.bos_token_id": { u32: 1 },
      "tokenizer.ggml.eos_token_id": { u32: 2 },
    },
    [
      weights("token_embd.weight", WIDTH, tokens.length),
      ...layers.flat(),
      ones("output_norm.weight"),
      weights("output.weight", WIDTH, tokens.length),
    ],
  );
}

/** A LoRA adapter of rank 4 for the first layer of {@link tinyModel}, strong enough to change what it says. */
export function tinyAdapter(seed = 2): Uint8Array {
  const random = seededRandom(seed);
  const rank = 4;
  const pair = (name: string): Tensor[] => [
    { name: `${name}.lora_a`, shape: [WIDTH, rank], values: noise(random, [WIDTH, rank], 1) },
    { name: `${name}.lora_b`, shape: [rank, WIDTH], values: noise(random, [rank, WIDTH], 1) },
  ];
  return gguf(
    {
      "general.architecture": { text: "llama" },
      "general.type": { text: "adapter" },
      "adapter.type": { text: "lora" },
      "adapter.lora.alpha": { f32: 8 },
    },
    [...pair("blk.0.attn_q.weight"), ...pair("blk.0.attn_v.weight")],
  );
}

function noise(random: () => number, shape: readonly number[], scale: number): Float32Array {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (random() * 2 - 1) * scale);
}

function gguf(metadata: Readonly<Record<string, Value>>, tensors: readonly Tensor[]): Uint8Array {
  const head: Buffer[] = [Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(Object.keys(metadata).length)];
  for (const [key, value] of Object.entries(metadata)) head.push(text(key), ...encoded(value));
  const data: Buffer[] = [];
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    head.push(text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset));
    const bytes = padded(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    data.push(bytes);
    offset += bytes.length;
  }
  return Buffer.concat([padded(Buffer.concat(head)), ...data]);
}

const [U32, I32, F32, TEXT, LIST] = [4, 5, 6, 8, 9];

function encoded(value: Value): Buffer[] {
  if ("u32" in value) return [u32(U32), u32(value.u32)];
  if ("f32" in value) return [u32(F32), f32(value.f32)];
  if ("text" in value) return [u32(TEXT), text(value.text)];
  const list = (type: number, items: readonly Buffer[]): Buffer[] => [u32(LIST), u32(type), u64(items.length), ...items];
  if ("texts" in value) return list(TEXT, value.texts.map(text));
  return "f32s" in value ? list(F32, value.f32s.map(f32)) : list(I32, value.i32s.map(i32));
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);
}
