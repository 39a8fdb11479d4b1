import { expect, test } from "vitest";
import { gateProject, said } from "./gate-project.ts";

const CLEAN = "def f(x):\n    return x\n";
const WEAK = "import hashlib\n\n\ndef f(x):\n    return hashlib.md5(x).hexdigest()\n";
const entry = (reason: string): string =>
  `suppressions:\n  - rule: py-weak-hash\n    reason: ${reason}\n    owner: ana\n    expires: 2999-01-01\n`;

test("an unchanged tree passes, a new defect is refused, with the line that decided", async () => {
  const project = gateProject({ "assay.yaml": "failOn: low\n", "a.py": CLEAN, "b.py": "from a import f\n\nprint(f(1))\n" });

  expect(said(await project.gate())).toEqual(["pass"]);
  project.write({ "a.py": WEAK });
  const refused = await project.gate();

  expect(said(refused)).toEqual(["refuse", "fail-on a.py"]);
  expect(refused.verdict.reasons[0]).toMatchObject({ line: 5, decidedBy: "assay.yaml:1:9" });
  expect(refused.scope).toEqual({ analysed: 2, importers: 1 });
});

test("what the base has already does not count, unless all counts; the baseline lists what may stay", async () => {
  const project = gateProject({ "assay.yaml": "policy: {count: all}\n", "old.py": WEAK });
  project.write({ "old.py": `# moved\n\n${WEAK}` });
  const all = await project.gate();
  const [old] = all.defects;

  project.write({
    "assay.yaml": "policy: {count: all, baseline: .assay/baseline.json}\n",
    ".assay/baseline.json": JSON.stringify({ schemaVersion: 1, defects: [{ id: old?.id }] }),
  });
  project.commit();
  project.write({ "old.py": `# moved again\n\n${WEAK}` });
  const listed = await project.gate();
  project.write({ "assay.yaml": "{}\n" });
  project.commit();
  project.write({ "old.py": `# once more\n${WEAK}` });

  expect(said(all)).toEqual(["refuse", "fail-on old.py"]);
  expect(all.isNew(old as never)).toBe(false);
  expect(said(listed)).toEqual(["pass"]);
  expect(said(await project.gate())).toEqual(["pass"]);
});

test("a defect that a change brings about in a file it does not touch is new", async () => {
  const project = gateProject({
    "run.py": "import subprocess\n\n\ndef run(command):\n    subprocess.run(['ls', command])\n",
    "app.py":
      "from flask import Flask, request\nfrom run import run\n\napp = Flask(__name__)\n\n\n@app.get('/')\ndef index():\n    run(request.args['q'])\n    return ''\n",
  });
  project.write({ "run.py": "import subprocess\n\n\ndef run(command):\n    subprocess.run('ls ' + command, shell=True)\n" });

  const outcome = await project.gate();

  expect(outcome.verdict.outcome).toBe("refuse");
  expect(outcome.scope.importers).toBe(1);
});

test("policy, rules and suppressions come from the base: a change cannot excuse itself", async () => {
  const project = gateProject({ "assay.yaml": "{}\n", "a.py": CLEAN });
  project.write({
    "assay.yaml": "exclude: [a.py]\n",
    "a.py": `${WEAK}\n\ndef g(x):\n    return hashlib.md5(x + b"g").hexdigest()  # nosec assay-ignore\n`,
    ".assay/suppressions.yaml": entry("because"),
  });

  const outcome = await project.gate();

  expect(said(outcome)).toEqual(["refuse", "fail-on a.py", "fail-on a.py", "approval-needed"]);
  expect(outcome.report.suppressed).toEqual([]);
});

test("an entry of the base hides until the change takes it away; then it shows, and is not new", async () => {
  const project = gateProject({ "a.py": WEAK, ".assay/suppressions.yaml": entry("checksum") });
  project.write({ "a.py": `# moved\n${WEAK}` });
  const hidden = await project.gate();
  project.write({ ".assay/suppressions.yaml": "suppressions: []\n" });
  const shown = await project.gate();

  expect(said(hidden)).toEqual(["pass"]);
  expect(hidden.report.suppressed).toHaveLength(1);
  expect(shown.defects.map((defect) => shown.isNew(defect))).toEqual([false]);
  expect(said(shown)).toEqual(["ask", "approval-needed"]);
});

test("the rules for suppressions hold for those in force", async () => {
  const policy = "policy: {suppressions: {severity: medium, days: 30, owners: [bob]}}\n";
  const project = gateProject({ "assay.yaml": policy, "a.py": WEAK, ".assay/suppressions.yaml": entry("checksum") });
  project.write({ "a.py": `# moved\n${WEAK}` });

  expect(said(await project.gate())).toEqual(["refuse", "suppression-severity a.py"]);
});

