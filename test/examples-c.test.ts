import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FixOutcome } from "#app/api.ts";
import { open } from "#app/open.ts";
import type { Repair } from "#domain/report.ts";

// Takes half a minute: libFuzzer looks for four seconds at each state of each function, whatever the machine.
const base = mkdtempSync(join(realpathSync(tmpdir()), "assay-example-c-"));
const folder = join(base, "c-records");
cpSync("examples/c-records", folder, { recursive: true });
afterAll(() => rmSync(base, { recursive: true }));

const SOURCE = readFileSync(join(folder, "records.c"), "utf8");
const lineOf = (words: string): number => SOURCE.split("\n").findIndex((line) => line.includes(words)) + 1;
/** The copy that a long name leads to behind its checksum, and the one that is off by one. */
const PLACES = { station: lineOf("strcpy(shown, name)"), remark: lineOf("strcpy(shown, text)") };
const hasClang = existsSync("/usr/bin/clang");
const hasCbmc = existsSync("/usr/local/bin/cbmc") || existsSync("/usr/bin/cbmc");
const hasMake = existsSync("/usr/bin/make");
const never = new AbortController().signal;

function opened() {
  return open({
    cwd: folder,
    near: folder,
    stateFolder: join(base, "state"),
    engines: ["assay"],
    unsafeNoSandbox: false,
  });
}

async function fix(): Promise<FixOutcome> {
  const assay = await opened();
  try {
    return await assay.fix({ target: { paths: [] }, apply: true, approve: false, only: [] }, () => {}, never);
  } finally {
    await assay.close();
  }
}

function repairAt({ repairs, defectsById }: FixOutcome, line: number): Repair {
  const found = repairs.find(({ defect }) => defectsById.get(defect)?.location.startLine === line);
  if (found === undefined) throw new Error(`no repair at line ${line}`);
  return found;
}

/** How a check judged the repair at a line. */
function judged(outcome: FixOutcome, line: number, check: string): string {
  const verdict = repairAt(outcome, line).attempts[0]?.verdicts.find((each) => each.check === check);
  return `${verdict?.outcome ?? "not run"}: ${verdict?.detail ?? ""}`;
}

function ownTests(): string {
  const { status, stdout, stderr } = spawnSync("make", ["-s", "test", "CC=clang"], { cwd: folder, encoding: "utf8" });
  return status === 0 ? "passed" : `${stdout}${stderr}`;
}

describe("the records of loggers, in C", () => {
  let before = "";
  let outcome: FixOutcome;
  beforeAll(async () => {
    if (hasClang && hasMake) before = ownTests();
    outcome = await fix();
  });

  it("both copies are found, and nothing else", () => {
    const found = outcome.report.findings.map(({ location }) => `${location.path}:${location.startLine}`);

    expect(found.toSorted()).toEqual([PLACES.station, PLACES.remark].map((line) => `records.c:${line}`));
    expect(outcome.report.complete).toBe(true);
  });

  it.each([
    [PLACES.station, "name"],
    [PLACES.remark, "text"],
  ])("a bounded copy is proposed for line %i", (line, source) => {
    const repair = repairAt(outcome, line);

    expect(repair.attempts[0]?.candidate.author).toBe("c/cwe-120-bounded-copy");
    expect(outcome.attemptDiff(repair, 0)).toContain(
      `-  strcpy(shown, ${source});\n+  snprintf(shown, sizeof(shown), "%s", ${source});\n`,
    );
  });

  describe.skipIf(!hasClang)("with clang", () => {
    it("the longest remark that is let in is red before and green after, and all else stays", () => {
      expect(judged(outcome, PLACES.remark, "c-compile")).toMatch(/^pass/u);
      expect(judged(outcome, PLACES.remark, "attack")).toMatch(
        /^pass: .* 1 red before, all green after; for example text = "a{24}": stack-buffer-overflow in print_remark/u,
      );
      expect(judged(outcome, PLACES.remark, "behaviour")).toMatch(/^pass: .*1 of 1 changed lines ran\. libFuzzer/u);
    });

    it.skipIf(!hasCbmc)(
      "a name with the right checksum is found by CBMC, which no search by chance meets, and is red when it is run",
      () => {
        expect(judged(outcome, PLACES.station, "attack")).toMatch(
          /^pass: .* all green after; for example name = .*, a counterexample of CBMC: stack-buffer-overflow in print_station/u,
        );
        expect(judged(outcome, PLACES.station, "behaviour")).toMatch(/^pass: .*1 of 1 changed lines ran\. libFuzzer/u);
      },
    );

    it.skipIf(hasCbmc)("without CBMC nobody finds such a name, and that proves nothing", () => {
      expect(judged(outcome, PLACES.station, "attack")).toMatch(/^inconclusive: /u);
    });

    it("the evidence of what was written holds, and a second run changes nothing", async () => {
      const written = readFileSync(join(folder, "records.c"), "utf8");
      const assay = await opened();
      const verified = await assay.verify(outcome.evidence ?? "", { replay: false }, never);
      await assay.close();

      const again = await fix();

      expect(outcome.repairs.map(({ status }) => status)).toEqual(["fixed", "fixed"]);
      expect(written).not.toContain("strcpy");
      expect(verified.claims.filter(({ state }) => state !== "holds")).toEqual([]);
      expect(verified.ok).toBe(true);
      expect(again.repairs).toEqual([]);
      expect(readFileSync(join(folder, "records.c"), "utf8")).toBe(written);
    });

    it.skipIf(!hasMake)("its own tests pass before and after", () => {
      expect(before).toBe("passed");
      expect(ownTests()).toBe("passed");
    });
  });
});
