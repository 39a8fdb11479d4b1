import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openLocalSigner } from "#adapters/signers/ed25519.ts";
import type { ApproveRequest, GateOutcome } from "#app/api.ts";
import type { ChangeRange } from "#app/judges.ts";
import { open } from "#app/open.ts";

const none = new AbortController().signal;
const FAR = "2999-12-31";
let base: string;
let root: string;
let keys: Record<"ana" | "ben" | "eve", string>;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-approvals-"));
  const key = async (name: string): Promise<string> =>
    (await openLocalSigner(join(base, name, "keys", "ed25519.pem"))).publicKey.trimEnd();
  keys = { ana: await key("ana"), ben: await key("ben"), eve: await key("eve") };
});
afterAll(() => rm(base, { recursive: true }));

/** A repository whose policy wants two people for what lies in auth/, one of them of security, and a change there by cleo. */
beforeEach(() => {
  root = join(base, `project-${Math.random().toString(36).slice(2)}`);
  const indented = (pem: string): string => pem.replaceAll("\n", "\n          ");
  const person = (name: "ana" | "ben", more: string): string =>
    `    - name: ${name}\n      emails: [${name}@example.org]\n      keys:\n        - |\n          ${indented(keys[name])}\n${more}`;
  write(
    "assay.yaml",
    `policy:\n  sensitive: ["auth/"]\n  reviewers: [0, 0, 0, 2]\n  roles: [[], [], [], [security]]\n  people:\n${person("ana", "      roles: [security]\n")}${person("ben", "      breakGlass: true\n")}`,
  );
  write("auth/login.py", "def check(user):\n    return user is not None\n");
  git("init", "--quiet", "--initial-branch=main");
  commit("first", "cleo");
  write("auth/login.py", "def check(user):\n    return user is not None and user.active\n");
  commit("second", "cleo");
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function git(...args: readonly string[]): void {
  execFileSync("git", args, { cwd: root, stdio: "pipe" });
}

function commit(message: string, who: string): void {
  git("add", "--all");
  git("-c", `user.name=${who}`, "-c", `user.email=${who}@example.org`, "commit", "--quiet", `--message=${message}`);
}

const RANGE = { base: "main~1", head: "worktree" } as const;

async function opened<T>(
  who: string,
  work: (assay: Awaited<ReturnType<typeof open>>) => Promise<T>,
  judgedFrom: ChangeRange = RANGE,
): Promise<T> {
  const stateFolder = join(base, who);
  const assay = await open({
    cwd: root,
    near: root,
    stateFolder,
    engines: ["assay"],
    unsafeNoSandbox: false,
    cache: false,
    judgedFrom,
  });
  try {
    return await work(assay);
  } finally {
    await assay.close();
  }
}

const gate = (): Promise<GateOutcome> => opened("nobody", (assay) => assay.gate(RANGE, () => {}, none));

async function say(who: "ana" | "ben" | "eve", more: Partial<ApproveRequest> = {}) {
  const decision = more.decision ?? (await gate()).record.id;
  const request: ApproveRequest = {
    ...RANGE,
    decision,
    verdict: "approve",
    words: "",
    until: FAR,
    by: { kind: "local" },
    ...more,
  };
  return opened(who, (assay) => assay.approve(request, () => {}, none));
}

const states = async (): Promise<string[]> => (await gate()).approvals.map(({ state }) => state);

describe("a change that waits for two people, one of security", () => {
  test("passes once both agree, also after the approvals are committed with it", async () => {
    expect((await gate()).verdict).toMatchObject({ outcome: "ask", tier: 3, reviewers: { needed: 2, given: 0 } });
    await say("ben");
    expect((await gate()).verdict).toMatchObject({ outcome: "ask", reviewers: { needed: 2, given: 1 } });
    await say("ana", { words: "only until the new login is there" });

    const both = await gate();
    expect(both.verdict).toMatchObject({ outcome: "pass", reviewers: { needed: 2, given: 2 } });
    expect(both.files.map(({ path }) => path)).toEqual(["auth/login.py"]);
    const before = both.record.id;
    git("add", "--all");
    git("-c", "user.name=ci", "-c", "user.email=ci@example.org", "commit", "--quiet", "--message=approvals");
    const range: ChangeRange = { base: "main~2", head: { revision: "HEAD" } };
    const committed = await opened("nobody", (assay) => assay.gate(range, () => {}, none), range);
    expect([committed.record.id, committed.verdict.outcome]).toEqual([before, "pass"]);
  });

  test("is shown as it is signed, from one look; who does not agree signs nothing", async () => {
    const shown: GateOutcome[] = [];
    await say("ana", {
      confirm: async (seen) => {
        shown.push(seen);
      },
    });
    expect(shown.map(({ verdict }) => verdict.outcome)).toEqual(["ask"]);

    const refuse = say("ben", { confirm: () => Promise.reject(new Error("no")) });
    await expect(refuse).rejects.toThrow("no");
    const other = say("ben", { decision: "0123456789ab", confirm: () => Promise.reject(new Error("asked")) });
    await expect(other).rejects.toThrow(/the decision is [0-9a-f]{12} now/u);
    expect(await states()).toEqual(["counts"]);
  });

  test("still waits when the one of security is not among those who agree", async () => {
    write("assay.yaml", readFileSync(join(root, "assay.yaml"), "utf8").replace("[0, 0, 0, 2]", "[0, 0, 0, 1]"));
    git("checkout", "--quiet", "main~1", "--", "auth/login.py");
    commit("policy", "cleo");
    write("auth/login.py", "def check(user):\n    return bool(user)\n");
    commit("change", "cleo");
    await say("ben");

    expect((await gate()).verdict.reasons.map(({ rule }) => rule)).toEqual(["role-needed"]);
  });

  test("an approval of another state of the change, of the findings or of the policy counts for nothing", async () => {
    await say("ana");
    write("auth/login.py", "def check(user):\n    return True\n");

    expect(await states()).toEqual(["another-change"]);
  });

  test("a decision that is no longer the one that was read is not signed", async () => {
    const { record } = await gate();
    write("auth/login.py", "def check(user):\n    return True\n");

    await expect(say("ana", { decision: record.id })).rejects.toMatchObject({ code: "usage" });
    await expect(say("ana", { decision: "abc" })).rejects.toMatchObject({ code: "usage" });
  });

  test("nobody agrees to a change of their own, nor of which they are co-author", async () => {
    git(
      "-c",
      "user.name=x",
      "-c",
      "user.email=x@example.org",
      "commit",
      "--quiet",
      "--amend",
      "--message=second\n\nCo-authored-by: Ana <ANA@example.org>",
    );
    await say("ana");

    expect(await states()).toEqual(["own-change"]);
  });

  test("who is not of the policy cannot sign, and a forged file counts for nothing", async () => {
    await expect(say("eve")).rejects.toMatchObject({ code: "usage", hint: expect.stringContaining("PUBLIC KEY") as string });
    await expect(say("eve", { as: "ana" })).rejects.toMatchObject({ code: "usage" });
    await say("ana");
    const [name = ""] = readdirSync(join(root, ".assay/approvals"));
    const file = join(".assay/approvals", name);
    const text = readFileSync(join(root, file), "utf8");
    const forged = JSON.parse(text) as { envelope: { payload: string } };
    forged.envelope.payload = Buffer.from(
      Buffer.from(forged.envelope.payload, "base64").toString().replace('"ana"', '"ben"'),
    ).toString("base64");
    write(file, JSON.stringify(forged));

    expect(await states()).toEqual(["bad-signature"]);
    write(file, text.slice(0, 200));
    expect(await states()).toEqual(["malformed"]);
  });

  test("one that has run out counts for nothing", async () => {
    await say("ana", { until: "2020-01-01" });

    expect(await states()).toEqual(["expired"]);
  });

  test("a rejection stops it, with the words", async () => {
    await say("ben", { verdict: "reject", words: "keep the old check" });

    const { verdict } = await gate();
    expect(verdict.outcome).toBe("refuse");
    expect(verdict.reasons[0]).toMatchObject({ rule: "rejected", message: "ben rejects: keep the old check" });
  });

  test("an emergency lets it through, loudly and with what it overrides, for those who may", async () => {
    await say("ana", { verdict: "break-glass", words: "down" });
    expect((await gate()).verdict.outcome).toBe("ask");
    await say("ben", { verdict: "break-glass", words: "site is down" });

    const { verdict } = await gate();
    expect(verdict).toMatchObject({
      outcome: "pass",
      reasons: [],
      emergency: { words: expect.stringContaining("site is down") as string },
    });
    expect(verdict.emergency?.overrides.map(({ rule }) => rule)).toEqual(["approval-needed", "role-needed"]);
  });

  test("approvals that stand in the base already are not of this change", async () => {
    await say("ana");
    git("checkout", "--quiet", "--orphan", "other");
    commit("with an approval", "cleo");
    git("branch", "--quiet", "--force", "main");
    git("checkout", "--quiet", "main");
    write("auth/login.py", "def check(user):\n    return user is not None and user.active and True\n");
    commit("next", "cleo");

    expect(await states()).toEqual([]);
  });
});

describe("with an SSH key", () => {
  test("the payload that is printed is what is signed, by the key that the policy lists", async () => {
    const folder = join(base, "ssh");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const run = (...args: string[]) => execFileSync("ssh-keygen", args, { stdio: "pipe" });
    run("-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key"));
    const line = readFileSync(join(folder, "key.pub"), "utf8").trim();
    git("checkout", "--quiet", "main~1", "--", "auth/login.py");
    write(
      "assay.yaml",
      readFileSync(join(root, "assay.yaml"), "utf8").replace(
        "    - name: ben",
        `    - name: dan\n      emails: [dan@example.org]\n      roles: [security]\n      keys: ["${line}"]\n    - name: ben`,
      ),
    );
    commit("policy", "cleo");
    write("auth/login.py", "def check(user):\n    return bool(user)\n");
    commit("change", "cleo");

    const { payload } = await say("eve", { as: "dan", by: { kind: "payload" } });
    writeFileSync(join(folder, "payload"), payload);
    run("-q", "-Y", "sign", "-n", "assay-approval", "-f", join(folder, "key"), join(folder, "payload"));
    const armored = readFileSync(join(folder, "payload.sig"), "utf8");

    await expect(say("eve", { as: "ana", by: { kind: "ssh", armored } })).rejects.toMatchObject({ code: "usage" });
    await expect(say("eve", { as: "dan", until: "2998-01-01", by: { kind: "ssh", armored } })).rejects.toMatchObject({
      code: "usage",
    });
    await say("eve", { as: "dan", by: { kind: "ssh", armored } });
    expect(await states()).toEqual(["counts"]);
  });
});
