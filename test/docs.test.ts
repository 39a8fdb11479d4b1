import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "#domain/errors.ts";
import { COMMANDS, generateReference, SUBCOMMANDS } from "../scripts/generate-reference.ts";
import { BAD_INPUT } from "../scripts/reference-bad-input.ts";
import { DECISION_RULES, REPAIR_REASONS, VERDICT_REASONS } from "../scripts/reference-reasons.ts";
import { runCli } from "./cli-runner.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");
const TOP = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "AGENTS.md", "SECURITY.md", "CHANGELOG.md"];

const pages = new Map<string, string>();
beforeAll(async () => {
  const inDocs = (await readdir(join(root, "docs"), { recursive: true })).filter((name) => name.endsWith(".md"));
  for (const path of [...TOP, ...inDocs.map((name) => `docs/${name}`)]) pages.set(path, await read(path));
});

/** Fenced blocks taken out, so that code is not read as prose. */
function prose(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gmu, "");
}

function fenced(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gmu"))].map(([, code = ""]) => code);
}

describe("pages written by npm run generate", () => {
  test("are those that stand in the repository", { timeout: 60_000 }, async () => {
    for (const { path, text } of await generateReference(root)) expect(await read(path), path).toBe(text);
  });

  test("name every error", async () => {
    const text = await read("docs/reference/errors.md");

    for (const code of Object.keys(ERRORS)) expect(text).toContain(`\`${code}\``);
  });

  test("name every command of the program", async () => {
    const { stdout } = await runCli(["--help"]);
    const listed = [...(stdout.split("Commands:")[1] ?? "").matchAll(/^ {2}([a-z]+) /gmu)].map(([, name]) => name);

    expect(listed).toEqual([...COMMANDS, "help"]);
  });
});

