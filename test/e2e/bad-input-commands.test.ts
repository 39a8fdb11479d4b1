import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { assay, expectEnd, git, place, removePlaces, snapshot, WEAK_PYTHON, write } from "./bad-input-project.ts";

afterAll(removePlaces);

const RULE = "rules:\n- id: team\n  languages: [python]\n  severity: ERROR\n  message: m\n";

describe.concurrent("words on the command line", () => {
  test.each<[string, readonly string[], number, ...(string | RegExp)[]]>([
    ["an unknown option", ["check", "--bogus"], 2, "unknown option '--bogus'", "--help"],
    ["an unknown command", ["chek"], 2, "unknown command 'chek'", "check"],
    ["an option that paints", ["check", "--\u001b[31m\u202e"], 2, String.raw`--\u{1b}[31m\u{202e}`],
    ["a path that paints", ["check", "\u001b[2J.py"], 2, String.raw`\u{1b}[2J.py: no such file`],
    ["a path that is not there", ["fix", "nowhere.py"], 2, "nowhere.py: no such file or folder"],
    ["an empty path", ["check", ""], 2, "a path is empty"],
    ["a path outside", ["check", ".", ".."], 2, "path-outside"],
    ["an empty folder", ["check", "empty"], 2, "nothing-to-scan"],
    ["a file of no language", ["check", "--engine", "assay", "notes.txt"], 3, "notes.txt"],
    ["a dashed path without --", ["check", "-rf.py"], 2, "unknown option '-rf.py'"],
    ["an unknown engine", ["check", "--engine", "nessus"], 2, "no engine is called nessus"],
    ["no git", ["check", "--staged"], 2, "git"],
    ["standard input without a name", ["check", "-"], 2, "--stdin-path"],
    ["a stand-in outside", ["check", "--engine", "assay", "--stdin-path", "../x.py"], 0],
    ["an output that is full", ["check", "--engine", "assay", "-o", "/dev/full"], 5, "/dev/full: ENOSPC"],
    ["an output nowhere", ["check", "--engine", "assay", "--sarif-output", "/dev/null/x.sarif"], 5, "/dev/null/x.sarif: EEXIST"],
    ["evidence that is none", ["verify", "a.py"], 1, "not JSON", "Do not trust"],
    ["a configuration that is none", ["check", "--config", "a.py"], 2, "config-invalid"],
    ["a limit that is none", ["fix", "--max-seconds", "soon"], 2, "Not a number"],
  ])("%s", async (_, argv, code, ...said) => {
    const here = place({ "a.py": WEAK_PYTHON, "notes.txt": "text\n", "-rf.py": WEAK_PYTHON });
    fs.mkdirSync(join(here.root, "empty"));
    const before = snapshot(here.root);

    expectEnd(await assay(here, argv), code, ...said);
    expect(snapshot(here.root)).toEqual(before);
  });
});

describe.concurrent("a repository's own settings", () => {
  test.each<[string, string, string, ...string[]]>([
    ["rubbish", "assay.yaml", "failOn: [\n", "assay.yaml:2:1: "],
    ["an unknown key", "assay.yaml", "modle: x\n", 'assay.yaml:1:1: unknown key "modle"', 'did you mean "model"'],
    ["a model", "assay.yaml", "model: {url: http://203.0.113.9/v1, name: x}\n", "assay.yaml:1:1: model"],
    ["no sandbox", "assay.yaml", "sandbox: none\n", "assay.yaml:1:1: sandbox", "user configuration"],
    ["executables", "assay.yaml", "executables: {git: /tmp/evil}\n", "assay.yaml:1:1: executables"],
    ["a looser threshold", "assay.yaml", "failOn: critical\n", "assay.yaml:1:9: failOn", "config-loosens"],
    ["a looser policy", "assay.yaml", "policy: {level: [E1, E1, E1, E1]}\n", "assay.yaml:1:18: policy.level.0"],
    ["more money", "assay.yaml", "budget: {money: 1000}\n", "assay.yaml:1:17: budget.money"],
    ["a rule that is none", ".assay/rules/x.yaml", "rules:\n- id: x\n", ".assay/rules/x.yaml:2:"],
    ["a rule file that is no YAML", ".assay/rules/x.yaml", "rules: [\n", ".assay/rules/x.yaml:2:1: "],
    ["a pattern that is none", ".assay/rules/x.yaml", `${RULE}  pattern: "def (((("\n`, "rule-invalid", "line 6"],
  ])("%s is refused with its place", async (_, path, text, ...said) => {
    const here = place({ "a.py": WEAK_PYTHON, [path]: text });
    const before = snapshot(here.root);

    expectEnd(await assay(here, ["fix", "--apply", "--approve"]), 2, ...said);
    expect(snapshot(here.root)).toEqual(before);
  });

  test.each<[string, (path: string) => void, string]>([
    ["a pipe", (path) => execFileSync("mkfifo", [path]), "is not a regular file"],
    ["a folder", (path) => fs.mkdirSync(path), "is not a regular file"],
    ["a link", (path) => fs.symlinkSync("/etc/passwd", path), "is a symbolic link"],
    ["text in another encoding", (path) => fs.writeFileSync(path, Buffer.from([0x61, 0xff])), "is not valid UTF-8"],
    ["a huge file", (path) => fs.writeFileSync(path, Buffer.alloc(2_000_000, 32)), "2000000 bytes"],
  ])("%s in place of settings or rules is neither read nor waited for", async (_, lay, said) => {
    const settings = place({ "a.py": WEAK_PYTHON });
    lay(join(settings.root, "assay.yaml"));
    const rules = place({ "a.py": WEAK_PYTHON, ".assay/rules/readme.txt": "" });
    lay(join(rules.root, ".assay/rules/x.yaml"));

    const [first, second] = await Promise.all([assay(settings, ["check"]), assay(rules, ["check"])]);

    expectEnd(first, 2, "config-invalid", `assay.yaml: ${said}`);
    expectEnd(second, 2, `[rule-invalid] .assay/rules/x.yaml: ${said}`);
  });

  test("a rules folder that leads out of the project is refused", async () => {
    const here = place({ "a.py": WEAK_PYTHON, ".assay/readme": "" });
    fs.symlinkSync("/etc", join(here.root, ".assay/rules"));

    expectEnd(await assay(here, ["check"]), 2, "[rule-invalid] .assay/rules: is reached by a symbolic link");
  });
});

