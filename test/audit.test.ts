import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditRequest } from "#app/evidence-api.ts";
import { open } from "#app/open.ts";
import { PEOPLE } from "../scripts/evidence/approval-cases.ts";
import { OURS } from "../scripts/evidence/bundle-cases.ts";

const never = new AbortController().signal;
const APPROVAL = "fixtures/evidence/valid-approval.json";
let base: string;
let root: string;
let state: string;

/** Two runs of `fix` with evidence, made once and copied for each test. */
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-audit-"));
  root = join(base, "made");
  state = join(root, "state");
  await mkdir(join(root, ".assay/approvals"), { recursive: true });
  await writeFile(join(root, "a.py"), "import hashlib\n\n\ndef f(data):\n    return hashlib.md5(data).hexdigest()\n");
  await writeFile(join(root, "assay.yaml"), JSON.stringify({ exclude: ["state"], policy: { people: PEOPLE } }));
  await cp(APPROVAL, join(root, ".assay/approvals/one.json"));
  for (const apply of [false, true]) {
    const assay = await opened();
    await assay.fix({ target: { paths: [] }, apply, approve: apply, only: [] }, () => {}, never);
    await assay.close();
  }
});
afterAll(() => rm(base, { recursive: true }));
beforeEach(async () => {
  root = await mkdtemp(join(base, "copy-"));
  state = join(root, "state");
  await cp(join(base, "made"), root, { recursive: true });
});

function opened() {
  return open({ cwd: root, near: root, stateFolder: state, engines: ["assay"], unsafeNoSandbox: false });
}

async function audit(request: AuditRequest = {}) {
  const assay = await opened();
  const asked = assay.audit(request);
  await asked.catch(() => undefined);
  await assay.close();
  const outcome = await asked;
  const wrong = outcome.claims.filter(({ state: one }) => one !== "holds");
  expect(outcome.ok).toBe(wrong.length === 0);
  return {
    ...outcome,
    wrong: wrong.map(({ claim, state: one, reason }) => `${claim.split(" ")[0] ?? ""} ${one} ${reason ?? ""}`),
  };
}

/** Writes to the journal behind the program's back. */
function tamper(...statements: readonly string[]): void {
  const database = new DatabaseSync(join(state, "journal.sqlite"));
  database.exec("pragma foreign_keys = off");
  for (const statement of statements) database.exec(statement);
  database.close();
}

const LAST = "(select run from run order by id desc limit 1)";
const FIRST = "(select run from run order by id limit 1)";

test("what nobody touched holds, and its head is found again later", async () => {
  const before = await audit();
  expect(before).toMatchObject({ ok: true, runs: 2, bundles: 2, approvals: 1, wrong: [] });

  expect((await audit({ head: before.head.slice(7, 23) })).claims).toContainEqual({
    claim: "head",
    state: "holds",
    detail: "0 runs finished since it was noted down",
  });
});

describe("found is", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "an entry deleted in the middle",
      `delete from entry where sequence = 2 and run = ${LAST}`,
      ["run fails entry-missing", "bundle fails bundle-differs"],
    ],
    [
      "the end of a log cut off",
      `delete from entry where sequence > 3 and run = ${LAST}`,
      ["run fails log-truncated", "bundle fails bundle-differs"],
    ],
    ["an entry edited", `update entry set payload = '{}' where sequence = 1 and run = ${LAST}`, ["run fails entry-edited"]],
    ["an entry renamed", `update entry set name = 'x' where sequence = 1 and run = ${LAST}`, ["run fails entry-edited"]],
    [
      "a whole run deleted",
      `delete from entry where run = ${LAST}; delete from run where run = ${LAST}`,
      ["run fails run-missing"],
    ],
    ["a log emptied", `delete from entry where run = ${LAST}`, ["run fails log-truncated", "bundle fails bundle-differs"]],
    [
      "a row of the ledger deleted",
      "delete from ledger where number = 0",
      ["ledger fails entry-missing", "run fails run-unrecorded"],
    ],
    ["the ledger's end deleted", "delete from ledger where number = 1", ["run fails run-unrecorded"]],
    [
      "a row of the ledger edited",
      "update ledger set entries = 1 where number = 0",
      ["ledger fails entry-edited", "run fails log-differs"],
    ],
    [
      "a run made unfinished",
      `update run set finished = 0 where run = ${FIRST}; delete from ledger where number = 0`,
      ["ledger fails entry-missing"],
    ],
  ])("%s", async (_, statement, wrong) => {
    tamper(statement);

    expect((await audit()).wrong).toEqual(wrong);
  });

  test("entries reordered", async () => {
    tamper(
      `update entry set sequence = 1000 where sequence = 1 and run = ${LAST}`,
      `update entry set sequence = 1 where sequence = 2 and run = ${LAST}`,
      `update entry set sequence = 2 where sequence = 1000 and run = ${LAST}`,
    );

    expect((await audit()).wrong).toEqual(["run fails entry-cut-off"]);
  });

  test("a run and its row of the ledger deleted with its bundle, by whoever noted the head down", async () => {
    const { head, claims } = await audit();
    const run =
      claims
        .filter(({ claim }) => claim.startsWith("run "))
        .at(-1)
        ?.claim.slice(4) ?? "";
    tamper(
      "delete from ledger where number = 1",
      `delete from entry where run = '${run}'`,
      `delete from run where run = '${run}'`,
    );
    await rm(join(state, "evidence", `${run}.json`));

    expect((await audit()).wrong).toEqual([]);
    expect((await audit({ head })).wrong).toEqual(["head fails head-missing"]);
  });

  test("a bundle deleted, edited, or exchanged for that of another signer", async () => {
    const folder = join(state, "evidence");
    const [one = "", two = ""] = await readdir(folder);
    await rm(join(folder, one));
    await writeFile(join(folder, two), (await readFile(join(folder, two), "utf8")).replace("hashlib.sha256", "hashlib.sha1"));
    await cp("fixtures/evidence/valid-bundle.json", join(folder, "stranger.json"));

    expect((await audit()).wrong.toSorted()).toEqual([
      "bundle fails bundle-missing",
      "bundle fails patch-edited",
      "bundle unknown unknown-signer",
    ]);
    await writeFile(join(base, "ours.pem"), OURS.publicKey);
    expect((await audit({ trustKeys: [join(base, "ours.pem")] })).wrong).not.toContain("bundle unknown unknown-signer");
  });

  test("an approval that is none", async () => {
    await cp("fixtures/evidence/refused/approval-edited-day.json", join(root, ".assay/approvals/two.json"));
    await cp("fixtures/evidence/refused/approval-expired.json", join(root, ".assay/approvals/old.json"));

    expect((await audit()).wrong).toEqual(["approval fails bad-signature"]);
  });
});

test("where nothing was recorded, nothing is said to hold", async () => {
  await rm(join(root, ".assay"), { recursive: true });
  await rm(state, { recursive: true });

  expect((await audit()).wrong).toEqual(["evidence unknown nothing-recorded"]);
});

test.each([{ head: "abc" }, { trustKeys: ["a.py"] }])("%j is a mistake of the command line", async (request) => {
  await expect(audit(request)).rejects.toMatchObject({ code: "usage" });
});
