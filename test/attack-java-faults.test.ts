import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import attack from "#adapters/checks/attack.ts";
import behaviour from "#adapters/checks/behaviour.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { attackContext, said } from "./attack-setup.ts";

const signal = new AbortController().signal;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-java-faults-"));
});

afterAll(() => rm(root, { recursive: true, force: true }));

interface Change {
  readonly cwe: string;
  readonly body: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly check?: typeof attack;
}

const OFF: Partial<CheckContext> = { c: { fuzzer: "libfuzzer", fuzzSeconds: 4, prove: "off" } };

async function judge(
  { cwe, body, line, from, to, check = attack }: Change,
  changes: Partial<CheckContext> = {},
): Promise<CheckAnswer> {
  const text = (code: string): string => `public class App {\n${code}\n}\n`;
  const [before, after] = [text(body), text(body.replace(from, () => to))];
  await writeFile(join(root, "App.java"), before);
  const context = await attackContext({ path: "App.java", cwe, line }, { before, after }, root, { tests: true });
  return check.run({ ...context, ...changes }, signal);
}

const INDEX: Change = {
  cwe: "CWE-129",
  body: `  private static int pick(byte[] data, int at) {
    if (data.length == 0) return -1;
    return data[at];
  }`,
  line: "data[at]",
  from: "return data[at]",
  to: "return at < 0 || at >= data.length ? -1 : data[at]",
};
const NULL: Change = {
  cwe: "CWE-476",
  body: `  private final int least;
  App(int least) { this.least = least; }
  boolean isLong(String name) {
    return name.length() > least;
  }`,
  line: "name.length()",
  from: "return name",
  to: "return name != null && name",
};
const SIZE: Change = {
  cwe: "CWE-190",
  body: `  static byte[] room(int width, int height) {
    if (width < 0 || height < 0) throw new IllegalArgumentException("negative");
    if (width > 60000 || height > 60000) throw new IllegalArgumentException("large");
    return new byte[width * height];
  }`,
  line: "new byte",
  from: "new byte[width * height]",
  to: "new byte[Math.max(-1, width * height)]",
};
/** Behind a sum that no list of our own values meets. */
const KEYED: Change = {
  cwe: "CWE-125",
  body: `  static int pick(int key, byte[] data, String name) {
    int[] kept = {1, 2, 3, 4};
    if ((key ^ 0x5bd1e995) * 0x9E3779B1 == 77 && data.length > 3 && data[2] == 'q' && name.startsWith("z!"))
      return kept[data[3] & 15];
    return kept[0] + data.length;
  }`,
  line: "kept[data",
  from: "data[3] & 15",
  to: "data[3] & 3",
};

// No JDK comes with Node: a machine without one has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/javac"))("faults of Java", () => {
  it("show null before, and not after the repair", async () => {
    const answer = await judge(NULL, OFF);

    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toContain("NullPointerException in isLong, line 5");
  });

  it("refuse a repair that looks for what is wrong when it is too late", async () => {
    const answer = await judge(SIZE, OFF);

    expect(said(answer), answer.detail).toBe("fail: attack-succeeds");
    expect(answer.detail).toContain("NegativeArraySizeException in room, line 5");
  });

  it.each([
    [
      "takes what nobody can write down",
      {
        ...NULL,
        body: NULL.body.replace("String name", "java.util.List<Byte> name").replace("length", "size"),
        line: "name.size()",
      },
    ],
    ["needs an object that takes more", { ...NULL, body: NULL.body.replace("App(int least)", "App(Integer least)") }],
  ])("are not looked for in a method that %s", async (_, change) => {
    const answer = await judge(change, OFF);

    expect(said(answer), answer.detail).toBe("inconclusive: no-entry-point");
  });

  it("are no behaviour that a repair must keep", async () => {
    const answer = await judge({ ...INDEX, check: behaviour }, OFF);

    expect(said(answer), answer.detail).toBe("pass: ok");
  });
});

// Neither comes with Node: without JBMC below /usr there is nothing to run here.
describe.skipIf(!existsSync("/usr/local/bin/jbmc") || !existsSync("/usr/bin/javac"))("faults of Java, with JBMC", () => {
  it("a call that only JBMC finds counts when the machine throws", async () => {
    const answer = await judge(KEYED);

    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toMatch(/a counterexample of JBMC: ArrayIndexOutOfBoundsException in pick, line 5/u);
  });

  it("a repair whose fault only JBMC finds is refused", async () => {
    const answer = await judge({ ...KEYED, from: "kept[data[3] & 15]", to: "(data[3] & 15) > 4 ? 0 : kept[data[3] & 15]" });

    expect(said(answer), answer.detail).toBe("fail: attack-succeeds");
    expect(answer.detail).toContain("a counterexample of JBMC");
  });
});
