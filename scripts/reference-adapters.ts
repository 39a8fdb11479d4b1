import { IMPORT_FORMATS } from "#adapters/scanner-host/formats/any-report.ts";
import type { Scanner } from "#ports/scanner.ts";
import { registeredScanners, type RegisteredScanner } from "#testing/registered-scanners.ts";

/** Tools that test/scanners-live.test.ts runs where they are on the machine. */
export const LIVE_TOOLS = [
  "bandit",
  "clang-analyzer",
  "clang-tidy",
  "clang-warnings",
  "cppcheck",
  "eslint-project",
  "flawfinder",
  "gcc-analyzer",
  "gcc-warnings",
  "gitleaks",
  "go-vet",
  "javac",
  "mypy",
  "pylint",
  "pyright",
  "secretlint",
  "tsc",
] as const;

/** Which reports are read, of which versions, and what proves it. */
export async function adaptersPage(root: string): Promise<string> {
  const rows = (await registeredScanners(root)).map((one) => [
    `\`${one.file}\``,
    one.scanner.title,
    [...one.scanner.languages, ...(one.scanner.about ?? [])].join(", "),
    versionsOf(one),
    proofOf(one.file, one.scanner),
  ]);
  const imports = IMPORT_FORMATS.map((format) => [
    "`--import`",
    format,
    "what the report names",
    "",
    "reports written for the test from the format's description",
  ]);
  const table = [["adapter", "tool or format", "reads", "versions with a case", "proved by"], [], ...rows, ...imports].map(
    (cells, at) => `| ${(at === 1 ? ["---", "---", "---", "---", "---"] : cells).join(" | ")} |`,
  );
  return [
    "# Adapters",
    "",
    "Written by `npm run generate` from `src/adapters/scanners`, `fixtures/scanners` and `src/adapters/scanner-host/formats`.",
    "",
    "`live`: a test runs the tool itself where it is on the machine, and says which ones were not. `recorded`: a report that this version of the tool wrote is kept and read again by every test. `golden`: the report was written for the test from the documented format of that version; the tool itself was never run.",
    "",
    ...table,
    "",
  ].join("\n");
}

function versionsOf({ scanner, cases }: RegisteredScanner): string {
  const versions = cases.map(({ name, version }) => {
    if (name === "documented" && (LIVE_TOOLS as readonly string[]).includes(scanner.id)) return `${version} (golden)`;
    return scanner.id === "gitleaks" && version === "8" ? "8.26 (Debian tells no version)" : version;
  });
  return versions.join(", ");
}

function proofOf(file: string, scanner: Scanner): string {
  if (scanner.kind === "library" && scanner.needsNetwork) return "a server played by the test as its web API is documented";
  if (scanner.kind === "library") return "live, in this process";
  if ((LIVE_TOOLS as readonly string[]).includes(file)) return "recorded; live where installed";
  return scanner.needsNetwork ? "golden; needs the network: run it yourself and import its report" : "golden";
}
