import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCbmc } from "#adapters/checks/c/cbmc-answer.ts";
import { attackTexts, said } from "./attack-setup.ts";

// Recorded from CBMC 6.6.0 with --json-ui --trace, of each list of properties the first ones.
const recorded = (name: string): Promise<string> => readFile(`fixtures/checks/cbmc/${name}.json`, "utf8");

describe("answers of CBMC", () => {
  it("give the values under which a property fails", async () => {
    const answer = readCbmc(await recorded("out-of-bounds"));

    expect(answer).toMatchObject({ kind: "read", bounded: false });
    const [first] = answer.kind === "read" ? answer.failures : [];
    const size = first?.numbers.get("n0") ?? 0n;
    expect(first?.function).toBe("f");
    expect(size > 3n && size <= 6n).toBe(true);
    expect(first?.pieces.get("v0")?.get(0)).toBe("q".charCodeAt(0));
  });

  it("tell a loop that was cut off from a failure, and no failure from no answer", async () => {
    expect(readCbmc(await recorded("cut-off"))).toEqual({ kind: "read", failures: [], bounded: true });
    expect(readCbmc(await recorded("safe"))).toEqual({ kind: "read", failures: [], bounded: false });
  });

  it.each([
    ["cut short", async () => (await recorded("out-of-bounds")).slice(0, 4000)],
    ["nothing", async () => ""],
    ["another form", async () => '{"result": []}'],
    ["no status", async () => (await recorded("safe")).replaceAll("cProverStatus", "somethingElse")],
    ["an error", async () => '[{"messageText": "PARSING ERROR", "messageType": "ERROR"}]'],
  ])("prove nothing: %s", async (_, text) => {
    expect(readCbmc(await text())).toMatchObject({ kind: "unread" });
  });
});

// Neither comes with Node: without CBMC and clang below /usr there is nothing to run here.
describe.skipIf(!existsSync("/usr/local/bin/cbmc") || !existsSync("/usr/bin/clang"))("with CBMC and clang", () => {
  it("a call that only CBMC finds counts when it is red in the harness", async () => {
    const before = [
      "int pick(unsigned int key, unsigned int other) {",
      "  int kept[4] = {1, 2, 3, 4};",
      "  if ((key ^ 0x5bd1e995u) * 2654435761u == other + 77u && other == 0x1234567u)",
      "    return kept[key % 64];",
      "  return kept[0];",
      "}",
      "",
    ].join("\n");
    const texts = { before, after: before.replace("key % 64", "key % 4") };

    const root = await mkdtemp(join(tmpdir(), "assay-cbmc-"));

    const answer = await attackTexts({ path: "pick.c", cwe: "CWE-125", line: "kept[key" }, texts, root);
    await rm(root, { recursive: true });

    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toMatch(/, a counterexample of CBMC: .* in pick, line 4,/u);
  });
});