describe.concurrent("git", () => {
  test("revisions that are none, states without a commit, and changes without source files", async () => {
    const here = place({ "a.py": WEAK_PYTHON });
    git(here.root, "init", "--quiet");

    expectEnd(await assay(here, ["check", "--base", "HEAD"]), 2, "no such revision: HEAD");
    expectEnd(await assay(here, ["check", "--base=--output=x"]), 2, "not the name of a revision: --output=x");
    git(here.root, "add", "--all");
    expectEnd(await assay(here, ["check", "--engine", "assay", "--staged", "--quiet"]), 1, "a.py:2:7");
    git(here.root, "commit", "--quiet", "--message=x");
    expectEnd(await assay(here, ["check", "--engine", "assay", "--staged"]), 0);
    expectEnd(await assay(here, ["check", "--engine", "assay", "--base", "HEAD"]), 0);
    expect(fs.readdirSync(here.root).toSorted()).toEqual([".git", "a.py"]);
  });

  test("a linked work tree, a bare repository and a broken one", async () => {
    const here = place({ "a.py": WEAK_PYTHON });
    git(here.root, "init", "--quiet");
    git(here.root, "add", "--all");
    git(here.root, "commit", "--quiet", "--message=x");
    const base = dirname(here.root);
    git(here.root, "worktree", "add", "--quiet", join(base, "linked"));
    git(here.root, "clone", "--quiet", "--bare", ".", join(base, "bare"));
    write(base, "linked/a.py", `${WEAK_PYTHON}${WEAK_PYTHON}`);

    expectEnd(
      await assay(here, ["check", "--engine", "assay", "--quiet", "--base", "HEAD"], { cwd: join(base, "linked") }),
      1,
      "a.py:4:7",
    );
    expectEnd(await assay(here, ["check", "--base", "HEAD"], { cwd: join(base, "bare") }), 2, "is no git work tree");
    fs.writeFileSync(join(here.root, ".git/HEAD"), "rubbish\n");
    expectEnd(await assay(here, ["check", "--base", "HEAD"]), 2, "git-failed");
    expectEnd(await assay(here, ["check", "--engine", "assay", "--quiet"]), 1, "a.py:2:7");
  });

  test("nothing that a repository configures for git is run by a whole repair", async () => {
    const here = place({ "a.py": WEAK_PYTHON });
    const canary = join(dirname(here.root), "canary");
    const evil = join(dirname(here.root), "evil");
    fs.writeFileSync(evil, `#!/bin/sh\ntouch ${canary}\ncat\n`, { mode: 0o755 });
    git(here.root, "init", "--quiet");
    git(here.root, "add", "--all");
    git(here.root, "commit", "--quiet", "--message=x");
    write(here.root, ".gitattributes", "*.py filter=evil diff=evil\n");
    for (const name of ["post-checkout", "pre-commit", "post-index-change", "fsmonitor-watchman"])
      fs.copyFileSync(evil, join(here.root, ".git/hooks", name));
    for (const key of [
      "core.fsmonitor",
      "core.pager",
      "diff.external",
      "diff.evil.textconv",
      "filter.evil.clean",
      "filter.evil.smudge",
      "filter.evil.process",
    ])
      git(here.root, "config", key, evil);
    fs.appendFileSync(join(here.root, "a.py"), WEAK_PYTHON);

    const checked = await assay(here, ["check", "--engine", "assay", "--base", "HEAD", "--quiet"]);
    const fixed = await assay(here, ["fix", "--engine", "assay", "--apply", "--approve", "--quiet"]);

    expectEnd(checked, 1, "a.py:4:7");
    expect(fixed.stdout).toMatch(/fixed/);
    expect(fs.existsSync(canary)).toBe(false);
  });
});
