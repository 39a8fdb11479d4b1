import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyPatch, parsePatch } from "diff";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "assay-examples-"));
});
afterAll(() => rmSync(root, { recursive: true }));

const STILL = "the attack still has its effect";

interface Example {
  readonly name: string;
  readonly tests: string;
  /** Program and arguments that run one file of tests in the copy's root. */
  readonly command: (file: string) => readonly string[];
}

const EXAMPLES: readonly Example[] = [
  {
    name: "python-archive",
    tests: "tests",
    command: (file) => ["python3", "-B", "-m", "unittest", `tests.${file.replace(".py", "")}`],
  },
  { name: "express-notes", tests: "test", command: (file) => [process.execPath, "--test", join("test", file)] },
];

function run(folder: string, [program = "", ...args]: readonly string[]): { passed: boolean; output: string } {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8", env });
  return { passed: status === 0, output: stdout + stderr };
}

describe.each(EXAMPLES)("$name, repaired", ({ name, tests, command }) => {
  const kept = join("examples/repaired", name);
  const attacks = readdirSync(join(kept, tests));
  const copy = (state: string): string => {
    const folder = join(root, `${name}-${state}`);
    cpSync(join("examples", name), folder, { recursive: true });
    for (const file of attacks) cpSync(join(kept, tests, file), join(folder, tests, file));
    return folder;
  };

  it("each attack works on the code as it is shipped", () => {
    const folder = copy("shipped");

    for (const file of attacks) {
      const { passed, output } = run(folder, command(file));

      expect.soft(passed, file).toBe(false);
      expect.soft(output, file).toContain(STILL);
    }
  });

  it("none works with the repairs, and harmless calls do", () => {
    const folder = copy("repaired");
    for (const patch of parsePatch(readFileSync(join(kept, "repair.diff"), "utf8"))) {
      const file = join(folder, (patch.newFileName ?? "").replace(/^b\//, ""));
      const text = applyPatch(readFileSync(file, "utf8"), patch);
      if (text === false) throw new Error(`the diff of ${file} does not apply`);
      writeFileSync(file, text);
    }

    for (const file of attacks) {
      const { passed, output } = run(folder, command(file));

      expect.soft(passed, `${file}: ${output}`).toBe(true);
    }
  });
});
