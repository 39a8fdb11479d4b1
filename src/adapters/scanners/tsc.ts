import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import type { Claim } from "#adapters/scanner-host/formats/claim.ts";
import { reported } from "#adapters/scanner-host/formats/json-report.ts";
import { TYPE_DEFECTS, type TypeWorth } from "#adapters/scanner-host/type-errors.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Diagnostics that are told: those that do not hang on the project's settings, or on packages that are not beside the copy. */
const RULES: Readonly<Record<string, TypeWorth>> = {
  TS2322: TYPE_DEFECTS.wrongType,
  TS2345: TYPE_DEFECTS.wrongType,
  TS2349: TYPE_DEFECTS.wrongCall,
  TS2362: TYPE_DEFECTS.wrongOperator,
  TS2363: TYPE_DEFECTS.wrongOperator,
  TS2365: TYPE_DEFECTS.wrongOperator,
  TS2367: TYPE_DEFECTS.neverEqual,
  TS2447: TYPE_DEFECTS.wrongOperator,
  TS2454: TYPE_DEFECTS.neverSet,
  TS2531: TYPE_DEFECTS.maybeNothing,
  TS2532: TYPE_DEFECTS.maybeNothing,
  TS2554: TYPE_DEFECTS.wrongCall,
  TS2678: TYPE_DEFECTS.neverEqual,
  TS2774: TYPE_DEFECTS.alwaysTrue,
  TS2801: TYPE_DEFECTS.notAwaited,
  TS2839: TYPE_DEFECTS.neverEqual,
  TS2845: TYPE_DEFECTS.neverEqual,
  TS2869: TYPE_DEFECTS.neverReached,
  TS2872: TYPE_DEFECTS.alwaysTrue,
  TS2873: TYPE_DEFECTS.neverEqual,
  TS7027: TYPE_DEFECTS.neverReached,
  TS7029: TYPE_DEFECTS.fallsThrough,
  TS18047: TYPE_DEFECTS.maybeNothing,
  TS18048: TYPE_DEFECTS.maybeNothing,
};
const SENTINEL = { statement: 'const assay_sentinel: number = "assay";', rule: "TS2322" };

export default defineScanner({
  kind: "command",
  id: "tsc",
  title: "TypeScript compiler",
  languages: ["tsx", "typescript"],
  byName: true,
  homepage: "https://www.typescriptlang.org",
  licence: "Apache-2.0",
  needsNetwork: false,
  install: "npm install --global typescript (5.0 or newer)",
  executable: "tsc",
  versionArgs: ["--version"],
  parseVersion: (output) => /^Version (\d+\.\d+\.\d+\S*)/mu.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [5, 0]) ? undefined : `TypeScript ${version} is too old; 5.0 or newer is needed`,
  control: {},
  sentinel: { tsx: SENTINEL, typescript: SENTINEL },
  markers: [
    { words: /@ts-(?:ignore|expect-error)\b/gu, hides: "line-and-next" },
    { words: /@ts-nocheck\b/gu, hides: "file" },
  ],
  oneRun: () => "all",
  command: ({ executable, staged, scratch, files }) => ({
    argv: [executable, `--project`, `${scratch}/tsconfig.json`, "--pretty", "false", "--listFiles", "--diagnostics"],
    cwd: "staged",
    env: { LANG: "C.UTF-8" },
    settings: {
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          noEmit: true,
          strict: true,
          noImplicitAny: false,
          skipLibCheck: true,
          types: [],
          target: "esnext",
          lib: ["esnext", "dom", "dom.iterable"],
          module: "preserve",
          moduleDetection: "force",
          jsx: "preserve",
          allowUnreachableCode: false,
          noFallthroughCasesInSwitch: true,
          allowImportingTsExtensions: true,
          experimentalDecorators: true,
        },
        files: files.map(({ path }) => `${staged}/${path}`),
      }),
    },
    okExits: [0, 1, 2],
    output: "stdout",
  }),
  parse: claimParser((raw, { staged, files }) => {
    const claims: Claim[] = [];
    const problems: Problem[] = [];
    const listed = new Set<string>();
    let ends = 0;
    for (const line of new TextDecoder("utf-8").decode(raw).split(/\r?\n/u)) {
      const said = DIAGNOSTIC.exec(line)?.groups;
      if (ends > 0 && line.trim() !== "" && !/^[A-Z][\w /]*: +[\d.]+(?:K|s)?$/u.test(line))
        return `words after the end: ${line.slice(0, 80)}`;
      if (ends === 0 && said !== undefined) addTo(claims, problems, said);
      else if (line.startsWith("error TS")) problems.push({ code: "engine-error", message: line.slice(0, 300) });
      else if (/^Files: +\d+$/u.test(line)) ends++;
      else if (ends === 0 && line.startsWith("/")) listed.add(line);
      else if (ends === 0 && line.trim() !== "" && !line.startsWith(" "))
        return `a line that tsc does not write: ${line.slice(0, 80)}`;
    }
    if (ends !== 1) return "the report does not end as one of tsc does";
    for (const { path } of files)
      if (!listed.has(`${staged}/${path}`)) problems.push({ path, code: "not-reported", message: "tsc does not list this file" });
    return reported("tsc", { claims, problems });
  }),
});

const DIAGNOSTIC = /^(?<path>[^\n]+?)\((?<line>\d{1,9}),(?<column>\d{1,9})\): error (?<rule>TS\d+): (?<message>.*)$/u;

function addTo(claims: Claim[], problems: Problem[], said: Readonly<Record<string, string>>): void {
  const { path = "", line, column, rule = "", message = "" } = said;
  const row = Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
  // TS1000 to TS1999 are errors of syntax.
  if (/^TS1\d{3}$/u.test(rule))
    problems.push({ path, code: "syntax-error", message: message.slice(0, 300), line: Math.max(1, Number(line)) });
  if (row === undefined) return;
  const place = { path, startLine: Number(line), startColumn: Number(column), unit: "utf16" as const };
  claims.push({ rule, cwe: [row[0]], severity: row[1], confidence: row[2], message: message.slice(0, 2000), place });
}
