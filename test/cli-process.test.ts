import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { toolVersion } from "#app/version.ts";
import { runCli } from "./cli-runner.ts";

const MAIN = "src/faces/cli/main.ts";
const run = promisify(execFile);

function shell(script: string) {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "bash", process.execPath, MAIN], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("the process", () => {
  test.each(["--version", "-V"])("%s", async (flag) => {
    expect(await run(process.execPath, [MAIN, flag])).toEqual({ stdout: `${toolVersion()}\n`, stderr: "" });
  });

  test("a reader that goes away is no error", () => {
    const ran = shell('set -o pipefail; "$1" "$2" completion bash | head -c 1');

    expect(ran).toEqual({ status: 0, stdout: "#", stderr: "" });
  });

  test.runIf(existsSync("/dev/full"))("a full disk under standard output is exit 5 with a message", () => {
    const ran = shell('"$1" "$2" completion fish > /dev/full');

    expect(ran.status).toBe(5);
    expect(ran.stderr).toMatch(/error \[write-failed\] cannot write to standard output: .*ENOSPC/);
  });

  test("an unknown command is exit 2", () => {
    expect(shell('"$1" "$2" chek').status).toBe(2);
  });
});

const has = (program: string) => spawnSync(program, ["--version"]).status === 0;

describe("completion scripts", () => {
  test("bash completes commands, options and values", async () => {
    const { stdout } = await runCli(["completion", "bash"]);
    const complete = (line: string) => {
      const words = line.split(" ");
      const script = `${stdout}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _assay; echo "\${COMPREPLY[*]}"`;
      return spawnSync("bash", ["-c", script, "bash", ...words], { encoding: "utf8" }).stdout.trim();
    };

    expect(complete("assay ch")).toBe("check");
    expect(complete("assay fix --appl")).toBe("--apply");
    expect(complete("assay check --fail-on h")).toBe("high");
    expect(complete("assay completion z")).toBe("zsh");
  });

  test.each([
    ["zsh", ["-n"]],
    ["fish", ["--no-execute"]],
  ] as const)("%s can read its script where it is installed, and the script names every option", async (name, check) => {
    const { stdout } = await runCli(["completion", name]);

    if (has(name)) expect(spawnSync(name, check, { input: stdout }).status).toBe(0);
    for (const word of ["check", "sarif-output", "max-seconds", "show-origin", "always"]) expect(stdout).toContain(word);
  });
});
