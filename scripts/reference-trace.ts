import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RULE = "sql-injection";
const EXAMPLE = "fixtures/flow/python/cross-file-sql";

interface JsonReport {
  readonly defects: readonly { readonly rule: string; readonly trace?: unknown }[];
}

interface SarifReport {
  readonly runs: readonly { readonly results: readonly { readonly ruleId: string; readonly codeFlows?: unknown }[] }[];
}

/** The page that shows one injection across three files as text, JSON and SARIF: what the program prints, run over a copy of the fixture. */
export async function tracePage(root: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "assay-trace-"));
  try {
    const project = join(folder, "project");
    await cp(join(root, EXAMPLE), project, { recursive: true });
    await rm(join(project, "expected.json"));
    const reports = ["--json-output", join(folder, "a.json"), "--sarif-output", join(folder, "a.sarif")];
    const text = await check(root, folder, ["check", "--engine", "assay", ...reports, "."]);
    const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), "utf8"));
    const json = ((await read("a.json")) as JsonReport).defects.find(({ rule }) => rule === RULE);
    const sarif = ((await read("a.sarif")) as SarifReport).runs[0]?.results.find(({ ruleId }) => ruleId === RULE);
    if (json?.trace === undefined || sarif?.codeFlows === undefined) throw new Error(`${EXAMPLE}: no ${RULE} with a trace`);
    const sources = await Promise.all(["app.py", "shop/service.py", "shop/store.py"].map((name) => source(project, name)));
    return page(sources, firstDefect(text), json.trace, sarif.codeFlows);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function page(sources: readonly string[], text: string, trace: unknown, codeFlows: unknown): string {
  return [
    "# An injection across files, with its trace",
    "",
    `Written by \`npm run generate\` from a run over \`${EXAMPLE}\`.`,
    "",
    "The request comes in in one file and becomes SQL in another, through a third:",
    "",
    ...sources,
    "## Text",
    "",
    "`assay check .`. The middle of a trace of more than nine steps is told only with `--verbose`.",
    "",
    ...fence("text", text),
    "## JSON",
    "",
    "`assay check --format json .`: `trace` of the defect, from source to sink.",
    "",
    ...fence("json", JSON.stringify(trace, null, 2)),
    "## SARIF",
    "",
    "`assay check --format sarif .`: `codeFlows` of the result.",
    "",
    ...fence("json", JSON.stringify(codeFlows, null, 2)),
  ].join("\n");
}

async function source(project: string, name: string): Promise<string> {
  return [`\`${name}\``, "", ...fence("python", (await readFile(join(project, name), "utf8")).trimEnd())].join("\n");
}

function fence(language: string, text: string): string[] {
  return [`\`\`\`${language}`, text, "```", ""];
}

/** The defects are parted by empty lines that are followed by a severity; the identity in the last line changes with nothing but the code. */
function firstDefect(text: string): string {
  const [first = ""] = text.split(/\n\n(?=(?:critical|high|medium|low|info) |─)/u);
  if (!first.includes(RULE)) throw new Error(`the first defect is not ${RULE}:\n${text}`);
  return first.trimEnd();
}

/** Standard output of the command line; exit code 1 says that there are defects, as there must be. */
function check(root: string, folder: string, argv: readonly string[]): Promise<string> {
  const main = join(root, "src/faces/cli/main.ts");
  const { PATH = "" } = process.env;
  const env = { PATH, HOME: folder, ASSAY_STATE: join(folder, "state"), NO_COLOR: "1" };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [main, ...argv], { cwd: join(folder, "project"), env }, (error, stdout, stderr) => {
      if (error?.code === 1) resolve(stdout);
      else reject(new Error(`assay ${argv.join(" ")}: ${stderr}`, { cause: error }));
    });
  });
}
