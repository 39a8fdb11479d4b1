import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  assay,
  expectEnd,
  leftovers,
  place,
  removePlaces,
  snapshot,
  WEAK_JAVASCRIPT,
  WEAK_PYTHON,
  write,
} from "./bad-input-project.ts";

afterAll(removePlaces);

const GIBIBYTE = 1024 * 1024;
const EVIL = "e\u001b[31mvil\u202e.py";

interface Document {
  readonly complete: boolean;
  readonly engines: readonly { readonly reasons: readonly { readonly path?: string; readonly message: string }[] }[];
  readonly problems: readonly { readonly path?: string; readonly code: string }[];
  readonly defects: readonly { readonly location: { readonly path: string } }[];
}

/** One file of every kind that cannot wholly be analysed, beside a few that can. */
function hostileTree() {
  const here = place({
    "good.py": WEAK_PYTHON,
    "latin.py": Buffer.concat([Buffer.from("# "), Buffer.from([0xe9, 0xff]), Buffer.from(`\n${WEAK_PYTHON}`)]),
    "zeros.py": `a = 1\0\n${WEAK_PYTHON}`,
    "broken.py": "def (:\n",
    "broken.js": "function {{{\n",
    "deep.py": `x = ${"(\n".repeat(10_000)}1${")\n".repeat(10_000)}\n`,
    "deep.js": `var x = ${"[\n".repeat(10_000)}1${"]\n".repeat(10_000)};\n`,
    "open.py": "x = [\n".repeat(10_000),
    "blocks.js": `${"if (x) {\n".repeat(10_000)}${"}\n".repeat(10_000)}`,
    "minified.js": "var a=1;".repeat(2000),
    "-rf.py": WEAK_PYTHON,
    "line\nfeed.py": WEAK_PYTHON,
    [EVIL]: `${WEAK_PYTHON}# \u001b]0;pwn\u0007\u202e\n`,
  });
  write(join(here.root, "../outside"), "secret.py", WEAK_PYTHON);
  fs.symlinkSync("../outside/secret.py", join(here.root, "out.py"));
  fs.symlinkSync("loop.py", join(here.root, "loop.py"));
  fs.symlinkSync(".", join(here.root, "self"));
  execFileSync("mkfifo", [join(here.root, "pipe.py")]);
  fs.writeFileSync(join(here.root, "line.js"), Buffer.alloc(50_000_000, "a"));
  fs.closeSync(fs.openSync(join(here.root, "sparse.py"), "w"));
  fs.truncateSync(join(here.root, "sparse.py"), 200_000_000);
  return here;
}

const UNANALYSED = [
  "latin.py",
  "zeros.py",
  "broken.py",
  "broken.js",
  "deep.py",
  "deep.js",
  "open.py",
  "blocks.js",
  "minified.js",
];
const UNREAD = ["out.py", "loop.py", "pipe.py", "line.js", "sparse.py"];

function told(document: Document): Set<string | undefined> {
  return new Set([...document.problems, ...document.engines.flatMap((engine) => engine.reasons)].map(({ path }) => path));
}

test.concurrent("every file that was not wholly analysed is named, in every format, and nothing is written", async () => {
  const here = hostileTree();
  const before = snapshot(join(here.root, ".."));

  const ran = await assay(here, [
    "check",
    "--json-output",
    "../a.json",
    "--sarif-output",
    "../a.sarif",
    "--markdown-output",
    "../a.md",
  ]);

  const [json, sarif, markdown] = ["a.json", "a.sarif", "a.md"].map((name) =>
    fs.readFileSync(join(here.root, "..", name), "utf8"),
  ) as [string, string, string];
  for (const name of ["a.json", "a.sarif", "a.md"]) fs.unlinkSync(join(here.root, "..", name));
  expectEnd(ran, 1, "Incomplete:", /Skipped {3}\d+ files/);
  const document = JSON.parse(json) as Document;
  expect(document.complete).toBe(false);
  for (const path of [...UNANALYSED, ...UNREAD]) expect(told(document), path).toContain(path);
  expect(document.defects.map(({ location }) => location.path)).toEqual(
    expect.arrayContaining(["-rf.py", "good.py", "line\nfeed.py", EVIL]),
  );
  const [run] = (
    JSON.parse(sarif) as { runs: { invocations: { executionSuccessful: boolean; toolExecutionNotifications: unknown[] }[] }[] }
  ).runs;
  expect(run?.invocations[0]?.toolExecutionNotifications.length).toBeGreaterThan(0);
  expect(run?.invocations[0]?.executionSuccessful).toBe(false);
  expect(markdown).toContain("Incomplete");
  // oxlint-disable-next-line no-control-regex -- these must not reach a reader
  expect(markdown).not.toMatch(/[\u001b\u202e]/);
  expect(ran.stdout).toContain("e\\u{1b}[31mvil\\u{202e}.py");
  expect(ran.peak).toBeLessThan(GIBIBYTE);
  expect(snapshot(join(here.root, ".."))).toEqual(before);
});

test.concurrent("the same files under fix: the outcome is not called whole, and nothing is written", async () => {
  const here = hostileTree();
  for (const path of ["deep.py", "deep.js", "open.py", "blocks.js"]) fs.unlinkSync(join(here.root, path));
  const before = snapshot(here.root);

  const ran = await assay(here, ["fix", "--format", "json"]);

  const document = JSON.parse(ran.stdout) as Document;
  expect([1, 3], ran.stderr).toContain(ran.code);
  expect(document.complete).toBe(false);
  expect(ran.peak).toBeLessThan(GIBIBYTE);
  expect(snapshot(here.root)).toEqual(before);
  expect(leftovers(here)).toEqual([]);
});

test.concurrent("named, huge and deep files are told too", async () => {
  const here = place();
  write(here.root, "line.py", `x = "${"a".repeat(50_000_000)}"\n`);
  write(here.root, "deep.py", `x = ${"(".repeat(10_000)}1${")".repeat(10_000)}\n`);
  write(here.root, "deep.js", `x = ${"[".repeat(10_000)}1${"]".repeat(10_000)};\n`);
  write(here.root, "../home/.config/assay/config.yaml", "maxFileBytes: 300000000\n");

  const line = await assay(here, ["check", "line.py"]);
  const deep = await assay(here, ["check", "deep.py", "deep.js"]);

  expectEnd(line, 3, "line.py");
  expect(line.peak).toBeLessThan(GIBIBYTE);
  expectEnd(deep, 3, "deep.py", "deep.js");
});

test("three thousand files, some of which come, go and change while they are scanned", async () => {
  const files = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`${index % 30}/${index}.py`, `x = ${index}\n`]));
  const here = place({ ...files, "z/weak.js": WEAK_JAVASCRIPT });
  const running = assay(here, ["check", "--format", "json", "--engine", "assay"]);
  const state = { done: false };
  const finished = running.finally(() => (state.done = true));
  for (let index = 2999; index > 2000 && !state.done; index -= 2) {
    fs.rmSync(join(here.root, `${index % 30}/${index}.py`));
    write(here.root, `${index % 30}/${index - 1}.py`, `y = ${"1 + ".repeat(500)}1\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }

  const ran = await finished;

  const document = JSON.parse(ran.stdout) as Document;
  expect([0, 1, 3], ran.stderr).toContain(ran.code);
  expect(document.defects.map(({ location }) => location.path)).toEqual(["z/weak.js"]);
  expect(ran.code).toBe(1);
  expect(document.problems.every(({ path }) => path !== undefined && !fs.existsSync(join(here.root, path)))).toBe(true);
});
