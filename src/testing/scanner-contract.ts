import assert from "node:assert/strict";
import { languageById } from "#analysis/languages/registry.ts";
import { by } from "#lib/compare.ts";
import { lineStarts } from "#lib/text.ts";
import type { CommandScanner, LibraryResult, LibraryScanner, RawFinding, Scanner } from "#ports/scanner.ts";
import type { ContractCheck } from "./recipe-contract.ts";
import type { ScannerCase } from "./scanner-cases.ts";
import { checkShape, goldenOf, parseCase, scanTexts, STAGED, stagedTexts, textWorkspace } from "./scanner-golden.ts";

export interface ScannerContract {
  readonly scanner: Scanner;
  /** Name of the scanner's file without the ending: what its id must be. */
  readonly file: string;
  readonly cases: readonly ScannerCase[];
  /** Texts beside those of the cases, on which a library must keep its promises too. */
  readonly others?: ScannerCase["files"];
  /** Checks that this scanner does not keep, by name, with the reason. */
  readonly deviations?: Readonly<Record<string, string>>;
}

/** Texts that no parser of the language accepts. */
const BROKEN: Readonly<Record<string, string>> = {
  python: "def broken(:\n    return (\n",
  c: "int broken( {\n  return (\n",
  cpp: "int broken( {\n  return (\n",
  go: "package broken\n\nfunc broken( {\n\treturn (\n",
  java: "class Broken {\n  int broken( {\n    return (\n",
  javascript: "export function broken( {\n  (\n",
  typescript: "export function broken( {\n  (\n",
  tsx: "export function broken( {\n  (\n",
};

/** The contract that every scanner keeps: see docs of {@link Scanner}. Checks are independent of each other and of their order. */
export function scannerContract({ scanner, file, cases, others = [], deviations = {} }: ScannerContract): ContractCheck[] {
  const checks = [
    { name: "metadata is complete", run: async () => checkMetadata(scanner, file) },
    { name: "has a case with findings, and a repaired file without", run: () => checkCases(scanner, cases) },
    ...cases.map((each) => ({ name: `${each.name}@${each.version}: golden`, run: () => checkGolden(scanner, each) })),
    ...(scanner.kind === "library" ? libraryChecks(scanner, cases, others) : commandChecks(scanner, cases)),
  ];
  for (const [name, reason] of Object.entries(deviations)) {
    assert.ok(
      checks.some((check) => check.name === name) && reason.length >= 20,
      `${file}: no deviation from ${name} without a reason`,
    );
  }
  return checks.filter(({ name }) => !(name in deviations));
}

function checkMetadata(scanner: Scanner, file: string): void {
  assert.equal(scanner.id, file, "the id is the file's name");
  assert.match(scanner.id, /^[a-z][a-z0-9-]*$/);
  assert.ok(scanner.title.length >= 3, "title");
  assert.ok(scanner.languages.length > 0 || scanner.reads !== undefined, "languages, or files it reads by name");
  for (const language of scanner.languages) assert.ok(languageById(language) !== undefined, `${language} is not a language pack`);
  assert.ok(URL.canParse(scanner.homepage) && scanner.homepage.startsWith("https://"), "homepage");
  assert.ok(scanner.licence.length >= 3, "licence");
  assert.ok(scanner.install.length >= 10, "install tells a user what to do");
}

async function checkCases(scanner: Scanner, cases: readonly ScannerCase[]): Promise<void> {
  assert.ok(cases.length > 0, "at least one case in fixtures/scanners");
  for (const each of cases) {
    const said = await goldenOf(scanner, each);
    assert.ok(
      each.files.some(({ path }) => repaired(path)),
      `${each.folder} has a repaired file`,
    );
    assert.ok(said.findings.length >= 5, `${each.folder} has at least five findings`);
    const trap = (finding: RawFinding): boolean => isTrap(scanner, each, finding);
    const noise = said.findings.filter((finding) => repaired(finding.location.path) && !trap(finding));
    assert.deepEqual(noise, [], "a repaired file is clean");
  }
  if (scanner.kind === "library") {
    const version = await scanner.version();
    assert.ok(
      cases.some((each) => each.version === version),
      `a case of the installed version ${version}`,
    );
  }
}

function repaired(path: string): boolean {
  return /(^|\/)repaired\.[^/]*$/.test(path);
}

function isTrap(scanner: Scanner, each: ScannerCase, { location }: RawFinding): boolean {
  if (scanner.kind !== "command") return false;
  const input = each.files.find(({ path }) => path === location.path);
  return input !== undefined && location.startLine >= lineStarts(`${input.text}\n`).length;
}

