import { z } from "zod";
import { jsonObjectIn } from "#lib/json-object.ts";

/** One edit as the model wrote it. */
export interface ReplyBlock {
  /** Line, from 1, at which the searched text begins, where the model named one. */
  readonly line?: number;
  readonly search: string;
  readonly replace: string;
}

export type ReadReply =
  | { readonly kind: "blocks"; readonly blocks: readonly ReplyBlock[] }
  /** A whole piece of code instead of edits. */
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "nothing" };

const BLOCK =
  /^<{5,9} ?SEARCH(?:[^\S\n]+(?:line[^\S\n]+)?(\d{1,7}))?[^\n]*\n([\s\S]*?)^={5,9}[^\S\n]*\n([\s\S]*?)^>{5,9} ?REPLACE[^\S\n]*$/gmu;
const FENCED = /^(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)^\1[^\S\n]*$/gmu;
const NUMBERED = /^[^\S\n]{0,6}\d{1,7}\| ?/u;

const Edits = z.object({
  edits: z.array(z.object({ line: z.int().positive().optional(), search: z.string(), replace: z.string() })),
});

/** The answer's form when the endpoint can be held to a schema. */
export const EDITS_SCHEMA: Readonly<Record<string, unknown>> = {
  type: "object",
  additionalProperties: false,
  required: ["edits"],
  properties: {
    edits: {
      type: "array",
      maxItems: 12,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["search", "replace"],
        properties: { line: { type: "integer" }, search: { type: "string" }, replace: { type: "string" } },
      },
    },
  },
};

/**
 * What a model's answer holds, read leniently: edit blocks anywhere in it, else the JSON of {@link EDITS_SCHEMA}, else the only fenced piece of code.
 * `reply` has `\n` line ends. Line numbers that were copied from the prompt are taken off.
 */
export function readReply(reply: string): ReadReply {
  const blocks = [...reply.matchAll(BLOCK)].map(
    ([, line, search = "", replace = ""]): ReplyBlock => ({
      ...(line === undefined ? {} : { line: Number(line) }),
      search: unnumbered(search),
      replace: unnumbered(replace),
    }),
  );
  if (blocks.length > 0) return { kind: "blocks", blocks };
  const edits = jsonEdits(reply);
  if (edits !== undefined) return { kind: "blocks", blocks: edits };
  const [only, second] = [...reply.matchAll(FENCED)];
  if (only === undefined || second !== undefined) return { kind: "nothing" };
  return { kind: "code", code: unnumbered(only[2] ?? "") };
}

function jsonEdits(reply: string): readonly ReplyBlock[] | undefined {
  const parsed = Edits.safeParse(jsonObjectIn(reply));
  if (!parsed.success) return undefined;
  return parsed.data.edits.map(({ line, search, replace }) => ({
    ...(line === undefined ? {} : { line }),
    search: withLineEnd(unnumbered(search)),
    replace: withLineEnd(unnumbered(replace)),
  }));
}

/** As in a block of text, whose parts end with the line. */
function withLineEnd(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function unnumbered(text: string): string {
  const lines = text.split("\n");
  const written = lines.filter((line) => line.trim() !== "");
  if (written.length === 0 || !written.every((line) => NUMBERED.test(line))) return text;
  return lines.map((line) => line.replace(NUMBERED, "")).join("\n");
}
