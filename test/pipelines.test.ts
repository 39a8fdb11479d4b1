import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { FILE_FORMATS } from "#faces/cli/formats.ts";
import { PIPELINES } from "#faces/cli/pipelines/all.ts";
import { runCli } from "./cli-runner.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const files = PIPELINES.flatMap(({ name, files }) => files("1.2.3").map((file) => ({ name, ...file })));
const workflow = parse(files.find(({ name }) => name === "github")?.text ?? "") as {
  permissions: object;
  jobs: Record<string, Job>;
};

/** Every `assay <command> --option …` in a text, as the words after `assay`. */
function commandLines(text: string): string[][] {
  const joined = text
    .replaceAll(/\\\n\s*/gu, " ")
    .replaceAll(/(>-\n)\s+/gu, "")
    .replaceAll(/\n\s+(?=--)/gu, " ");
  return Array.from(joined.matchAll(/\bassay(?:@[\w.]+)?"? ((?:check|gate|review|publish)\b[^\n'|]*)/gu), ([, words = ""]) =>
    words.trim().split(/\s+/u),
  );
}

const actionText = await readFile("action.yml", "utf8");
const action = parse(actionText) as { runs: { steps: readonly Step[] } };

describe("a pipeline", () => {
  test.each(files.filter(({ path }) => /\.ya?ml$/u.test(path)))("$path is YAML", ({ text }) => {
    expect(parse(text)).toBeTypeOf("object");
  });

  test.each([...files, { path: "action.yml", text: actionText, name: "action" }])(
    "$path uses commands and options that exist",
    async ({ name, path, text }) => {
      const lines = commandLines(text);

      expect(lines.length, text).toBeGreaterThan(path === ".gitlab-ci.yml" ? -1 : 0);
      for (const [command = "", ...words] of lines) {
        const { stdout } = await runCli([command, "--help"]);
        for (const word of words.filter((one) => /^--[a-z]/u.test(one)))
          expect(stdout, `${name}: ${command} ${word}`).toContain(word.replace(/=.*$/u, ""));
        for (const format of words.flatMap((one) => /^([a-z-]+)=/u.exec(one)?.[1] ?? []))
          expect(FILE_FORMATS as readonly string[], `${name}: ${command} --output ${format}`).toContain(format);
      }
    },
  );

  test("runs the package that was named, and nothing of another name", async () => {
    for (const { name } of PIPELINES) {
      const ran = await runCli(["init", name, "--print", "--package", "@acme/assay@9.9.9"]);
      expect(ran.stdout, name).not.toMatch(/(?:npx --yes|--no-save) (?!@acme\/assay@9\.9\.9\b)/u);
      expect(ran.stdout.includes("@acme/assay@9.9.9"), name).toBe(true);
    }
    const wrong = await runCli(["init", "github", "--print", "--package", "x; curl evil"]);
    expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
  });

  test("names the version it was written with", () => {
    for (const { path, text } of files)
      if (/npx|npm install/u.test(text))
        expect(
          text.match(/assay@[\w.]+/gu)?.every((one) => one === "assay@1.2.3"),
          path,
        ).toBe(true);
  });

  test("takes nothing of npm from the checkout of a change", () => {
    const inHooks = ["pre-commit", "lefthook"];
    for (const { name, path, text } of [...files, { name: "action", path: "action.yml", text: actionText }]) {
      if (inHooks.includes(name)) continue;
      expect(text, path).not.toMatch(/\bnpx\b/u);
      for (const line of text.split("\n").filter((one) => /\bnpm install\b/u.test(one)))
        expect(line, path).toContain("--prefix ");
    }
  });
});

describe("on GitHub", () => {
  const steps = [...Object.values(workflow.jobs).flatMap((job) => job.steps), ...action.runs.steps];

  test("the job that sees the change may write nothing, and the one that may write does not see it", () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.jobs["analyse"]?.permissions).toEqual({ contents: "read" });
    expect(workflow.jobs["publish"]?.steps.some(({ uses }) => uses?.startsWith("actions/checkout"))).toBe(false);
    expect(action.runs.steps.some(({ uses }) => uses?.startsWith("actions/checkout"))).toBe(false);
  });

  test("actions are pinned to commits", () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);

    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((one) => !/@[0-9a-f]{40}$/u.test(one))).toEqual([]);
  });

  test("no text of the change is part of a script", () => {
    expect(steps.flatMap(({ run }) => run ?? []).filter((run) => run.includes("${{"))).toEqual([]);
  });
});