describe("what a check may answer", () => {
  /** Reasons as they stand in sources: in calls, in fields, in types. */
  const SHAPES = [
    /\b(?:pass|fail|inconclusive|problem)\(\s*"([a-z-]+)"/gu,
    /\b(?:reason|missing|passes): ((?:"[a-z-]+"(?: \| )?)+)/gu,
    /\breason: [^\n"]*\? "([a-z-]+)" : "([a-z-]+)"/gu,
  ];

  async function reasonsIn(folder: string): Promise<string[]> {
    const found = new Set<string>();
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (!name.endsWith(".ts") || name.endsWith(".test.ts")) continue;
      const text = await read(`${folder}/${name}`);
      for (const shape of SHAPES)
        for (const [match] of text.matchAll(shape)) for (const [, word = ""] of match.matchAll(/"([a-z-]+)"/gu)) found.add(word);
    }
    return [...found].toSorted();
  }

  test("is documented, and nothing else is", async () => {
    const found = new Set([...(await reasonsIn("src/adapters/checks")), ...(await reasonsIn("src/stages/validate"))]);

    expect([...found].toSorted()).toEqual(Object.keys(VERDICT_REASONS).toSorted());
  });

  test("and decide, too", async () => {
    const sources = (await read("src/stages/decide/decide.ts")) + (await read("src/repair-defect.ts"));
    const rules = [...sources.matchAll(/(?:judge\(\s*"(?:accept|reject|ask)",\s*|rule: )"([a-z-]+)"/gu)].map(
      ([, rule = ""]) => rule,
    );

    expect([...new Set(rules)].toSorted()).toEqual(Object.keys(DECISION_RULES).toSorted());
  });

  test("and why a repair ended", async () => {
    const sources = (await read("src/settle.ts")) + (await read("src/repair-defect.ts"));

    for (const reason of Object.keys(REPAIR_REASONS)) expect(sources).toContain(`"${reason}"`);
  });
});

describe("the README", () => {
  test("begins its quick start with the two commands that .ci/run takes", () => {
    const section = /^## Quick start\n([\s\S]*?)(?=^## )/mu.exec(pages.get("README.md") ?? "")?.[1] ?? "";

    expect(fenced(section, "sh").slice(0, 2)).toEqual(["npm install && npm run demo\n", "npm test\n"]);
  });

  test("names scripts that exist", async () => {
    const { scripts } = JSON.parse(await read("package.json")) as { scripts: Record<string, string> };
    for (const [path, text] of pages) {
      for (const [, name = ""] of text.matchAll(/npm run ([a-z:-]+)/gu))
        expect(Object.keys(scripts), `${path}: npm run ${name}`).toContain(name);
    }
  });
});

describe("every page", () => {
  test("links to what exists", async () => {
    const missing: string[] = [];
    for (const [path, text] of pages) {
      for (const [, target = ""] of prose(text).matchAll(/\]\(([^)\s]+)\)/gu)) {
        if (/^(?:https?:|mailto:|#)/u.test(target)) continue;
        const file = normalize(join(root, dirname(path), target.replace(/#.*$/u, "")));
        const there = await stat(file).then(
          () => true,
          () => false,
        );
        if (!there) missing.push(`${path}: ${target}`);
      }
    }

    expect(missing).toEqual([]);
  });

  test("names files that exist", async () => {
    const missing: string[] = [];
    for (const [path, text] of pages) {
      // The guides on adding things name the files that their reader is about to make.
      if (path.startsWith("docs/guides/add-")) continue;
      for (const [, file = ""] of prose(text).matchAll(
        /`((?:src|test|scripts|docs|examples|fixtures|bench)\/[\w./-]+\.(?:ts|md|json|js|py))`/gu,
      )) {
        const there = await stat(join(root, file)).then(
          () => true,
          () => false,
        );
        if (!there) missing.push(`${path}: ${file}`);
      }
    }

    expect(missing).toEqual([]);
  });

  test("names commands and options that exist", async () => {
    const helpOf = async (...words: string[]): Promise<string> => (await runCli([...words, "--help"])).stdout;
    const help = new Map<string, string>();
    for (const name of COMMANDS) {
      const below = (SUBCOMMANDS[name] ?? []).map((sub) => helpOf(name, sub));
      help.set(name, [await helpOf(name), ...(await Promise.all(below))].join("\n"));
    }
    const wrong: string[] = [];
    for (const [path, text] of pages) {
      if (path.startsWith("docs/reference/cli")) continue;
      const lines = [...text.matchAll(/`(assay [a-z][^`\n]*)`/gu), ...text.matchAll(/^(?:\$ )?(assay [a-z].*)$/gmu)].map(
        ([, line = ""]) => line,
      );
      for (const line of lines) {
        const [, command = "", ...words] = line.split("#")[0]?.trim().split(/\s+/u) ?? [];
        const known = help.get(command);
        if (known === undefined) wrong.push(`${path}: ${line}`);
        for (const word of words)
          if (/^--?[a-z]/u.test(word) && !(known ?? "").includes(word.replace(/=.*$/u, "")))
            wrong.push(`${path}: ${line}: ${word}`);
      }
    }

    expect(wrong).toEqual([]);
  });

  test("of the README show models as they were seen at work", async () => {
    const [readme, page] = [await read("README.md"), await read("docs/reference/models.md")];
    const shown = [...readme.matchAll(/^```text\n\$ assay (?:generate|fix --by model|review)[\s\S]*?^```$/gmu)].map(
      ([block]) => block,
    );

    expect(shown).toHaveLength(3);
    for (const block of shown) expect(page).toContain(block);
  });

  test("names no machine's folders", () => {
    const naming = [...pages]
      .filter(([, text]) => /(?:^|[\s"'`(=])\/(?:home|root|Users|work)\/\w/u.test(text))
      .map(([path]) => path);

    expect(naming).toEqual([]);
  });

  test("of the dependencies lists all of them", async () => {
    const { dependencies, optionalDependencies } = JSON.parse(await read("package.json")) as Record<
      string,
      Record<string, string>
    >;
    const text = pages.get("docs/adr/0014-runtime-dependencies.md") ?? "";
    const rows = [...text.matchAll(/^\| (`[^|]+`) \|/gmu)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = ""]) => name),
    );

    expect(rows.toSorted()).toEqual(Object.keys({ ...dependencies, ...optionalDependencies }).toSorted());
  });

  test("of bad input names a test for each kind, which says so", async () => {
    const unproved: string[] = [];
    for (const { input, proof } of BAD_INPUT) if (!(await read(proof[0])).includes(proof[1])) unproved.push(input);

    expect(unproved).toEqual([]);
    expect(new Set(BAD_INPUT.map(({ input }) => input)).size).toBe(BAD_INPUT.length);
  });

  test("keeps to its length", () => {
    const longest: Readonly<Record<string, number>> = { "ARCHITECTURE.md": 200, "AGENTS.md": 80 };
    const tooLong = [...pages].filter(
      ([path, text]) => text.split("\n").length - 1 > (path.startsWith("docs/adr/") ? 60 : (longest[path] ?? 1000)),
    );

    expect(tooLong.map(([path]) => path)).toEqual([]);
  });
});
