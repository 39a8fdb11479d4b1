// The whole gate, the same here and on a build machine. Stops at the first failure.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const STEPS: readonly (readonly [string, ...string[]])[] = [
  ["node", "scripts/generate.ts", "--check"],
  ["biome", "format", "."],
  ["tsc", "--noEmit"],
  ["oxlint", "--type-aware"],
  ["knip"],
  ["node", "scripts/build.ts"],
  ["vitest", "run"],
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
