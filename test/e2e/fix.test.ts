import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { open } from "#app/open.ts";
import { EvidenceBundle } from "#domain/bundle.ts";
import { Statement } from "#domain/evidence.ts";
import type { Attempt } from "#domain/report.ts";
import type { Reviewer } from "#ports/reviewer.ts";

const never = new AbortController().signal;
let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-fix-"));
});
afterAll(() => rm(base, { recursive: true }));

const FILES = {
  "a.py": "import hashlib\n\n\ndef f(data):\n    return hashlib.md5(data).hexdigest()\n",
  "b.js": "const crypto = require('crypto');\n\nexports.f = (data) => crypto.createHash('sha1').update(data).digest('hex');\n",
};

async function project(): Promise<{ folder: string; options: Parameters<typeof open>[0] }> {
  const folder = await mkdtemp(join(base, "project-"));
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(folder, path), text);
  return {
    folder,
    options: { cwd: folder, near: folder, stateFolder: await mkdtemp(join(base, "state-")), unsafeNoSandbox: false },
  };
}

test("a project of two languages is repaired whole: an engine of one language need not look at a patch of the other", async () => {
  const { folder, options } = await project();
  const assay = await open(options);

  const fixed = await assay.fix({ target: { paths: [] }, apply: true, approve: false, only: [] }, () => {}, never);

  expect(fixed.report.engines.map((engine) => engine.id)).toEqual(expect.arrayContaining(["assay", "eslint", "ruff"]));
  expect(fixed.repairs.map(({ status }) => status)).toEqual(["fixed", "fixed"]);
  const rescans = fixed.repairs.flatMap((repair) =>
    repair.attempts[repair.chosen ?? 0]?.verdicts.filter((verdict) => verdict.level === "E2"),
  );
  expect(rescans.map((verdict) => verdict?.outcome)).toEqual(["pass", "pass"]);
  expect(await readFile(join(folder, "a.py"), "utf8")).toContain("sha256");
  expect(await readFile(join(folder, "b.js"), "utf8")).toContain("sha256");
  await assay.close();
});

test("what was shown is what is written: diffs and frames speak of the code before", async () => {
  const { options } = await project();
  const assay = await open(options);

  const shown = await assay.fix({ target: { paths: [] }, apply: false, approve: false, only: [] }, () => {}, never);
  const applied = await assay.fix({ target: { paths: [] }, apply: true, approve: false, only: [] }, () => {}, never);

  expect(shown.diff).toBe(applied.diff);
  expect(applied.repairs.map((repair) => applied.attemptDiff(repair, 0))).toEqual(
    shown.repairs.map((repair) => shown.attemptDiff(repair, 0)),
  );
  expect(await applied.text("a.py")).toBe(FILES["a.py"]);
  await assay.close();
});

test("the evidence holds, also when every recorded check runs again", async () => {
  const { folder, options } = await project();
  const assay = await open(options);
  const { evidence = "" } = await assay.fix({ target: { paths: [] }, apply: true, approve: false, only: [] }, () => {}, never);

  const replayed = await assay.verify(evidence, { replay: true }, never);

  expect(replayed.claims.filter((claim) => claim.state !== "holds")).toEqual([]);
  expect(replayed.claims.some((claim) => claim.claim.endsWith("E2 rescan"))).toBe(true);
  await writeFile(join(folder, "a.py"), FILES["a.py"]);
  expect(await assay.verify(evidence, { replay: true }, never)).toMatchObject({ ok: false });
  await assay.close();
});

async function statementOf(evidence: string): Promise<Statement> {
  const bundle = EvidenceBundle.parse(JSON.parse(await readFile(evidence, "utf8")));
  return Statement.parse(JSON.parse(Buffer.from(bundle.sigstore.dsseEnvelope.payload, "base64").toString("utf8")));
}

test("the log holds of each repair what it changed, not everything again", async () => {
  const { options } = await project();
  const assay = await open(options);

  const { evidence = "" } = await assay.fix({ target: { paths: [] }, apply: false, approve: false, only: [] }, () => {}, never);

  const { log } = EvidenceBundle.parse(JSON.parse(await readFile(evidence, "utf8")));
  const again = log.filter(({ name }) => name.startsWith("correlate:")).map(({ payload }) => payload);
  expect(again.map((payload) => payload.includes('"defects":[],"gone":["'))).toEqual([true, true]);
  expect(again.filter((payload) => payload.includes('"findings"'))).toEqual([]);
  await assay.close();
});

test("the evidence names who decided and what was suppressed, and no more", async () => {
  const { folder, options } = await project();
  await mkdir(join(folder, ".assay"));
  const entry = "{rule: r, reason: old, owner: ann, expires: 2999-01-01}";
  await writeFile(join(folder, ".assay", "suppressions.yaml"), `suppressions: [${entry}]\n`);
  const assay = await open(options);
  const fix = { target: { paths: [] }, apply: false, only: [] };
  const waiting: Reviewer = { id: "local:b", review: async () => ({ kind: "wait" }) };
  const yes: Reviewer = {
    id: "local:b",
    review: async ({ attempts }) => ({ kind: "accept", attempt: attempts[0] as Attempt }),
  };

  const approved = await assay.fix({ ...fix, approve: true }, () => {}, never);
  const unanswered = await assay.fix({ ...fix, approve: false, reviewer: waiting }, () => {}, never);
  const reviewed = await assay.fix({ ...fix, approve: false, reviewer: { ...yes, id: "local:c" } }, () => {}, never);

  const statements = await Promise.all([approved, unanswered, reviewed].map(({ evidence = "" }) => statementOf(evidence)));
  expect(statements.map(({ predicate }) => predicate.reviewers)).toEqual([[], [], ["local:c"]]);
  expect(statements.map(({ predicate }) => predicate.repairs.map(({ reason }) => reason))).toEqual([
    ["accepted", "accepted"],
    ["waits-for-reviewer", "waits-for-reviewer"],
    ["approved-by-reviewer", "approved-by-reviewer"],
  ]);
  expect(statements[0]?.predicate.suppressions).toEqual([{ rule: "r", reason: "old", owner: "ann", expires: "2999-01-01" }]);
  await assay.close();
});
