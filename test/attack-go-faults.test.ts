import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import attack from "#adapters/checks/attack.ts";
import behaviour from "#adapters/checks/behaviour.ts";
import { goShots, quotedGo, readCorpus, showGo } from "#adapters/checks/go/fuzz-values.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { attackContext, said } from "./attack-setup.ts";

const signal = new AbortController().signal;
const compiled = new Map<string, Promise<unknown>>();
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-go-faults-"));
});

afterAll(() => rm(root, { recursive: true, force: true }));

interface Change {
  readonly cwe: string;
  readonly body: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly seconds?: number;
  readonly check?: typeof attack;
}

/** Compiled packages are shared, as in a run of the loop; what was seen of one change is not. */
const once = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
  if (key !== "go-build") return work();
  const kept = (compiled.get(key) as Promise<T> | undefined) ?? work();
  compiled.set(key, kept);
  return kept;
};

async function judge({ cwe, body, line, from, to, seconds = 1, check = attack }: Change): Promise<CheckAnswer> {
  const text = (code: string): string => `package app\n\n${code}\n`;
  const [before, after] = [text(body), text(body.replace(from, () => to))];
  await writeFile(join(root, "app.go"), before);
  await writeFile(join(root, "go.mod"), "module example.org/app\n\ngo 1.18\n");
  const context = await attackContext({ path: "app.go", cwe, line }, { before, after }, root, { tests: true });
  const changes: Partial<CheckContext> = { c: { fuzzer: "libfuzzer", fuzzSeconds: seconds, prove: "off" }, once };
  return check.run({ ...context, ...changes }, signal);
}

const INDEX: Change = {
  cwe: "CWE-129",
  body: `func Pick(data []byte, at int) (byte, bool) {
	if at > len(data) {
		return 0, false
	}
	return data[at], true
}`,
  line: "data[at]",
  from: "at > len(data)",
  to: "at < 0 || at >= len(data)",
};
/** Behind bytes that no list of our own values holds. */
const MAGIC: Change = {
  cwe: "CWE-125",
  body: `func Kind(data []byte) int {
	kept := [4]int{1, 2, 3, 4}
	if len(data) > 3 && data[0] == 'F' && data[1] == 'Z' {
		return kept[data[3]&7]
	}
	return kept[0] + len(data)
}`,
  line: "kept[data",
  from: "data[3]&7",
  to: "data[3]&7|4",
  seconds: 40,
};
const CLEANED: Change = {
  cwe: "CWE-117",
  body: `import "strings"

func Clean(name string, width int) string {
	if len(name) > 2 && name[0] == 'k' && width == 3 {
		return strings.ToUpper(name)
	}
	return strings.ToLower(name)
}`,
  line: "strings.ToUpper",
  from: "strings.ToUpper(name)",
  to: "strings.ToLower(name)",
  check: behaviour,
};

// No Go comes with Node: a machine without one has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/go"))("faults of Go", () => {
  it("show an index before, and not after the repair, which is fuzzed", async () => {
    const answer = await judge(INDEX);

    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toMatch(
      /a panic \(index out of range .*\) in Pick, line 7, now no more\. go test -fuzz looked at the patched code/u,
    );
  });

  it("refuse a repair that leaves a call which only the search found", async () => {
    const answer = await judge(MAGIC);

    expect(said(answer), answer.detail).toBe("fail: attack-succeeds");
    expect(answer.detail).toContain("which go test -fuzz found");
  });

  it.each([
    ["a method", { ...INDEX, body: `type Box struct{}\n\n${INDEX.body.replace("Pick", "(Box) Pick")}` }, "is a method"],
    [
      "a function that takes more",
      { ...INDEX, body: INDEX.body.replace("at int", "at int, more map[string]int") },
      "map[string]int",
    ],
  ])("are not looked for in %s", async (_, change, words) => {
    const answer = await judge(change);

    expect(said(answer), answer.detail).toBe("inconclusive: no-entry-point");
    expect(answer.detail).toContain(words);
  });

  it("are no behaviour that a repair must keep", async () => {
    const answer = await judge({ ...INDEX, check: behaviour });

    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toMatch(/\d+ more calls do the same; go test -fuzz kept \d+ new ones/u);
  });

  it("are not all that differs: a search finds another result of harmless calls", async () => {
    const answer = await judge({ ...CLEANED, seconds: 5 });

    expect(said(answer), answer.detail).toBe("fail: behaviour-differs");
  });
});

describe("values for Go's fuzzing", () => {
  it("fit their types, and hold the numbers and texts of the code", () => {
    const [first = [], second = []] = [0, 1].map((at) =>
      goShots(["uint8", "string"], 'x == 40 || y == "key\\n"').map(({ values }) => values[at]),
    );

    expect(first).toEqual(expect.arrayContaining(["uint8(0)", "uint8(255)", "uint8(39)", "uint8(41)"]));
    expect(first.every((each) => /^uint8\(\d{1,3}\)$/u.test(each ?? ""))).toBe(true);
    expect(second).toContain(String.raw`string("key\\n")`);
  });

  it("are written so that Go reads them, whatever they hold", () => {
    expect(quotedGo('a"\\\n\u00e9\ud800\u{1f600}')).toBe(String.raw`"a\"\\\u000a\u00e9\ufffd\U0001f600"`);
  });

  it.each([
    ["another version", "go test fuzz v2\nint(1)\n"],
    ["another number of values", "go test fuzz v1\nint(1)\nint(2)\n"],
    ["nothing", ""],
  ])("are not read from a file with %s", (_, text) => {
    expect(readCorpus(text, 1)).toBeUndefined();
    expect(readCorpus("go test fuzz v1\nint(1)\n", 1)).toEqual(["int(1)"]);
  });

  it("are shown with their names", () => {
    expect(showGo(["at", "name"], { values: ["int(5)", `string("${"a".repeat(80)}")`] })).toMatch(
      /^at = 5, name = "a{59}… \(82 characters\)$/u,
    );
  });
});
