import { spawn } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  assay,
  expectEnd,
  leftovers,
  MAIN,
  type Place,
  place,
  removePlaces,
  snapshot,
  WEAK_JAVASCRIPT,
  WEAK_PYTHON,
  write,
} from "./bad-input-project.ts";

afterAll(removePlaces);

const SHELL = (script: string) => ({ through: ["bash", "-c", `set -o pipefail; ${script}`, "bash"] });

describe.concurrent("streams", () => {
  test("a reader that goes away", async () => {
    const here = place(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${index}.py`, WEAK_PYTHON])));

    const ran = await assay(here, ["check", "--format", "json", "--engine", "assay"], SHELL('"$@" | head -c 1'));

    expectEnd(ran, 1);
    expect(ran.stdout).toBe("{");
  });

  test("closed streams", async () => {
    const here = place({ "a.py": WEAK_PYTHON });

    expectEnd(await assay(here, ["check", "--quiet", "--engine", "assay"], SHELL('"$@" <&-')), 1, "a.py:2:7");
    expect((await assay(here, ["check", "--quiet", "--engine", "assay"], SHELL('"$@" >&-'))).code).toBe(1);
    expect((await assay(here, ["check", "--quiet", "--engine", "assay"], SHELL('"$@" 2>&-'))).code).toBe(1);
  });

  test.each<[string, string, readonly string[], number, string]>([
    ["nothing", "", ["--stdin-path", "a.py"], 0, ""],
    ["NUL bytes", "x\0y\n", ["--stdin-path", "a.py"], 3, "a.py"],
    ["a file that is not there yet", WEAK_PYTHON, ["--stdin-path", "new.py"], 1, "new.py:2:7"],
    ["a file in no folder", WEAK_PYTHON, ["--stdin-path", "no/new.py"], 2, "no: no such file or folder"],
  ])("standard input holds %s", async (_, input, argv, code, said) => {
    const here = place({ "a.py": "" });

    expectEnd(await assay(here, ["check", "--engine", "assay", ...argv], { input }), code, said);
  });
});

test("a link to the project is the project; names that differ in case are two files", async () => {
  const here = place({ "src/A.py": WEAK_PYTHON, "src/a.py": WEAK_PYTHON });
  fs.symlinkSync(join(here.root, "src"), join(here.root, "../link"));

  expectEnd(await assay(here, ["check", "--quiet", "--engine", "assay", "../link"]), 1, "A.py:2:7", "a.py:2:7");
});

test("a named link to a file outside is told, not followed", async () => {
  const here = place();
  write(join(here.root, "../outside"), "secret.py", WEAK_PYTHON);
  fs.symlinkSync("../outside/secret.py", join(here.root, "a.py"));

  expectEnd(await assay(here, ["check", "--engine", "assay", "a.py"]), 3, "a.py: the link leads out of the project");
});

test("very long lines, names and messages are cut, and stay text", async () => {
  const name = `${"n".repeat(200)}.py`;
  const here = place({ [name]: `import hashlib\nx = hashlib.md5(b"${"a\u202e".repeat(20_000)}")\n` });

  const ran = await assay(here, ["check", "--engine", "assay", name]);

  expectEnd(ran, 1, name);
  expect(Math.max(...ran.stdout.split("\n").map((line) => line.length))).toBeLessThan(400);
});

/** Starts a repair, interrupts it as soon as it says that it works, and waits for its end. */
function interrupted(
  here: Place,
  argv: readonly string[],
  signal: NodeJS.Signals,
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...argv], {
      cwd: here.root,
      env: here.environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    let sent = false;
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (sent || !/^(Scanning|assay|Repairing|Defect)/m.test(said)) return;
      sent = true;
      child.kill(signal);
    });
    child.on("error", reject).on("close", (code) => resolve({ code, said }));
  });
}

/** Command lines of living processes that work in a folder. */
function processesIn(folder: string): string[] {
  return fs.readdirSync("/proc").flatMap((id) => {
    try {
      const where = [fs.readlinkSync(`/proc/${id}/cwd`), fs.readFileSync(`/proc/${id}/environ`, "utf8")].join("\n");
      return where.includes(folder) ? [fs.readFileSync(`/proc/${id}/cmdline`, "utf8")] : [];
    } catch {
      // No process, gone, or not ours to see.
      return [];
    }
  });
}

describe("interruption", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s ends a repair in order, and the same command goes on", async (signal) => {
    const here = place(
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}.js`, `${WEAK_JAVASCRIPT}// ${index}\n`])),
    );
    const before = snapshot(here.root);
    const argv = ["fix", "--apply", "--approve", "--verbose", "--engine", "assay", "--max-seconds", "3"];

    const { code, said } = await interrupted(here, argv, signal);

    expect(said).toContain("Stopping in good order");
    expect(said).toContain("Run the same command again to resume");
    expect(code).toBe(130);
    expect(snapshot(here.root)).toEqual(before);
    expect(leftovers(here)).toEqual([]);
    expect(processesIn(join(here.root, ".."))).toEqual([]);
  });
});
