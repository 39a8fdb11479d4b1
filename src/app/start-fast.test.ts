import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { optimiseLate, readLean, startFast, stayLean } from "./start-fast.ts";

/** Runs `work` with a place for the flags that it sets. */
function told(): { readonly flags: string[]; readonly tell: (flag: string) => void } {
  const flags: string[] = [];
  return { flags, tell: (flag) => flags.push(flag) };
}

it("little code is analysed without V8's second compiler, much code with it", () => {
  const few = told();
  startFast([{ bytes: 1_000_000 }, { bytes: 1_000_000 }], few.tell);
  expect(few.flags).toEqual(["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"]);
  const many = told();
  startFast([{ bytes: 1_000_000 }, { bytes: 1_000_001 }], many.tell);
  expect(many.flags).toEqual([]);
});

it("the heap is kept small while much code is analysed", () => {
  const some = told();
  stayLean([{ bytes: 10_000_000 }, { bytes: 10_000_000 }], some.tell);
  expect(some.flags).toEqual([]);
  const many = told();
  stayLean([{ bytes: 10_000_000 }, { bytes: 10_000_001 }], many.tell);
  expect(many.flags).toEqual(["--semi-space-growth-factor=1", "--heap-growing-percent=20"]);
});

it("the heap is kept small while something large is read, and no longer, also when reading fails", async () => {
  const { flags, tell } = told();
  const seen = await readLean(40_000_001, async () => [...flags], tell);
  expect(seen).toEqual(["--semi-space-growth-factor=1", "--heap-growing-percent=20"]);
  const after = ["--semi-space-growth-factor=2", "--heap-growing-percent=0"];
  expect(flags).toEqual([...seen, ...after]);
  const failing = readLean(40_000_001, () => Promise.reject(new Error("cut off")), tell);
  await expect(failing).rejects.toThrow("cut off");
  expect(flags.slice(4)).toEqual([...seen, ...after]);
  const less = told();
  expect(await readLean(40_000_000, async () => [...less.flags], less.tell)).toEqual(["--heap-growing-percent=20"]);
});

it("V8 knows these flags, and what is set in the end is its default", async () => {
  const { flags, tell } = told();
  optimiseLate(tell);
  startFast([], tell);
  await readLean(40_000_001, async () => undefined, tell);
  // A flag that V8 does not know ends Node with status 9.
  execFileSync(process.execPath, [...flags, "--eval", ""], { stdio: "pipe" });
  const options = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  // More than V8's own count, or it would be sooner.
  expect(Number(defaultOf(options, "invocation-count-for-turbofan"))).toBeLessThan(100_000);
  expect(defaultOf(options, "semi-space-growth-factor")).toBe("2");
  expect(defaultOf(options, "heap-growing-percent")).toBe("0");
});

function defaultOf(options: string, flag: string): string | undefined {
  return new RegExp(`--${flag} [^\\n]*\\n\\s+type: int {2}default: (?:--${flag}=)?(\\d+)`, "u").exec(options)?.[1];
}
