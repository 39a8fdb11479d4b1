import type { TextEdit } from "#domain/patch.ts";
import type { Span } from "./span.ts";

export type ParsedReply =
  | { readonly kind: "edits"; readonly edits: readonly TextEdit[] }
  | { readonly kind: "refused"; readonly reason: string };

const BLOCK = /^<{7} SEARCH[^\n]*\n([\s\S]*?)^={7}[^\n]*\n([\s\S]*?)^>{7} REPLACE[^\S\n]*$/gmu;
const MOST_BLOCKS = 12;
/** UTF-16 units. Far more than the tokens asked for; a server may send what it likes. */
const LONGEST_REPLY = 100_000;

/** Reads search/replace blocks from a model's answer and anchors them in the file's text. Anything doubtful is refused with a reason that can be a hint. */
export function parseReply(reply: string, text: string, span: Span): ParsedReply {
  if (reply.length > LONGEST_REPLY) return { kind: "refused", reason: `the answer has ${reply.length} characters` };
  if (!reply.isWellFormed()) return { kind: "refused", reason: "the answer is not valid Unicode" };
  const crlf = text.includes("\r\n");
  const blocks = [...reply.replaceAll("\r\n", "\n").matchAll(BLOCK)];
  if (blocks.length === 0) return { kind: "refused", reason: "the answer holds no edit block" };
  if (blocks.length > MOST_BLOCKS) return { kind: "refused", reason: `the answer holds ${blocks.length} edit blocks` };
  const edits: TextEdit[] = [];
  for (const [, search = "", replace = ""] of blocks) {
    const wanted = inFileStyle(search, crlf);
    if (wanted.trim() === "") return { kind: "refused", reason: "an edit block has an empty SEARCH part" };
    const found = occurrences(text, wanted, span);
    if (found.length !== 1)
      return { kind: "refused", reason: `a SEARCH text occurs ${found.length} times in the code that may be edited` };
    const start = found[0] as number;
    const replacement = inFileStyle(replace, crlf);
    if (replacement === wanted) continue;
    edits.push({ start, end: start + wanted.length, text: replacement });
  }
  return edits.length === 0
    ? { kind: "refused", reason: "the edits change nothing" }
    : { kind: "edits", edits: edits.toSorted((a, b) => a.start - b.start) };
}

/** The block's lines without its last line end, with the file's line ends. */
function inFileStyle(block: string, crlf: boolean): string {
  const lines = block.endsWith("\n") ? block.slice(0, -1) : block;
  return crlf ? lines.replaceAll("\n", "\r\n") : lines;
}

function occurrences(text: string, wanted: string, span: Span): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    const lineStart = text.lastIndexOf("\n", span.body.start - 1) + 1;
    if ((at >= lineStart && end <= span.body.end) || (at >= span.head.start && end <= span.head.end)) found.push(at);
  }
  return found;
}