async function checkGolden(scanner: Scanner, each: ScannerCase): Promise<void> {
  const first = await goldenOf(scanner, each);
  const second = await goldenOf(scanner, each);
  assert.deepEqual(second, first, "two runs say the same, in the same order");
  assert.deepEqual(JSON.parse(JSON.stringify(first)), each.golden, "run `npm run golden` and review what changed");
  const texts = scanner.kind === "command" ? stagedTexts(scanner, each) : new Map(each.files.map((one) => [one.path, one]));
  checkShape(first, (path) => texts.get(path)?.text);
}

function libraryChecks(scanner: LibraryScanner, cases: readonly ScannerCase[], others: ScannerCase["files"]): ContractCheck[] {
  const inputs = [...cases.flatMap((each) => each.files), ...others].filter(
    ({ language, path }) => scanner.languages.includes(language) || scanner.reads?.(path) === true,
  );
  return [
    { name: "a file that does not parse is never clean", run: () => checkBroken(scanner) },
    {
      name: "CRLF, a byte order mark and astral characters move nothing but what they must",
      run: () => checkPositions(scanner, inputs),
    },
    { name: "torn files are covered or have a problem, and nothing throws", run: () => checkTorn(scanner, inputs) },
    {
      name: "a long line and deep nesting are covered or a problem, and hide no other file",
      run: () => checkMonsters(scanner, inputs),
    },
    { name: "an unreadable file is a problem and hides no other", run: () => checkUnreadable(scanner, inputs) },
    { name: "stops when told to", run: () => checkAbort(scanner, inputs) },
  ];
}

async function checkBroken(scanner: LibraryScanner): Promise<void> {
  for (const language of scanner.languages) {
    const text = BROKEN[language];
    assert.ok(text !== undefined, `no broken text for ${language}`);
    const { problems } = await scanTexts(scanner, [{ path: "broken", language, bytes: text.length, text }]);
    assert.ok(
      problems.some(({ path }) => path === "broken"),
      `${language}: a problem of the broken file`,
    );
  }
}

async function checkPositions(scanner: LibraryScanner, inputs: ScannerCase["files"]): Promise<void> {
  const plain = await scanTexts(scanner, inputs);
  const change = (edit: (text: string, language: string) => string) =>
    scanTexts(
      scanner,
      inputs.map((input) => ({ ...input, text: edit(input.text, input.language) })),
    );
  const windows = await change((text) => text.replaceAll("\n", "\r\n"));
  assert.deepEqual(places(windows), places(plain), "CRLF moves nothing");
  const shifted = await change((text, language) => `${comment(language)}\n${text}`);
  assert.deepEqual(places(shifted), places(plain, 1), "a first line moves lines by one");
  const marked = await change((text, language) => `\ufeff${comment(language)}\n${text}`);
  assert.deepEqual(places(marked), places(plain, 1), "a byte order mark moves nothing else");
}

function comment(language: string): string {
  return ["python", "dockerfile"].includes(language) ? "# 💶" : "// 💶";
}

function places({ findings }: LibraryResult, lines = 0): string[] {
  return findings.map(({ rule, location: { path, startLine, startColumn, endLine, endColumn } }) =>
    [rule, path, startLine + lines, startColumn, endLine + lines, endColumn].join(" "),
  );
}

async function checkTorn(scanner: LibraryScanner, inputs: ScannerCase["files"]): Promise<void> {
  const torn = inputs.flatMap((input) =>
    [0.2, 0.5, 0.8, 0.95].flatMap((part, index) => {
      const end = Math.floor(input.text.length * part);
      const texts = [input.text.slice(0, end), `${input.text.slice(0, end)}\0\ud800\u2028${input.text.slice(end)}`];
      return texts.map((text, kind) => ({ ...input, path: `torn/${index}/${kind}/${input.path}`, text }));
    }),
  );
  const said = await scanTexts(scanner, torn.toSorted(by(({ path }) => path)));
  for (const { path } of torn) {
    assert.ok(said.covered.includes(path) || said.problems.some((problem) => problem.path === path), `${path} is accounted for`);
  }
  const texts = new Map(
    torn.map(({ path, text }) => [path, new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text))]),
  );
  checkShape(said, (path) => texts.get(path));
}

async function checkMonsters(scanner: LibraryScanner, inputs: ScannerCase["files"]): Promise<void> {
  const texts = [
    `x = "${"a".repeat(8_000_000)}"\n`,
    `x = ${"(".repeat(10_000)}1${")".repeat(10_000)}\n`,
    `x = ${"a + ".repeat(20_000)}a\n`,
  ];
  const monsters = scanner.languages.flatMap((language) =>
    // The long line costs seconds: one language shows it.
    texts
      .map((text, index) => ({ path: `monsters/${language}/${index}`, language, bytes: text.length, text }))
      .filter((_, index) => index > 0 || language === scanner.languages[0]),
  );
  const said = await scanTexts(scanner, [...monsters, ...inputs]);
  for (const { path } of monsters) {
    assert.ok(said.covered.includes(path) || said.problems.some((problem) => problem.path === path), `${path} is accounted for`);
  }
  assert.deepEqual(said.findings, (await scanTexts(scanner, inputs)).findings);
}

