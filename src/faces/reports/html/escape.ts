import { showInvisible } from "#lib/text.ts";

/** Text for an element or a quoted attribute of HTML: nothing in it is markup, invisible characters are shown. */
export function html(text: string): string {
  return showInvisible(text)
    .toWellFormed()
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
