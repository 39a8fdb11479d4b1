import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readSpotbugsXml } from "#adapters/scanner-host/formats/spotbugs-xml.ts";
import { tellingSilenced } from "#adapters/scanner-host/silencers.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Of its own annotations; that of the language is not in classes. */
const SILENCER = /@(?:\w+\.)*SuppressFBWarnings\b|\bedu\.umd\.cs\.findbugs\.annotations\.(?:SuppressWarnings\b|\*)/u;

export default defineScanner({
  kind: "command",
  id: "spotbugs",
  title: "SpotBugs, with FindSecBugs where its plugin folder holds it",
  languages: ["java"],
  byName: true,
  homepage: "https://spotbugs.github.io",
  licence: "LGPL-2.1-or-later",
  needsNetwork: false,
  install:
    "a release of github.com/spotbugs/spotbugs (4.5 or newer), findsecbugs-plugin.jar in its folder plugin/; name its bin/spotbugs in the user configuration",
  executable: "spotbugs",
  launcher: { up: 2, holds: "lib/spotbugs.jar" },
  versionArgs: ["-textui", "-version"],
  parseVersion: (output) => /^(\d+\.\d+\.\d+)\s*$/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [4, 5]) ? undefined : `SpotBugs ${version} is too old; 4.5 or newer is needed`),
  control: {},
  sentinel: {},
  oneRun: () => "all",
  // It reads compiled classes: those that the project's last build left. A source file without one is not covered, and said to be.
  wholeProject: true,
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "-textui",
      "-quiet",
      "-effort:max",
      "-low",
      "-xml:withMessages",
      "-output",
      `${scratch}/report.xml`,
      "-sourcepath",
      staged,
      staged,
    ],
    env: { LANG: "C.UTF-8", JAVA_TOOL_OPTIONS: "-Duser.home=/tmp" },
    settings: {},
    // A sum of 1 (bugs), 2 (missing classes) and 4 (errors), of which the report tells.
    okExits: [0, 1, 2, 3],
    output: { file: "report.xml" },
  }),
  parse: tellingSilenced(
    claimParser(readSpotbugsXml),
    SILENCER,
    "an annotation in this file hides bugs from SpotBugs, which cannot be told to ignore it",
  ),
});
