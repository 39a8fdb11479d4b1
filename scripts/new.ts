// npm run new -- scanner|recipe|check|rule <name>: the files of a new adapter, recipe, check or rule, ready to be filled in.
import { access, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkFiles, recipeFiles, ruleFiles, scannerFiles } from "./templates.ts";

interface Kind {
  readonly name: RegExp;
  readonly example: string;
  readonly files: (name: string) => Readonly<Record<string, string>>;
  readonly next: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  scanner: {
    name: /^[a-z][a-z0-9-]*$/u,
    example: "shellcheck",
    files: scannerFiles,
    next: "fill in command() and parse(), put a captured report into fixtures, run npm run golden",
  },
  recipe: {
    name: /^(?:python|javascript)\/cwe-\d+-[a-z0-9-]+$/u,
    example: "python/cwe-502-safe-yaml-load",
    files: recipeFiles,
    next: "write before/after cases, then propose()",
  },
  check: { name: /^[a-z][a-z0-9-]*$/u, example: "mutation-tests", files: checkFiles, next: "fill in run()" },
  rule: {
    name: /^(?:python\/py|javascript\/js)-[a-z0-9-]+$/u,
    example: "python/py-weak-hash",
    files: ruleFiles,
    next: "write the pattern, three dangerous and three harmless shapes",
  },
};

export const USAGE = Object.entries(KINDS)
  .map(([kind, { example }]) => `npm run new -- ${kind} ${example}`)
  .join("\n");

/** Writes the files of a new thing under `root`; refuses to touch one that exists. Returns the paths written, or what is wrong with the words. */
export async function scaffold(
  root: string,
  kind: string,
  name: string,
): Promise<{ paths: readonly string[]; next: string } | string> {
  const found = KINDS[kind];
  if (found === undefined) return `there is no kind ${JSON.stringify(kind)}; usage:\n${USAGE}`;
  if (!found.name.test(name)) return `${JSON.stringify(name)} is no name for a ${kind}; for example: ${found.example}`;
  const files = Object.entries(found.files(name));
  for (const [path] of files) {
    const exists = await access(join(root, path)).then(
      () => true,
      () => false,
    );
    if (exists) return `${path} exists already`;
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { flag: "wx" });
  }
  return { paths: files.map(([path]) => path), next: found.next };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [kind = "", name = ""] = process.argv.slice(2);
  const result = await scaffold(fileURLToPath(new URL("..", import.meta.url)), kind, name);
  if (typeof result === "string") {
    console.error(result);
    process.exitCode = 2;
  } else {
    for (const path of result.paths) console.log(path);
    console.error(`Next: ${result.next}, then npm run generate and npm test.`);
  }
}
