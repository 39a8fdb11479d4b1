type Files = Readonly<Record<string, string>>;

/** A scanner that does nothing yet answers that it cannot read its report, so the contract suite is red until parse() is written. */
export function scannerFiles(id: string): Files {
  const text = `import { defineScanner } from "#ports/scanner.ts";

export default defineScanner({
  kind: "command",
  id: "${id}",
  title: "${id}",
  languages: ["python"],
  homepage: "https://example.org/${id}",
  licence: "unknown",
  needsNetwork: false,
  install: "How to install ${id}.",
  executable: "${id}",
  versionArgs: ["--version"],
  parseVersion: (output) => /\\d+(?:\\.\\d+)+/u.exec(output)?.[0],
  refuses: () => undefined,
  control: {},
  sentinel: {},
  command: ({ executable, files, staged }) => ({
    argv: [executable, ...files.map((file) => \`\${staged}/\${file.path}\`)],
    env: {},
    settings: {},
    okExits: [0],
    output: "stdout",
  }),
  parse: () => ({ findings: [], problems: [{ code: "unreadable-report", message: "the report could not be read" }] }),
});
`;
  return { [`src/adapters/scanners/${id}.ts`]: text };
}

export function checkFiles(id: string): Files {
  const text = `import { defineCheck } from "#ports/check.ts";

export default defineCheck({
  id: "${id}",
  level: "E4",
  title: "${id}",
  async run({ sandbox }) {
    if (sandbox === undefined) return { outcome: "inconclusive", reason: "no-sandbox", detail: "No sandbox works on this machine." };
    return { outcome: "inconclusive", reason: "not-built", detail: "This check is not written yet." };
  },
});
`;
  return { [`src/adapters/checks/${id}.ts`]: text };
}

export function recipeFiles(id: string): Files {
  const [language = "", slug = ""] = id.split("/");
  const cwe = /^cwe-(\d+)/u.exec(slug)?.[1] ?? "0";
  const languages = language === "python" ? `["python"]` : `["javascript", "typescript", "tsx"]`;
  const ending = language === "python" ? "py" : "js";
  const cases = `fixtures/recipes/${language}/${slug}`;
  const text = `import { defineRecipe } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "${id}",
  title: "${slug.replace(/^cwe-\d+-/u, "").replaceAll("-", " ")}",
  languages: ${languages},
  cwes: ["CWE-${cwe}"],
  review: "merge-after-review",
  description: "What the repair does, when it declines, and what it costs.",
  propose() {
    return decline("not written yet", "other-place");
  },
});
`;
  const place = `${JSON.stringify({ line: 1, cwe: `CWE-${cwe}` }, undefined, 2)}\n`;
  return {
    [`src/recipes/${id}.ts`]: text,
    [`${cases}/plain/case.json`]: place,
    [`${cases}/plain/before.${ending}`]: "dangerous()\n",
    [`${cases}/plain/after.${ending}`]: "harmless()\n",
    [`${cases}/near-miss/case.json`]: place,
    [`${cases}/near-miss/before.${ending}`]: "harmless()\n",
  };
}

export function ruleFiles(id: string): Files {
  const [language = "", name = ""] = id.split("/");
  const python = language === "python";
  const mark = python ? "#" : "//";
  const text = `rules:
  - id: ${name}
    message: >-
      What is wrong here and why. What to do instead.
    severity: HIGH
    languages: ${python ? "[python]" : "[javascript, typescript]"}
    metadata:
      title: A few words
      cwe: [CWE-95]
      confidence: HIGH
      remedy: One sentence.
      references:
        - https://cwe.mitre.org/data/definitions/95.html
    pattern: dangerous(...)
`;
  const shape = (word: string, call: string): string => `${mark} ${word}: ${name}\n${call}\n`;
  const fixture = [1, 2, 3]
    .flatMap((number) => [shape("ruleid", `dangerous(${number})`), shape("ok", `harmless(${number})`)])
    .join("\n");
  return { [`src/rules/${id}.yaml`]: text, [`src/rules/${id}.${python ? "py" : "js"}`]: fixture };
}
