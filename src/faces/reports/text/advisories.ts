import type { AdvisoryStatus } from "#app/dependencies-run.ts";
import { oneLine } from "#lib/text.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";

/** Days after which advisories are called old. */
const OLD = 14;

/** One line for each ecosystem, with the age of what is known. */
export function advisoriesText({ folder, parts }: AdvisoryStatus, { paint }: TextStyle): string {
  if (parts.length === 0)
    return `${paint("yellow", "No advisory snapshot")} in ${oneLine(folder)}: dependencies are not checked.\nFetch one: assay deps update\n`;
  const width = Math.max(...parts.map(({ ecosystem }) => ecosystem.length));
  const lines = parts.map(({ ecosystem, advisories, unreadable, fetched, newest, days }) => {
    const age = days === 0 ? "today" : `${plural(days, "day")} ago`;
    const when = `${fetched === undefined ? "youngest record" : "fetched"} ${days > OLD ? paint("yellow", age) : age}`;
    const bad = unreadable === 0 ? "" : paint("yellow", `, ${unreadable} unreadable`);
    return `${ecosystem.padEnd(width)}  ${advisories.toLocaleString("en-US").padStart(8)} ${advisories === 1 ? "advisory" : "advisories"}${bad}, ${when} (${newest.slice(0, 10)})`;
  });
  const old = parts.some(({ days }) => days > OLD) ? ["Newer weaknesses are not known here: assay deps update"] : [];
  return `${[...lines, `In ${oneLine(folder)}`, ...old].join("\n")}\n`;
}
