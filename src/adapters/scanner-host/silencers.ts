import type { ParseContext, ParsedReport } from "#ports/scanner.ts";

/**
 * `read`, which also says of every scanned file in which `silencer` stands that warnings may be missing there, with
 * `message`: for tools that no option makes ignore what a file switches off.
 */
export function tellingSilenced(
  read: (raw: Uint8Array, context: ParseContext) => ParsedReport,
  silencer: RegExp,
  message: string,
): (raw: Uint8Array, context: ParseContext) => ParsedReport {
  return (raw, context) => {
    const said = read(raw, context);
    const silenced = context.files.filter(({ path }) => silencer.test(context.text(path) ?? ""));
    return { ...said, problems: [...said.problems, ...silenced.map(({ path }) => ({ path, code: "silenced", message }))] };
  };
}