async function checkUnreadable(scanner: LibraryScanner, inputs: ScannerCase["files"]): Promise<void> {
  const [language] = scanner.languages;
  // By name, a scanner reads what one of its cases is called.
  const gone = {
    path: language === undefined ? `gone/${inputs[0]?.path.split("/").at(-1)}` : "gone",
    language: language ?? "",
    bytes: 1,
  };
  const texts = new Map(inputs.map(({ path, text }) => [path, new TextEncoder().encode(text)]));
  const mine = inputs.filter((input) => scanner.languages.includes(input.language));
  const named = inputs.map(({ path }) => path).filter((path) => scanner.reads?.(path) === true);
  const files = language === undefined ? mine : [gone, ...mine];
  const others = language === undefined ? [gone.path, ...named] : named;
  const task = { files, others, workspace: textWorkspace(texts), progress: () => undefined };
  const said = await scanner.scan(task, AbortSignal.timeout(60_000));
  assert.ok(said.problems.some(({ path }) => path === gone.path));
  assert.deepEqual(said.findings, (await scanTexts(scanner, inputs)).findings);
}

async function checkAbort(scanner: LibraryScanner, inputs: ScannerCase["files"]): Promise<void> {
  await assert.rejects(scanTexts(scanner, inputs, AbortSignal.abort(new Error("enough"))), /enough/);
}

function commandChecks(scanner: CommandScanner, cases: readonly ScannerCase[]): ContractCheck[] {
  return [
    { name: "the command names only what it was given", run: async () => checkCommand(scanner) },
    { name: "brings code that it must report", run: async () => checkTraps(scanner) },
    { name: "rubbish for a version is no version", run: async () => checkVersion(scanner) },
    ...cases.map((each) => ({
      name: `${each.name}@${each.version}: rubbish in, problem out`,
      run: async () => checkRubbish(scanner, each),
    })),
  ];
}

function checkCommand(scanner: CommandScanner): void {
  const language = scanner.languages[0] ?? Object.keys({ ...scanner.control, ...scanner.sentinel })[0];
  const files = [{ path: "-a b\n.x", language: language ?? "other", bytes: 1 }];
  const request = { executable: "/tool", staged: STAGED, scratch: "/scratch", files };
  const plan = scanner.command(request);
  assert.equal(plan.argv[0], "/tool");
  assert.ok(plan.okExits.length > 0, "exit codes of a run that worked");
  assert.ok(!plan.argv.some((word) => word.startsWith("-a b")), "no path stands where an option could");
  for (const name of Object.keys(plan.settings)) assert.match(name, /^[\w.-]+$/, "settings are names without folders");
  for (const name of ["HOME", "LD_PRELOAD", "PYTHONPATH", "NODE_OPTIONS"])
    assert.ok(!(name in plan.env), `${name} is not the scanner's to set`);
  assert.deepEqual(scanner.command(request), plan, "pure");
  for (const known of scanner.languages) {
    assert.ok(!scanner.sentinel[known]?.statement.includes("\n"), `${known}: the sentinel is one line`);
  }
}

function checkTraps({ control, sentinel, languages }: CommandScanner): void {
  const trapped = new Set(Object.keys({ ...control, ...sentinel }));
  assert.ok(trapped.size > 0, "a language or kind of file with a control file or a sentinel");
  for (const language of languages) assert.ok(trapped.has(language), `${language}: a control file or a sentinel`);
}

function checkVersion(scanner: CommandScanner): void {
  for (const output of ["", "command not found", "Traceback (most recent call last):\n", "\0\ud800"])
    assert.equal(scanner.parseVersion(output), undefined);
}

/** Reports that a tool, or the code it looked at, could bring about. `broken`: must say that it could not be read. */
function checkRubbish(scanner: CommandScanner, each: ScannerCase): void {
  const raw = each.raw ?? new Uint8Array();
  const text = new TextDecoder().decode(raw);
  const broken = ["", "null", "[]", "{}", "NaN", '"text"', "[".repeat(100_000), `${text}${text}`, `warning\n${text}`, "\0\u0001"];
  for (const part of [0.1, 0.5, 0.9, 0.999]) broken.push(text.slice(0, Math.floor(text.length * part)));
  for (const report of broken) {
    const said = parseCase(scanner, each, new TextEncoder().encode(report));
    assert.deepEqual(said.findings, []);
    assert.ok(said.problems.length > 0, `no problem for ${JSON.stringify(report.slice(0, 40))}`);
  }
  assert.ok(
    parseCase(
      scanner,
      each,
      raw.map((byte) => byte ^ 0xa5),
    ).problems.length > 0,
    "bytes of no text",
  );
}
