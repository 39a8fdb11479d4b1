import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readJavacText } from "#adapters/scanner-host/formats/javac-text.ts";
import { tellingSilenced } from "#adapters/scanner-host/silencers.ts";
import type { Severity } from "#domain/severity.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Weakness, severity and confidence by lint. What is not here is about style. */
const RULES: Readonly<Record<string, readonly [cwe: string, severity: Severity, confidence: number]>> = {
  divzero: ["CWE-369", "medium", 0.8],
  empty: ["CWE-1071", "low", 0.6],
  fallthrough: ["CWE-484", "low", 0.4],
  finally: ["CWE-584", "medium", 0.7],
  "lossy-conversions": ["CWE-681", "low", 0.4],
  overrides: ["CWE-581", "low", 0.7],
  removal: ["CWE-477", "low", 0.5],
  synchronization: ["CWE-662", "medium", 0.6],
  try: ["CWE-772", "low", 0.4],
};

const SENTINEL = {
  statement: "class AssaySentinel_FILE { int assay(int assayCell) { return assayCell / 0; } }",
  rule: "divzero",
};
/** The one switch in code that javac has no option against. */
const SILENCER = /@(?:java\.lang\.)?SuppressWarnings\b/u;

const read = claimParser(readJavacText, (claim) => {
  const row = RULES[claim.rule];
  return row === undefined ? undefined : { ...claim, cwe: [row[0]], severity: row[1], confidence: row[2] };
});

export default defineScanner({
  kind: "command",
  id: "javac",
  title: "javac -Xlint",
  languages: ["java"],
  byName: true,
  homepage: "https://docs.oracle.com/en/java/javase/21/docs/specs/man/javac.html",
  licence: "GPL-2.0-only WITH Classpath-exception-2.0",
  needsNetwork: false,
  install: "apt-get install default-jdk-headless (11 or newer)",
  executable: "javac",
  versionArgs: ["-version"],
  parseVersion: (output) => /^javac (\d+(?:\.\d+)*)/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [11, 0]) ? undefined : `javac ${version} is too old; 11 or newer is needed`),
  control: {},
  sentinel: { java: SENTINEL },
  oneRun: () => "all",
  // No annotation processor of the project runs. Errors do not end the look at what could be understood. Paths are absolute, so none is an option.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [
      executable,
      "-J-Duser.language=en",
      "-Xlint:all",
      "-XDshould-stop.ifError=FLOW",
      "-Xmaxwarns",
      "100000",
      "-Xmaxerrs",
      "100000",
      "-proc:none",
      "-implicit:none",
      "-encoding",
      "UTF-8",
      "-d",
      scratch,
      ...files.map(({ path }) => `${staged}/${path}`),
    ],
    env: { LANG: "C.UTF-8" },
    settings: {},
    okExits: [0, 1],
    output: "stderr",
  }),
  parse: tellingSilenced(
    read,
    SILENCER,
    "an annotation in this file switches warnings off, and javac cannot be told to ignore it",
  ),
});