test("a rule that the change takes away still judges, and one that it breaks is told", async () => {
  const rule =
    "rules:\n  - id: no-f\n    languages: [python]\n    severity: HIGH\n    message: f is forbidden\n    pattern: f(...)\n";
  const project = gateProject({
    ".assay/rules/f.yaml": rule,
    ".assay/rules/g.yaml": rule.replaceAll("f", "g"),
    "a.py": "x = 1\n",
  });
  project.git("rm", "-q", ".assay/rules/f.yaml");
  project.write({ "a.py": "x = f(1)\n", ".assay/rules/g.yaml": "rules: [{id: 3}]\n" });

  const outcome = await project.gate();

  expect(said(outcome)).toEqual(["refuse", "fail-on a.py", "breaks-policy", "approval-needed"]);
  expect(outcome.verdict.reasons[1]?.message).toContain(".assay/rules/g.yaml:1:");
});

test("settings of the base that cannot be used leave the verdict incomplete, also where the change mends them", async () => {
  const project = gateProject({ "assay.yaml": "failOn: nothing\n", "a.py": CLEAN });
  project.write({ "assay.yaml": "failOn: low\n", "a.py": `${CLEAN}\n` });
  const broken = await project.gate();
  project.commit();
  project.write({ "assay.yaml": "policy: {engines: [bandit, nosuch]}\n" });
  project.commit();

  expect(said(broken)).toEqual(["incomplete", "policy-invalid", "approval-needed"]);
  expect(broken.verdict.reasons[0]?.message).toContain("assay.yaml:1:9");
  await expect(project.gate()).rejects.toMatchObject({ code: "engine-unknown" });
});

test("a required engine that is not here and a file that nobody read are not green", async () => {
  const project = gateProject({ "assay.yaml": "policy: {engines: [bandit]}\n", "a.py": CLEAN, "node_modules/x.js": "a();\n" });
  project.write({ "README.md": "words\n" });
  const words = await project.gate();
  project.write({
    "a.py": `${CLEAN}\n`,
    "node_modules/x.js": "b();\n",
    "b.py": "def (:\n",
    "c.js": `var a=1;${"b(a);".repeat(2000)}\n`,
  });
  project.git("add", "--force", ".");

  const outcome = await project.gate({}, { engines: ["assay"] });

  expect(said(words)).toEqual(["pass"]);
  expect(outcome.verdict.outcome).toBe("incomplete");
  expect(new Set(said(outcome).slice(1))).toEqual(
    new Set(["engine-required", "engine-incomplete", "not-covered c.js", "not-covered node_modules/x.js"]),
  );
});

test("tests that are taken away, skipped or emptied are told where the policy forbids it", async () => {
  const spec = "import unittest\n\n\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(1, 1)\n";
  const forbid =
    "policy: {forbid: [{change: test-weakened}, {change: deleted, paths: [keep/], reason: keep it}, {change: suppression-added}]}\n";
  const project = gateProject({
    "assay.yaml": forbid,
    "tests/test_a.py": spec,
    "tests/test_b.py": spec,
    "tests/test_c.py": spec,
    "keep/x.txt": "x\n",
  });
  project.git("rm", "-q", "tests/test_a.py", "keep/x.txt");
  project.write({
    "tests/test_b.py": spec.replace("self.assertEqual(1, 1)", "pass"),
    "tests/test_c.py": `${spec}\n    def test_b(self):\n        self.assertEqual(2, 2)\n`,
    "a.py": "x = 1  # nosec\n",
  });

  const outcome = await project.gate();

  expect(said(outcome)).toEqual([
    "refuse",
    "forbidden-change tests/test_a.py",
    "forbidden-change tests/test_b.py",
    "forbidden-change keep/x.txt",
    "forbidden-change a.py",
  ]);
});

test("a change by an agent is told by its commits", async () => {
  const project = gateProject({ "assay.yaml": "policy: {reviewers: [0, 1, 1, 1]}\n", "a.py": CLEAN });
  project.write({ "a.py": `${CLEAN}\n` });
  project.commit("words\n\nCo-authored-by: Claude <noreply@example.org>");
  const told = await project.gate({ base: "HEAD~1", head: { revision: "HEAD" } });
  project.write({ "a.py": `${CLEAN}\n\n` });
  const person = await project.gate();
  const said_so = await project.gate({ author: "agent" });

  expect(said(told)).toEqual(["ask", "approval-needed"]);
  expect(said(person)).toEqual(["pass"]);
  expect(said_so.verdict.tier).toBe(1);
});

test("the same change gets the same record, another one another", async () => {
  const project = gateProject({ "a.py": CLEAN });
  project.write({ "a.py": WEAK });
  const [first, second] = [await project.gate(), await project.gate()];
  project.write({ "a.py": `${WEAK}\n` });

  expect(second.record).toEqual(first.record);
  expect((await project.gate()).record.id).not.toBe(first.record.id);
});

test("a run that has no time left is incomplete", async () => {
  const project = gateProject({ "assay.yaml": "budget: {seconds: 0.001}\n", "a.py": CLEAN });
  project.write({ "a.py": WEAK });

  const outcome = await project.gate();

  expect(said(outcome)).toEqual(["incomplete", "not-covered"]);
  expect(outcome.verdict.reasons[0]?.message).toContain("budget.seconds");
});
