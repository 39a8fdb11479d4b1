import { leadingBlanks } from "#lib/text.ts";
import type { ReplyBlock } from "./read-reply.ts";
import type { Span } from "./span.ts";

const IMPORT = /^(?:import\b|from\s+\S+\s+import\b|(?:const|let|var)\b[^;]*\brequire\(|["']use strict["'])/u;

/**
 * The edits that a whole piece of code stands for: the editable function written again, with or without import lines before it. Undefined when it is
 * something else. Text around the function is taken from the file, never from the answer.
 */
export function blocksFromCode(code: string, text: string, { body, head }: Span): readonly ReplyBlock[] | undefined {
  const own = text.slice(text.lastIndexOf("\n", body.start - 1) + 1, body.end).replaceAll("\r\n", "\n");
  const [opening = ""] = own.split("\n");
  const lines = code.replace(/\n+$/u, "").split("\n");
  const at = lines.findIndex((line) => line.trim() === opening.trim());
  if (at === -1 || opening.trim() === "") return undefined;
  const before = lines.slice(0, at).filter((line) => line.trim() !== "" && !/^\s*(?:#|\/\/)/u.test(line));
  if (!before.every((line) => IMPORT.test(line))) return undefined;
  const shift = leadingBlanks(opening).slice(leadingBlanks(lines[at] ?? "").length);
  const rewritten = lines.slice(at).map((line) => (line.trim() === "" ? line : shift + line));
  const known = new Set(
    text
      .slice(head.start, head.end)
      .replaceAll("\r\n", "\n")
      .split("\n")
      .map((line) => line.trim()),
  );
  const missing = before.filter((line) => !known.has(line.trim()));
  const blocks: ReplyBlock[] = [{ search: `${own}\n`, replace: `${rewritten.join("\n")}\n` }];
  if (missing.length === 0) return blocks;
  const lastImport = text.slice(head.start, head.end).replaceAll("\r\n", "\n").split("\n").at(-1) ?? "";
  if (lastImport.trim() === "") return undefined;
  return [{ search: `${lastImport}\n`, replace: `${[lastImport, ...missing].join("\n")}\n` }, ...blocks];
}
