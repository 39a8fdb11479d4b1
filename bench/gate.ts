// The gate on a change of 20 files in a repository of 5,000, with the embedded engines: cold (no cache) and cached, beside what git and the parser need for the same.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { changedPaths, gateSources } from "./gate/repository.ts";
import { machineLine, watchMachine } from "./machine.ts";
import { measure, type Sample } from "./measure.ts";

const { values } = parseArgs({
  options: {
    files: { type: "string", default: "5000" },
    changed: { type: "string", default: "20" },
    runs: { type: "string", default: "7" },
    format: { type: "string", default: "text" },
  },
});
const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
if (!existsSync(CLI)) throw new Error("dist/cli.js is missing: run npm run build first");
const [files, changed, runs] = [Number(values.files), Number(values.changed), Number(values.runs)];

const scratch = mkdtempSync(join(tmpdir(), "assay-bench-"));
try {
  const seen = watchMachine();
  const root = join(scratch, "project");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "gc.auto=0", ...args], {
      cwd: root,
      stdio: "pipe",
    });
  const sources = gateSources(files);
  for (const [path, text] of sources) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--message=base");
  const touched = changedPaths(sources, changed);
  for (const path of touched)
    writeFileSync(
      join(root, path),
      `${readFileSync(join(root, path), "utf8")}\n\ndef added_${changed}(value):\n    return value\n`,
    );

  const gate = (cache: string): Promise<Sample> =>
    measure({
      argv: [process.execPath, CLI, "gate", "--base", "main", "--quiet", "--state", join(scratch, "state")],
      cwd: root,
      env: { XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: join(scratch, "config"), NODE_COMPILE_CACHE: join(scratch, "code") },
      okExits: [0],
    });
  const parse = (): Promise<Sample> =>
    measure({
      argv: [process.execPath, fileURLToPath(new URL("gate/parse-files.ts", import.meta.url)), ...touched],
      cwd: root,
      okExits: [0],
    });
  const status = (): Promise<Sample> => measure({ argv: ["git", "status", "--porcelain"], cwd: root, okExits: [0] });

  const rows: { readonly what: string; readonly samples: Sample[] }[] = [
    { what: "gate, cold", samples: [] },
    { what: "gate, cached", samples: [] },
    { what: "git status", samples: [] },
    { what: "parse of the changed files", samples: [] },
  ];
  await gate(join(scratch, "warm"));
  for (let run = 0; run < runs; run++) {
    rows[0]?.samples.push(await gate(join(scratch, `cold-${run}`)));
    rows[1]?.samples.push(await gate(join(scratch, "warm")));
    rows[2]?.samples.push(await status());
    rows[3]?.samples.push(await parse());
  }
  const middle = (samples: readonly Sample[], share: number): number => {
    const sorted = samples.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  };
  const reference = middle(rows[2]?.samples ?? [], 0.5) + middle(rows[3]?.samples ?? [], 0.5);
  const table = rows.map(({ what, samples }) => {
    const cpu = samples.flatMap(({ cpuSeconds }) => cpuSeconds ?? []).toSorted((a, b) => a - b);
    return {
      what,
      p50: middle(samples, 0.5),
      p95: middle(samples, 0.95),
      cpu: cpu[cpu.length >> 1],
      ratio: middle(samples, 0.5) / reference,
    };
  });
  if (values.format === "json") console.log(JSON.stringify({ machine: seen(), files, changed, runs, rows: table }, undefined, 2));
  else {
    console.log(
      `${machineLine(seen())}\n\n${changed} changed files of ${files}, ${runs} runs; ratio: to git status and the parse together\n`,
    );
    console.log("| what | p50 s | p95 s | CPU s | ratio |\n| --- | ---: | ---: | ---: | ---: |");
    for (const { what, p50, p95, cpu, ratio } of table)
      console.log(`| ${what} | ${p50.toFixed(2)} | ${p95.toFixed(2)} | ${cpu?.toFixed(2) ?? ""} | ${ratio.toFixed(1)} |`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
