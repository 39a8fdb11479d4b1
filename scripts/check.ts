// The gate before a commit, in about three minutes on two cores: everything but the tests that start sandboxes and whole commands, which `--all` and `npm test` run too.
// Stops at the first failure.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What takes minutes: it runs commands, attacks, other people's tests and tools from start to end. */
const LONG = [
  "test/e2e/**",
  "test/{attack,behaviour,recipes-behaviour,regression}*.test.ts",
  "test/{approvals,assay-threads,checks,examples*,llama-model,sandbox,scanners,suppressions}.test.ts",
  "test/bench/{detect-command,model-arms}.test.ts",
  "test/{adapters-bad-input,recipes}.test.ts",
  "test/match/bounds.test.ts",
];
const all = process.argv.includes("--all");
const root = fileURLToPath(new URL("..", import.meta.url));
const STEPS: readonly (readonly [string, ...string[]])[] = [
  ["node", "scripts/generate.ts", "--check"],
  ["biome", "format", "."],
  ["tsc", "--noEmit"],
  ["oxlint", "--type-aware"],
  ["knip"],
  ["node", "scripts/build.ts"],
  ["vitest", "run", ...(all ? [] : LONG.flatMap((files) => ["--exclude", files]))],
];

for (const [command, ...args] of STEPS) {
  const started = performance.now();
  console.error(`> ${command} ${args.join(" ")}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) {
    console.error(`${command} failed`);
    process.exit(status ?? 1);
  }
  console.error(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
