import type { Explanation } from "#app/api.ts";
import { wrap } from "#lib/display-width.ts";
import { oneLine, showInvisible } from "#lib/text.ts";
import type { TextStyle } from "./style.ts";

/** A Markdown explanation for a terminal: headings in bold, prose wrapped, fenced code left as it is. */
export function explanationText({ kind, id, title, body }: Explanation, style: TextStyle): string {
  const { paint } = style;
  const lines = [`${paint("bold", oneLine(title))}  ${paint("dim", `${kind} ${oneLine(id)}`)}`, ""];
  let fenced = false;
  for (const line of showInvisible(body.trim()).split("\n")) {
    if (/^ {0,3}(```|~~~)/.test(line)) {
      fenced = !fenced;
      continue;
    }
    const heading = /^#{1,6} +(.*)$/.exec(line);
    const item = /^ *(?:[-*]|\d+\.) +/.exec(line)?.[0] ?? "";
    if (fenced || line.startsWith("    ") || line.startsWith("|"))
      lines.push(fenced ? `    ${paint("cyan", line)}`.trimEnd() : line);
    else if (heading) lines.push(paint("bold", heading[1] ?? ""));
    else
      lines.push(
        ...wrap(line.slice(item.length), style.columns - item.length).map(
          (part, at) => (at === 0 ? item : " ".repeat(item.length)) + part,
        ),
      );
  }
  return `${lines.join("\n")}\n`;
}
