import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readCppcheckXml } from "#adapters/scanner-host/formats/cppcheck-xml.ts";
import { defineScanner } from "#ports/scanner.ts";

const REPORT = "report.xml";
const SENTINEL = {
  statement: "int assay_sentinel(void) { int assay_cells[2]; assay_cells[2] = 0; return assay_cells[0]; }",
  rule: "arrayIndexOutOfBounds",
};

export default defineScanner({
  kind: "command",
  id: "cppcheck",
  title: "Cppcheck",
  languages: ["c", "cpp"],
  byName: true,
  homepage: "https://cppcheck.sourceforge.io",
  licence: "GPL-3.0-or-later",
  needsNetwork: false,
  install: "apt-get install cppcheck (1.90 or newer)",
  executable: "cppcheck",
  versionArgs: ["--version"],
  parseVersion: (output) => /^Cppcheck (\d+\.\d+(?:\.\d+)?)/mu.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [1, 90]) ? undefined : `Cppcheck ${version} is too old; 1.90 or newer is needed`,
  control: {},
  sentinel: { c: SENTINEL, cpp: SENTINEL },
  // Comments that suppress are obeyed only with --inline-suppr, and no file of the project configures cppcheck.
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "--quiet",
      "--enable=warning,portability",
      "--inconclusive",
      "--max-ctu-depth=2",
      "--xml",
      "--xml-version=2",
      `--output-file=${scratch}/${REPORT}`,
      staged,
    ],
    env: { LANG: "C.UTF-8" },
    settings: {},
    okExits: [0],
    output: { file: REPORT },
  }),
  parse: claimParser(readCppcheckXml),
});
