import { mkdir, mkdtemp, open as openFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assay } from "#app/api.ts";
import { open } from "#app/open.ts";
import { approvalCases, DECISION, PEOPLE, VALID_APPROVAL } from "../scripts/evidence/approval-cases.ts";
import { bundleCases, OURS, VALID_BUNDLE } from "../scripts/evidence/bundle-cases.ts";
import { PROJECT } from "../scripts/evidence/maker.ts";

const CORPUS = "fixtures/evidence";
const CASES = [...bundleCases(), ...approvalCases()];
const never = new AbortController().signal;
let base: string;
let assay: Assay;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-corpus-"));
  const put = async (path: string, text: string, mode = 0o644): Promise<void> => {
    await mkdir(dirname(join(base, path)), { recursive: true, mode: 0o700 });
    await writeFile(join(base, path), text, { mode });
  };
  for (const [path, text] of Object.entries(PROJECT)) await put(join("project", path), text);
  await put("project/assay.yaml", JSON.stringify({ policy: { people: PEOPLE } }));
  await put("outside.py", "another text");
  await put("state/keys/ed25519.pem", OURS.privatePem, 0o600);
  const folder = join(base, "project");
  assay = await open({ cwd: folder, near: folder, stateFolder: join(base, "state"), unsafeNoSandbox: false });
});
afterAll(async () => {
  await assay.close();
  await rm(base, { recursive: true });
});

/** Everything that does not hold. */
async function refusal(file: string): Promise<readonly unknown[]> {
  const { ok, claims } = await assay.verify(file, { replay: false, decision: DECISION }, never);
  const left = claims.filter(({ state }) => state !== "holds").map(({ claim, state, reason }) => ({ claim, state, reason }));
  expect(ok).toBe(left.length === 0);
  return left;
}

test("the corpus is the one that its script writes, and no name stands there twice", async () => {
  const names = CASES.map(({ name }) => `${name}.json`).toSorted();

  expect(new Set(names).size).toBe(names.length);
  expect((await readdir(`${CORPUS}/refused`)).toSorted()).toEqual(names);
  for (const { name, content } of CASES)
    expect((await readFile(`${CORPUS}/refused/${name}.json`)).equals(Buffer.from(content)), name).toBe(true);
  expect(await readFile(`${CORPUS}/valid-bundle.json`, "utf8")).toBe(VALID_BUNDLE);
  expect(await readFile(`${CORPUS}/valid-approval.json`, "utf8")).toBe(VALID_APPROVAL);
});

test.each(["valid-bundle", "valid-approval"])("%s holds in every claim", async (name) => {
  expect(await refusal(join(process.cwd(), CORPUS, `${name}.json`))).toEqual([]);
});

test.each(CASES)("$name is refused: $claim $state, $reason", async ({ name, claim, state, reason }) => {
  expect(await refusal(join(process.cwd(), CORPUS, "refused", `${name}.json`))).toEqual([{ claim, state, reason }]);
});

test("a file of 257 MiB is refused without being read", async () => {
  const file = join(base, "huge.json");
  const handle = await openFile(file, "w");
  await handle.truncate(257 * 1024 * 1024);
  await handle.close();

  expect(await refusal(file)).toEqual([{ claim: "form", state: "fails", reason: "too-large" }]);
});

test("an approval of which nobody says what it should speak of is not proven", async () => {
  const { ok, claims } = await assay.verify(join(process.cwd(), CORPUS, "valid-approval.json"), { replay: false }, never);

  expect([ok, claims.map(({ claim, state }) => `${claim} ${state}`)]).toEqual([false, ["approval holds", "decision unknown"]]);
});
