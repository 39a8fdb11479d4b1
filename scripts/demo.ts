// npm run demo [-- --keep]: repairs copies of the example applications, then tries to forge the evidence. Exits 1 when a promise does not hold.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";

interface Example {
  readonly name: string;
  readonly tests: readonly [string, ...string[]];
  /** The program its tests need, where a machine may lack it. */
  readonly needs?: string;
}

const EXAMPLES: readonly Example[] = [
  { name: "python-archive", tests: ["python3", "-m", "unittest", "-q"], needs: "python3" },
  { name: "express-notes", tests: [process.execPath, "--test", "--test-reporter=dot"] },
];

const repository = fileURLToPath(new URL("..", import.meta.url));
const broken: string[] = [];

/** Runs a program where the user can see it; its exit code, or -1 when it could not be started or was killed. */
function show(cwd: string, title: string, command: readonly [string, ...string[]]): number {
  const [program, ...args] = command;
  console.log(styleText("bold", `\n$ ${title}`));
  const { status, error } = spawnSync(program, args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
  if (error !== undefined) console.log(error.message);
  return status ?? -1;
}

function assay(folder: string, state: string, args: readonly string[]): number {
  return show(folder, `assay ${args.join(" ")}`, [
    process.execPath,
    join(repository, "dist", "cli.js"),
    ...args,
    "--state",
    state,
  ]);
}

function promise(text: string, kept: boolean): void {
  console.log(styleText(kept ? "green" : "red", `${kept ? "✓" : "✗"} ${text}`));
  if (!kept) broken.push(text);
}

function heading(text: string): void {
  console.log(styleText("bold", `\n${"═".repeat(100)}\n${text}`));
}

/** The latest bundle of a state folder that says files were written. */
async function appliedBundle(state: string): Promise<string | undefined> {
  const folder = join(state, "evidence");
  const found: { file: string; at: number }[] = [];
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    const file = join(folder, name);
    if (statementOf(await readFile(file, "utf8")).predicate.applied) found.push({ file, at: (await stat(file)).mtimeMs });
  }
  return found.toSorted((a, b) => b.at - a.at)[0]?.file;
}

interface Statement {
  readonly subject: readonly { readonly name: string }[];
  readonly predicate: { readonly applied: boolean };
}

function statementOf(bundle: string): Statement {
  const { sigstore } = JSON.parse(bundle) as { sigstore: { dsseEnvelope: { payload: string } } };
  return JSON.parse(Buffer.from(sigstore.dsseEnvelope.payload, "base64").toString("utf8")) as Statement;
}

/** Changes one file for the length of one verification, which must fail. */
async function tamper(
  what: string,
  folder: string,
  state: string,
  bundle: string,
  file: string,
  change: (bytes: Buffer) => void,
): Promise<void> {
  const honest = await readFile(file);
  const forged = Buffer.from(honest);
  change(forged);
  await writeFile(file, forged);
  console.log(`\nOne byte of ${what} is changed:`);
  const code = assay(folder, state, ["verify", bundle]);
  promise(
    `the evidence no longer verifies after one byte of ${what} changed (exit ${code})`,
    !honest.equals(forged) && code === 1,
  );
  await writeFile(file, honest);
}

/** Another letter or digit at a place of the text, so that only its meaning changes. */
function turn(bytes: Buffer, place: number): void {
  if (place < 0 || place >= bytes.length) throw new Error("there is no such byte");
  bytes[place] = bytes[place] === 0x41 ? 0x42 : 0x41;
}

async function apply(folder: string, state: string): Promise<void> {
  const code = assay(folder, state, ["fix", "--apply", "--quiet"]);
  promise(`assay fix --apply left nothing unfixed (exit ${code})`, code === 0 || code === 4);
  if (code !== 4) return;
  console.log(
    "\nSome repairs wait for a person: their decision says why. You would read them now; the demo approves them in your name.",
  );
  const approved = assay(folder, state, ["fix", "--apply", "--approve", "--quiet"]);
  promise(`what waited was written after approval (exit ${approved})`, approved === 0);
}

async function demonstrate({ name, tests }: Example, place: string): Promise<void> {
  const folder = join(place, name);
  const state = join(place, `state-${name}`);
  await cp(join(repository, "examples", name), folder, { recursive: true });
  heading(`${name}: what is wrong, and how it would be repaired. Nothing is written.`);
  const shown = assay(folder, state, ["fix"]);
  promise(`every defect has a repair that was tried out (exit ${shown})`, shown === 0 || shown === 4);

  heading(`${name}: the repairs are written`);
  await apply(folder, state);
  promise(
    "its own tests still pass",
    show(folder, tests.map((word) => (word === process.execPath ? "node" : word)).join(" "), tests) === 0,
  );
  const again = assay(folder, state, ["fix"]);
  promise(`a second run finds nothing left to do (exit ${again})`, again === 0);

  heading(`${name}: the evidence`);
  const bundle = await appliedBundle(state);
  if (bundle === undefined) return promise("there is evidence of what was written", false);
  promise("the evidence verifies", assay(folder, state, ["verify", bundle]) === 0);
  const subject = statementOf(await readFile(bundle, "utf8")).subject[0];
  if (subject === undefined) return promise("the evidence names a repaired file", false);
  await tamper("a repaired file", folder, state, bundle, join(folder, subject.name), (bytes) => turn(bytes, bytes.length - 2));
  await tamper("the patch in the bundle", folder, state, bundle, bundle, (bytes) =>
    turn(bytes, bytes.indexOf('"diff":"') + '"diff":"--- a/'.length),
  );
  await tamper("the signed statement in the bundle", folder, state, bundle, bundle, (bytes) =>
    turn(bytes, bytes.lastIndexOf('"payload":"') + '"payload":"'.length + 100),
  );
  promise("put back as it was, it verifies again", assay(folder, state, ["verify", bundle]) === 0);
}

const place = await realpath(await mkdtemp(join(tmpdir(), "assay-demo-")));
try {
  // Node looks for packages in the folders above; what the example needs is installed here.
  await symlink(join(repository, "node_modules"), join(place, "node_modules"));
  for (const example of EXAMPLES) {
    const { needs } = example;
    if (needs !== undefined && spawnSync(needs, ["--version"]).status !== 0) {
      console.log(
        `\n${needs} is not installed, so ${example.name} is left out: without it its repairs could not be compiled or tested.`,
      );
      continue;
    }
    await demonstrate(example, place);
  }
} finally {
  if (process.argv.includes("--keep")) console.log(`\nKept: ${place}`);
  else await rm(place, { recursive: true, force: true });
}
heading(broken.length === 0 ? "The demo kept every promise." : `Broken:\n${broken.map((text) => `- ${text}`).join("\n")}`);
process.exitCode = broken.length === 0 ? 0 : 1;
