import { lineEnding } from "#lib/text.ts";

/**
 * A file's text with a draft put in before a line (from 1), indented as that line is; one more than the last line, and no line, mean the end. The draft
 * ends with a line end; the file's own line ends are used. Undefined when the file has no such line.
 */
export function insertDraft(text: string, draft: string, line?: number): string | undefined {
  const end = lineEnding(text);
  const lines = text.split(end);
  if (lines.at(-1) === "") lines.pop();
  const at = (line ?? lines.length + 1) - 1;
  if (at < 0 || at > lines.length) return undefined;
  const indent = /^\s*/u.exec(lines[at] ?? "")?.[0] ?? "";
  const fresh = draft
    .replace(/\n$/u, "")
    .split("\n")
    .map((one) => (one === "" ? "" : indent + one));
  const apart = line === undefined && lines.length > 0 ? ["", ""] : [];
  return [...lines.slice(0, at), ...apart, ...fresh, ...lines.slice(at), ""].join(end);
}
