import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import behaviour from "#adapters/checks/behaviour.ts";
import type { CheckAnswer } from "#ports/check.ts";
import { attackContext, said } from "./attack-setup.ts";

async function compared(line: string, from: string, to: string): Promise<CheckAnswer> {
  const root = resolve("fixtures/checks/attack-c");
  const before = await readFile(`${root}/queue.c`, "utf8");
  const place = { path: "queue.c", cwe: "CWE-787", line };
  return behaviour.run(
    await attackContext(place, { before, after: before.replace(from, () => to) }, root),
    new AbortController().signal,
  );
}

// No compiler comes with Node: a machine without clang and its runtime libraries has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/clang"))("C, with clang and libFuzzer", () => {
  it("a repair that changes nothing else passes", async () => {
    const answer = await compared("strcpy(kept", "strcpy(kept, name);", 'snprintf(kept, sizeof kept, "%s", name);');

    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toContain("libFuzzer");
  });

  it.each([
    [
      "cuts what had room",
      "strcpy(kept",
      "strcpy(kept, name);",
      'snprintf(kept, sizeof kept - 8, "%s", name);',
      "behaviour-differs",
    ],
    [
      "differs for one word",
      "letter = copy[0]",
      "int letter = copy[0];",
      "int letter = copy[0] == 'q' ? 0 : copy[0];",
      "behaviour-differs",
    ],
    [
      "brings a fault of its own",
      "int letter",
      "free(copy);\n  return letter;",
      "free(copy);\n  return letter + copy[0];",
      "behaviour-differs",
    ],
  ])("a repair that %s fails", async (_, line, from, to, reason) => {
    const answer = await compared(line, from, to);

    expect(said(answer), answer.detail).toBe(`fail: ${reason}`);
  });

  it("a function that takes a record is called through its caller, and code that is not built proves nothing", async () => {
    const called = await compared("job->urgency = urgency", "job->urgency = urgency;", "job->urgency = urgency + 0;");
    const broken = await compared("job->urgency = urgency", "job->urgency = urgency;", "job->urgency = missing_name;");

    expect(said(called), called.detail).toBe("pass: ok");
    expect(said(broken)).toBe("inconclusive: driver-failed");
  });
});
