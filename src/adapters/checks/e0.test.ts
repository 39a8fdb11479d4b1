import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Digest } from "#domain/ids.ts";
import { checkContext, checkContract } from "#testing/check-contract.ts";
import { readRecipeCases } from "#testing/recipe-cases.ts";
import applies from "./applies.ts";
import notSilenced from "./not-silenced.ts";

interface Twin {
  readonly name: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly reason?: string;
  /** 1-based line of the weak place; the first line that differs when absent. */
  readonly line?: number;
}

const signal = new AbortController().signal;
const twins = parse(readFileSync("fixtures/checks/silencing.yaml", "utf8")) as readonly Twin[];

async function silenced({ path, before, after, line = firstDifference(before, after) }: Twin): Promise<string> {
  const context = await checkContext({ files: { [path]: before }, patched: { [path]: after } });
  const location = { path, startLine: line, startColumn: 1, endLine: line, endColumn: 500 };
  const answer = await notSilenced.run({ ...context, defect: { ...context.defect, location } }, signal);
  return `${answer.outcome}: ${answer.reason}`;
}

function firstDifference(before: string, after: string): number {
  const fresh = after.split("\n");
  return before.split("\n").findIndex((text, index) => text !== fresh[index] && !/^\s*(?:import|from)\b/.test(text)) + 1;
}

async function applied(path: string, before: string, after: string): Promise<string> {
  const answer = await applies.run(await checkContext({ files: { [path]: before }, patched: { [path]: after } }), signal);
  return `${answer.outcome}: ${answer.reason}`;
}

describe("contract", () => {
  for (const each of checkContract(applies, "applies")) it(`applies ${each.name}`, () => each.run());
  for (const each of checkContract(notSilenced, "not-silenced")) it(`not-silenced ${each.name}`, () => each.run());
});

describe("not-silenced", () => {
  it("has hostile patches of every kind and honest ones", () => {
    expect(twins.filter((twin) => twin.reason !== undefined).length).toBeGreaterThanOrEqual(30);
    expect(twins.filter((twin) => twin.reason === undefined).length).toBeGreaterThanOrEqual(12);
  });
  for (const twin of twins) {
    it(`${twin.reason === undefined ? "lets through" : "stops"}: ${twin.name}`, async () => {
      expect(await silenced(twin)).toBe(twin.reason === undefined ? "pass: ok" : `fail: ${twin.reason}`);
    });
  }
});

describe("applies", () => {
  it("passes a change that parses", async () => {
    expect(await applied("a.py", "x = 1\n", "x = 2\n")).toBe("pass: ok");
  });

  it("fails a change that breaks the file, and says where", async () => {
    const context = await checkContext({ files: { "a.py": "a = 1\nx = 1\n" }, patched: { "a.py": "a = 1\nx = = 1\n" } });

    expect(await applies.run(context, signal)).toMatchObject({
      outcome: "fail",
      reason: "syntax-error",
      detail: expect.stringContaining("a.py:2:"),
    });
  });

  it("passes beside an error that was there before", async () => {
    expect(await applied("a.js", "let x = 1;\nfunction ( {\n", "let x = 2;\nfunction ( {\n")).toBe("pass: ok");
  });

  it.each([
    ["a byte order mark is lost", "\ufeffx = 1\n", "x = 2\n"],
    ["line ends are mixed", "x = 1\r\ny = 1\r\n", "x = 1\r\ny = 2\n"],
    ["another kind of line end comes in", "x = 1\ny = 1\n", "x = 1\r\ny = 2\n"],
  ])("fails when %s", async (_, before, after) => {
    expect(await applied("a.py", before, after)).toBe("fail: encoding-changed");
  });

  it("fails a patch for another text", async () => {
    const context = await checkContext({ files: { "a.py": "x = 1\n" }, patched: { "a.py": "x = 2\n" } });
    const files = context.candidate.patch.files.map((file) => ({
      ...file,
      baseDigest: Digest.parse(`sha256:${"0".repeat(64)}`),
    }));

    const answer = await applies.run({ ...context, candidate: { ...context.candidate, patch: { files } } }, signal);

    expect(answer.reason).toBe("patch-stale");
  });

  it("fails a patch that changes nothing", async () => {
    expect(await applied("a.py", "x = 1\n", "x = 1\n")).toBe("fail: no-change");
  });

  it("does not judge a language without grammar", async () => {
    expect(await applied("a.txt", "x\n", "y\n")).toBe("inconclusive: unknown-language");
  });
});

describe("recipes' own repairs", async () => {
  const folders = ["python", "javascript"].flatMap((language) =>
    readdirSync(`fixtures/recipes/${language}`).map((slug) => `fixtures/recipes/${language}/${slug}`),
  );
  const repairs: Twin[] = [];
  for (const folder of folders) {
    for (const each of await readRecipeCases(folder)) {
      const path = `app.${each.file.slice(each.file.lastIndexOf(".") + 1)}`;
      for (const after of [each.after, ...each.variants.values()]) {
        if (after !== undefined)
          repairs.push({ name: `${folder}/${each.name}`, path, before: each.before, after, line: each.place.line });
      }
    }
  }

  it("pass as honest", async () => {
    const stopped: string[] = [];
    for (const twin of repairs) {
      const answers = [await silenced(twin), await applied(twin.path, twin.before, twin.after)];
      if (answers.some((answer) => answer !== "pass: ok")) stopped.push(`${twin.name} ${twin.line} ${answers.join(" ")}`);
    }

    expect(repairs.length).toBeGreaterThan(30);
    expect(stopped).toEqual([]);
  });
});
