import { posix } from "node:path";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readGoVet } from "#adapters/scanner-host/formats/go-vet.ts";
import { goEnvironment } from "#adapters/scanner-host/go-environment.ts";
import type { Severity } from "#domain/severity.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Weakness, severity and confidence by analyser. What is not here is about style. */
const RULES: Readonly<Record<string, readonly [cwe: string, severity: Severity, confidence: number]>> = {
  assign: ["CWE-1164", "low", 0.6],
  atomic: ["CWE-362", "medium", 0.7],
  bools: ["CWE-480", "low", 0.6],
  copylocks: ["CWE-667", "medium", 0.7],
  defers: ["CWE-670", "low", 0.5],
  errorsas: ["CWE-754", "low", 0.6],
  httpresponse: ["CWE-754", "medium", 0.7],
  ifaceassert: ["CWE-704", "low", 0.6],
  loopclosure: ["CWE-362", "medium", 0.5],
  lostcancel: ["CWE-772", "low", 0.6],
  nilfunc: ["CWE-480", "low", 0.6],
  printf: ["CWE-628", "low", 0.5],
  shift: ["CWE-682", "low", 0.6],
  sigchanyzer: ["CWE-364", "low", 0.5],
  stringintconv: ["CWE-704", "low", 0.5],
  testinggoroutine: ["CWE-362", "low", 0.4],
  unmarshal: ["CWE-704", "low", 0.6],
  unreachable: ["CWE-561", "low", 0.6],
  unsafeptr: ["CWE-822", "medium", 0.5],
  unusedresult: ["CWE-252", "low", 0.5],
};

export default defineScanner({
  kind: "command",
  id: "go-vet",
  title: "go vet",
  languages: ["go"],
  byName: true,
  homepage: "https://pkg.go.dev/cmd/vet",
  licence: "BSD-3-Clause",
  needsNetwork: false,
  install: "apt-get install golang-go (1.19 or newer, below /usr)",
  executable: "go",
  versionArgs: ["version"],
  parseVersion: (output) => /go version go(\d+\.\d+(?:\.\d+)?)/u.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [1, 19]) ? undefined : `go ${version} is too old; 1.19 or newer is needed`),
  control: {},
  sentinel: { go: { statement: "func assaySentinel_FILE(assayCell int) { assayCell = assayCell }", rule: "assign" } },
  // Files of one folder are one package; tests may be another.
  oneRun: ({ path }) => `${posix.dirname(path)}${path.endsWith("_test.go") ? " test" : ""}`,
  // Paths are absolute, so none is an option.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [executable, "vet", "-json", ...files.map(({ path }) => `${staged}/${path}`)],
    cwd: "staged",
    env: goEnvironment(scratch),
    settings: {},
    okExits: [0, 1, 2],
    output: "stderr",
  }),
  parse: claimParser(readGoVet, (claim) => {
    const row = RULES[claim.rule];
    return row === undefined ? undefined : { ...claim, cwe: [row[0]], severity: row[1], confidence: row[2] };
  }),
});
