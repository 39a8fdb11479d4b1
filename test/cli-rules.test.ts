import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeAssay, runCli } from "./cli-runner.ts";

const RULES = `rules:
  - id: no-eval
    languages: [python, javascript]
    severity: HIGH
    message: eval runs text as code
    pattern: eval(...)
  - id: no-exec
    languages: [python]
    severity: HIGH
    message: exec runs text as code
    pattern: exec(...)
`;
const GOOD =
  "# ruleid: no-eval\neval(x)\n# ok: no-eval, no-exec\nevaluate(x)\n# ruleid: no-exec\nexec(x)\n# todook: no-eval\neval('1')\n";

let base: string;
beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "assay-rules-")));
});
afterAll(() => rm(base, { recursive: true }));

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(base, "project-"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

function rules(cwd: string, ...argv: string[]) {
  return runCli(["rules", ...argv], { cwd, assay: fakeAssay({ root: cwd }) });
}

describe("rules test", () => {
  test("passes where exactly the marked lines are found, also in a second language", async () => {
    const folder = await project({
      ".assay/rules/no.yaml": RULES,
      ".assay/rules/no.py": GOOD,
      ".assay/rules/no.js": "// ruleid: no-eval\neval(x);\n",
    });

    expect(await rules(folder, "test")).toMatchObject({
      code: 0,
      stdout: "✓ no-eval  2 ruleid, 1 ok\n✓ no-exec  1 ruleid, 1 ok\n\nRules: 2 passed, 0 failed, 0 untested.\n",
    });
  });

  test("names the lines that differ and exits 1", async () => {
    const folder = await project({ "r/no.yaml": RULES, "r/no.py": "# ruleid: no-eval\nf(x)\n\n# ok: no-exec\nexec(x)\n" });
    const { code, stdout } = await rules(folder, "test", "r");

    expect(code).toBe(1);
    expect(stdout).toContain("✗ no-eval  1 ruleid, 0 ok\n    r/no.py:2: expected a finding\n");
    expect(stdout).toContain("✗ no-exec  0 ruleid, 1 ok\n    r/no.py:5: found without `ruleid`\n");
  });

  test.each([
    ["does not parse", "# ruleid: no-eval\neval(x)\n# ruleid: no-exec\nexec(x)\ndef (:\n", /line 5 is not valid python/],
    ["names an unknown rule", `${GOOD}# ok: no-evil\nf()\n`, /line 9 names no-evil/],
  ])("a fixture that %s proves nothing", async (_, text, said) => {
    const { code, stdout } = await rules(await project({ "no.yaml": RULES, "no.py": text }), "test", "no.yaml");

    expect(code).toBe(1);
    expect(stdout).toMatch(said);
  });

  test("a rule that no fixture names is untested, which is not a pass", async () => {
    const folder = await project({ "no.yaml": RULES, "no.py": "# ruleid: no-eval\neval(x)\n", "other.yaml": RULES });
    const { code, stdout } = await rules(folder, "test", ".");

    expect(code).toBe(3);
    expect(stdout).toContain("– no-exec  no annotation names it\n");
    expect(stdout).toContain("– no-eval  no fixture beside it\n");
  });

  describe("a rule with a fix", () => {
    const fixing = RULES.replace("pattern: eval(...)", "pattern: eval($X)\n    fix: literal($X)");
    const code = "# ruleid: no-eval\neval(x)\n";

    test("is compared with the .fixed file", async () => {
      const folder = await project({ "no.yaml": fixing, "no.py": code, "no.fixed.py": code.replace("eval(x)", "literal(x)") });
      const { stdout } = await rules(folder, "test", "no.yaml");

      expect(stdout).toContain("✓ no-eval  1 ruleid, 0 ok");
    });

    test("fails where the fix gives something else, with the line", async () => {
      const folder = await project({ "no.yaml": fixing, "no.py": code, "no.fixed.py": code });
      const { code: exit, stdout } = await rules(folder, "test", "no.yaml");

      expect(exit).toBe(1);
      expect(stdout).toContain("✗ no-eval");
      expect(stdout).toContain("    no.fixed.py:2: the fix gives something else");
    });
  });

  test("a .fixed file that belongs to no fix is said not to be compared", async () => {
    const folder = await project({ "no.yaml": RULES, "no.py": GOOD, "no.fixed.py": GOOD });
    const { stdout } = await rules(folder, "test", "no.yaml");

    expect(stdout).toContain("no.fixed.py is not compared: no rule of the file has a fix");
  });

  test("is JSON for a program", async () => {
    const { stdout } = await rules(await project({ "no.yaml": RULES, "no.py": GOOD }), "test", "no.yaml", "--format", "json");

    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      files: [
        {
          path: "no.yaml",
          errors: [],
          rules: [
            { id: "no-eval", status: "passed", tests: [{ fixture: "no.py", missed: [], unexpected: [] }] },
            { id: "no-exec", status: "passed" },
          ],
        },
      ],
    });
  });
});

describe("rules validate", () => {
  test("says how many rules can be used", async () => {
    const folder = await project({ ".assay/rules/no.yaml": RULES });

    expect(await rules(folder, "validate")).toMatchObject({ code: 0, stdout: "Valid: 2 rules in 1 file.\n" });
  });

  test.each([
    [
      "an unknown key",
      RULES.replace("message: exec", "msg: x\n    message: exec"),
      /^no\.yaml:10:5: key "msg" is not supported$/m,
    ],
    ["a pattern that does not parse", RULES.replace("exec(...)", "exec("), /^no\.yaml:11:1: no-exec: /m],
    ["broken YAML", "rules: [", /^no\.yaml:\d+:\d+: YAML: /m],
  ])("names file, line and column of %s and exits 2", async (_, text, said) => {
    const { code, stdout } = await rules(await project({ "no.yaml": text }), "validate", "no.yaml");

    expect(code).toBe(2);
    expect(stdout).toMatch(said);
  });

  test("a link is not followed", async () => {
    const folder = await project({ "real.txt": RULES });
    await symlink("real.txt", join(folder, "no.yaml"));

    expect(await rules(folder, "validate", "no.yaml")).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("symbolic link"),
    });
  });

  test.each([
    [["validate"], "no rule file here"],
    [["test", "nowhere"], "nowhere: no such file or folder"],
  ])("%j without a rule file is a usage error", async (argv, said) => {
    expect(await rules(await project({ "a.py": "" }), ...argv)).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
  });
});

describe("completion", () => {
  test.each(["bash", "zsh", "fish"])("%s knows the commands under rules", async (shell) => {
    const { stdout } = await runCli(["completion", shell]);
    const own = stdout.split("\n").filter((line) => /\brules\b/u.test(line));

    for (const command of ["test", "validate"]) expect(own.join("\n")).toMatch(new RegExp(`\\b${command}\\b`, "u"));
  });
});

test("validate says in words what is missing or wrong, and where to look", async () => {
  const folder = await project({
    "no.yaml": "rules:\n  - id: a\n    languages: [cobol]\n    message: 3\n    pattern-never: f()\n    pattern: f()\n",
  });
  const { code, stdout } = await rules(folder, "validate", "no.yaml");

  expect(code).toBe(2);
  expect(stdout).toContain('no.yaml:2:5: "severity" is missing');
  expect(stdout).toContain('no.yaml:3:17: language "cobol" is not supported; there are ');
  expect(stdout).toContain('no.yaml:4:5: "message" is a text');
  expect(stdout).toContain('no.yaml:5:5: key "pattern-never" is not supported');
  expect(stdout).toContain("docs/reference/semgrep.md");
});
