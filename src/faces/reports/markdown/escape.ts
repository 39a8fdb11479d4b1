import { showInvisible } from "#lib/text.ts";

/** Words that Markdown must show as they are: no markup, HTML, link, mention or reference comes of them. One line. */
export function prose(text: string): string {
  return showInvisible(text)
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_[\]~|]/g, String.raw`\$&`)
    .replace(/^(\d*)([-+#=.)])/, String.raw`$1\$2`)
    .replaceAll(/([@#])(?=\w)/g, "$1&#8203;")
    .replaceAll(/\b(https?|ftp|www)(?=[:.])/gi, "$1&#8203;");
}

/** A code span that its text cannot end, safe in a table cell. */
export function code(text: string): string {
  const shown = showInvisible(text).replaceAll(/\s+/g, " ").replaceAll("|", "¦").trim();
  const fence = "`".repeat(longestRun(shown) + 1);
  const gap = shown.startsWith("`") || shown.endsWith("`") || shown === "" ? " " : "";
  return `${fence}${gap}${shown}${gap}${fence}`;
}

/** A fenced block that its text cannot end. */
export function fenced(text: string, language: string): string[] {
  const shown = showInvisible(text.replaceAll("\r\n", "\n")).replace(/\n$/, "");
  const fence = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return [`${fence}${language}`, ...shown.split("\n"), fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
