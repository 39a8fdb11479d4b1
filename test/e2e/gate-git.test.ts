import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { textStyle } from "#faces/reports/text/style.ts";
import { gateText } from "#faces/reports/text/gate.ts";
import { gateProject, newFolder, projectAt, said } from "./gate-project.ts";

// Words instead of code wherever no engine is needed: an engine takes a second to start.
const WORDS = { "a.txt": "one\n", "assay.yaml": "policy: {forbid: [{paths: ['*.txt'], outcome: ask}]}\n" };
const HIT = ["ask", "forbidden-change a.txt"];

function clone(from: string, ...options: string[]) {
  const folder = newFolder();
  projectAt(folder).git("clone", "--quiet", ...options, `file://${from}`, "copy");
  return projectAt(join(folder, "copy"));
}

test("a revision that a shallow clone lacks ends in an error that says so", async () => {
  const origin = gateProject(WORDS);
  origin.git("checkout", "-q", "-b", "topic");
  origin.write({ "a.txt": "two\n" });
  origin.commit();
  origin.git("checkout", "-q", "main");
  origin.commit("elsewhere");
  const shallow = clone(origin.root, "--depth=1", "--no-single-branch");
  shallow.git("checkout", "-q", "topic");

  await expect(shallow.gate({ base: "HEAD~1" })).rejects.toMatchObject({ code: "git-failed" });
  await expect(shallow.gate({ base: "origin/main" })).rejects.toMatchObject({
    code: "git-failed",
    message: expect.stringContaining("a shallow clone must be deepened"),
  });
});

test("a detached head is a head like any other", async () => {
  const project = gateProject(WORDS);
  project.write({ "a.txt": "two\n" });
  project.commit();
  project.git("checkout", "-q", "--detach");

  expect(said(await project.gate({ base: "main~1" }))).toEqual(HIT);
  expect(said(await project.gate())).toEqual(["pass"]);
});

test("before the first commit everything is new, and only the user's settings judge", async () => {
  const project = gateProject({});
  project.write({ ...WORDS, "a.py": "import hashlib\nhashlib.md5(b'')\n" });
  const outcome = await project.gate();

  expect(outcome.record.base).toBeUndefined();
  expect(said(outcome)).toEqual(["refuse", "fail-on a.py", "approval-needed"]);
  await expect(project.gate({ base: "main" })).rejects.toMatchObject({ code: "git-failed", message: "no such revision: main" });
});

test("a bare repository has nothing to judge, and says so", async () => {
  const bare = newFolder();
  projectAt(bare).git("clone", "--quiet", "--bare", `file://${gateProject(WORDS).root}`, ".");

  await expect(projectAt(bare).gate({ base: "main", head: { revision: "main" } })).rejects.toMatchObject({ code: "git-failed" });
});

test("a linked work tree and a submodule are judged by their own base", async () => {
  const project = gateProject(WORDS);
  const folder = newFolder();
  project.git("worktree", "add", "-q", join(folder, "linked"), "-b", "linked");
  const linked = projectAt(join(folder, "linked"));
  linked.write({ "a.txt": "two\n" });
  const outer = gateProject({ "x.txt": "x\n" });
  outer.git("submodule", "--quiet", "add", `file://${project.root}`, "inner");
  outer.commit();
  const inner = projectAt(join(outer.root, "inner"));
  inner.write({ "a.txt": "two\n" });
  const own = await inner.gate();
  inner.commit();
  const bumped = await outer.gate();
  outer.commit();
  const committed = await outer.gate({ base: "HEAD~1", head: { revision: "HEAD" } });

  expect(said(await linked.gate())).toEqual(HIT);
  expect(said(own)).toEqual(HIT);
  expect(said(bumped)).toEqual(["pass"]);
  expect(said(committed)).toEqual(["incomplete", "not-covered inner"]);
});

test("a long history takes no longer and tells at most so many authors", async () => {
  const project = gateProject(WORDS);
  const commits = Array.from(
    { length: 3000 },
    (_, at) =>
      `commit refs/heads/long\ncommitter a <a@x> ${at} +0000\ndata 1\nx\n${at === 0 ? "from refs/heads/main^0\n" : ""}\n`,
  );
  execFileSync("git", ["fast-import", "--quiet"], { cwd: project.root, input: commits.join("") });
  project.git("checkout", "-q", "long");
  project.write({ "a.txt": "two\n" });

  expect(said(await project.gate({ base: "main" }))).toEqual(HIT);
});

