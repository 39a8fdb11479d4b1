import { existsSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createCommandHost } from "#adapters/scanner-host/command-host.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import { digest } from "#lib/digest.ts";
import type { CommandScanner } from "#ports/scanner.ts";
import { type RegisteredScanner, registeredScanners } from "#testing/registered-scanners.ts";
import { readScannerCases, type ScannerCase } from "#testing/scanner-cases.ts";
import { goldenOf } from "#testing/scanner-golden.ts";

const HELP = `Writes golden.json of every case in fixtures/scanners anew and says what changed. Read the difference before you commit it.

  npm run golden                                   every scanner
  npm run golden -- ruff eslint                    these scanners
  npm run golden -- --record bandit --tool PATH    first runs the tool at PATH over the inputs of its cases and keeps its reports`;

const root = resolve(import.meta.dirname, "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { record: { type: "string" }, tool: { type: "string" }, help: { type: "boolean" } },
});
if (values.help === true) {
  console.log(HELP);
  process.exit(0);
}

const wanted = new Set([...positionals, ...(values.record === undefined ? [] : [values.record])]);
const known = (await registeredScanners(root)).filter(({ file }) => wanted.size === 0 || wanted.has(file));
for (const name of wanted) if (!known.some(({ file }) => file === name)) throw new Error(`no scanner is called ${name}`);
if (values.record !== undefined)
  await record(known.find(({ file }) => file === values.record) as RegisteredScanner, resolve(values.tool ?? ""));

for (const { file, scanner } of known) {
  for (const each of await readScannerCases(join(root, "fixtures", "scanners", file))) {
    const before = each.golden === undefined ? undefined : JSON.stringify(each.golden);
    const golden = await goldenOf(scanner, each);
    const name = `${file}/${each.name}@${each.version}`;
    if (JSON.stringify(golden) === before) console.log(`same     ${name}`);
    else {
      await writeFile(join(each.folder, "golden.json"), `${JSON.stringify(golden, null, 2)}\n`);
      console.log(
        `${before === undefined ? "new      " : "changed  "}${name}: ${golden.findings.length} findings, ${golden.problems.length} problems`,
      );
    }
  }
}

/** Runs the tool over each case's inputs, staged as in a scan; a case of another version than the tool's gets a sibling. */
async function record({ file, scanner, cases }: RegisteredScanner, tool: string): Promise<void> {
  if (scanner.kind !== "command") throw new Error(`${file} is no command: it has nothing to record`);
  const names = new Map(cases.map((each) => [each.name, each]));
  for (const each of names.values()) await recordCase(scanner, each, tool, join(root, "fixtures", "scanners", file));
}

async function recordCase(scanner: CommandScanner, each: ScannerCase, tool: string, folder: string): Promise<void> {
  const { sandbox } = await selectSandbox({ preference: "auto", unsafeNoSandbox: false });
  const reports: Uint8Array[] = [];
  const host = createCommandHost({
    sandbox,
    stager: createDirectoryStager(),
    findExecutable: async (name) =>
      ["/usr/local/bin", "/usr/bin", "/bin"].map((path) => join(path, name)).find((path) => existsSync(path)),
    executables: { [scanner.id]: tool },
    putRaw: async (bytes) => {
      reports.push(bytes);
      return digest(bytes);
    },
  })(scanner);
  const version = await host.version();
  if (version === undefined) throw new Error(`${tool} is not there`);
  const input = join(each.folder, "input");
  const workspace = createDiskWorkspace({ root: input, exclude: [], maxFileBytes: 1 << 20 });
  const files = each.files.filter(({ language }) => scanner.languages.includes(language));
  const others = each.files.map(({ path }) => path).filter((path) => scanner.reads?.(path) === true);
  const said = await host.scan({ files, others, workspace, progress: () => undefined }, AbortSignal.timeout(120_000));
  const [report, ...more] = reports;
  if (report === undefined || more.length > 0) throw new Error(`${reports.length} reports: ${JSON.stringify(said.problems)}`);
  const target = join(folder, `${each.name}@${version}`);
  await mkdir(target, { recursive: true });
  if (target !== each.folder) await cp(input, join(target, "input"), { recursive: true });
  await writeFile(join(target, isJson(report) ? "raw.json" : "raw.txt"), report);
  console.log(`recorded ${scanner.id}/${each.name}@${version}: ${report.length} bytes`);
}

function isJson(report: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(report));
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
