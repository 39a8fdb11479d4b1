import { ERRORS } from "../src/domain/errors.ts";

/** Reference pages that must agree with the code. */
export async function generateReference(_root: string): Promise<{ path: string; text: string }[]> {
  return [{ path: "docs/reference/errors.md", text: errorsPage() }];
}

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, { exit, remedy }]) => `| \`${code}\` | ${exit} | ${remedy.replaceAll("|", "\\|")} |`);
  return ["# Errors", "", "Written by `npm run generate` from `src/domain/errors.ts`.", "", "| code | exit | remedy |", "| --- | --- | --- |", ...rows, ""].join("\n");
}