test("nothing that a repository configures is run", async () => {
  const project = gateProject({ ...WORDS, ".gitattributes": "*.txt filter=evil diff=evil\n" });
  const canary = join(newFolder(), "ran");
  const evil = join(project.root, ".git", "evil.sh");
  fs.writeFileSync(evil, `#!/bin/sh\necho ran >> ${canary}\ncat\n`, { mode: 0o755 });
  for (const hook of ["post-index-change", "fsmonitor-watchman", "reference-transaction"])
    fs.copyFileSync(evil, join(project.root, ".git/hooks", hook));
  const settings = {
    "core.fsmonitor": evil,
    "core.pager": evil,
    "core.sshCommand": evil,
    "core.editor": evil,
    "core.alternateRefsCommand": evil,
    "core.hooksPath": join(project.root, ".git/hooks"),
    "filter.evil.clean": evil,
    "filter.evil.smudge": evil,
    "filter.evil.process": evil,
    "filter.evil.required": "true",
    "diff.external": evil,
    "diff.evil.textconv": evil,
    "diff.evil.command": evil,
    "gpg.program": evil,
    "log.showSignature": "true",
    "credential.helper": `!${evil}`,
    "alias.ls-files": `!${evil}`,
    "include.path": "/dev/null",
  };
  project.write({ "a.txt": "two\n" });
  fs.appendFileSync(
    join(project.root, ".git/config"),
    Object.entries(settings)
      .map(([key, value]) => {
        const [section = "", ...rest] = key.split(".");
        const name = rest.pop() ?? "";
        return `[${section}${rest.length > 0 ? ` "${rest.join(".")}"` : ""}]\n\t${name} = ${JSON.stringify(value)}\n`;
      })
      .join(""),
  );

  expect(said(await project.gate())).toEqual(HIT);
  expect(said(await project.gate({ head: "staged" }))).toEqual(["pass"]);
  expect(said(await project.gate({ base: "HEAD", head: { revision: "main" } }))).toEqual(["pass"]);
  expect(fs.existsSync(canary)).toBe(false);
});

test("hostile names are compared like others, and shown so that they cannot repaint a terminal", async () => {
  const project = gateProject(WORDS);
  const names = ["-rf.txt", "new\nline.txt", "bidi\u202etxt.txt", "\u001b[2J.txt", "quo\"te'$(x).txt"];
  project.write(Object.fromEntries(names.map((name) => [name, "x\n"])));
  fs.writeFileSync(Buffer.concat([Buffer.from(`${project.root}/caf`), Buffer.from([0xe9]), Buffer.from(".py")]), "pass\n");

  const outcome = await project.gate();
  const text = gateText(outcome, "main", textStyle({ color: false, columns: 80 }));

  expect(outcome.files.map(({ path }) => path).toSorted()).toEqual(names.toSorted());
  expect(outcome.verdict.outcome).toBe("incomplete");
  expect(outcome.verdict.reasons[0]?.message).toContain("cannot be used as a path");
  // oxlint-disable-next-line no-control-regex -- these must not reach a terminal
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
});

test("a conflict is no green light", async () => {
  const project = gateProject({ "a.py": "x = 1\n" });
  project.git("checkout", "-q", "-b", "other");
  project.write({ "a.py": "x = 2\n" });
  project.commit();
  project.git("checkout", "-q", "main");
  project.write({ "a.py": "x = 3\n" });
  project.commit();
  expect(() => project.git("merge", "-q", "other")).toThrow();

  expect((await project.gate({ head: "staged" })).verdict.outcome).toBe("incomplete");
});

test("line ends, sparse checkouts and files that git keeps a pointer of are no changes; links are", async () => {
  const large = Buffer.alloc(5000, 7);
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${createHash("sha256").update(large).digest("hex")}\nsize 5000\n`;
  const project = gateProject({
    "crlf.txt": "a\nb\n",
    "far/x.txt": "x\n",
    "big.bin": pointer,
    "link.txt": "x\n",
    "gone.txt": "x\n",
  });
  project.git("update-index", "--skip-worktree", "far/x.txt");
  fs.rmSync(join(project.root, "far"), { recursive: true });
  fs.rmSync(join(project.root, "gone.txt"));
  fs.rmSync(join(project.root, "link.txt"));
  fs.symlinkSync("/etc/passwd", join(project.root, "link.txt"));
  project.write({ "crlf.txt": "a\r\nb\r\n", "big.bin": large });

  const { files } = await project.gate();

  expect(files).toEqual([
    { path: "gone.txt", change: "deleted", lines: 0 },
    { path: "link.txt", change: "modified", lines: 0 },
  ]);
});

test("an object that is missing ends in an error, not in an empty file", async () => {
  const project = gateProject(WORDS);
  project.write({ "a.txt": "two\n" });
  const id = project.git("rev-parse", "HEAD:assay.yaml").trim();
  fs.rmSync(join(project.root, ".git/objects", id.slice(0, 2), id.slice(2)), { force: true });

  const outcome = await project.gate();

  expect(said(outcome).slice(0, 2)).toEqual(["incomplete", "policy-invalid"]);
});
