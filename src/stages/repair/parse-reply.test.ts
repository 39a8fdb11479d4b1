import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "#domain/patch.ts";
import { parseReply } from "./parse-reply.ts";
import type { Span } from "./span.ts";

const TEXT = `import os
import re

LIMIT = 1


def run(name):
    if name:
        os.system("ls " + name)
    print(name)
    os.system("ls " + name)


def other():
    print(name)
`;

function spanOf(text: string): Span {
  const start = text.indexOf("def run");
  const end = text.indexOf(")", text.lastIndexOf("os.system")) + 1;
  return { body: { start, end }, head: { start: 0, end: text.indexOf("import re") + 9 } };
}

/** The file after the answer, or the reason why it was refused. */
function read(reply: string, text = TEXT): string {
  const parsed = parseReply(reply, text, spanOf(text));
  if (parsed.kind === "refused") return `refused: ${parsed.reason}`;
  const applied = applyEdits(text, parsed.edits);
  return applied.ok ? applied.text : applied.reason;
}

const block = (search: string, replace: string, line?: number): string =>
  `<<<<<<< SEARCH${line === undefined ? "" : ` line ${line}`}\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
const RUN = '    subprocess.run(["ls", name])';
const EXPECTED = TEXT.replace('    print(name)\n    os.system("ls " + name)', `    print(name)\n${RUN}`);

describe("what small models write is understood", () => {
  test.each([
    ["as asked", block('    print(name)\n    os.system("ls " + name)', `    print(name)\n${RUN}`)],
    [
      "talk around it",
      `Sure! Here it is:\n\n${block('    print(name)\n    os.system("ls " + name)', `    print(name)\n${RUN}`)}\nHope it helps.`,
    ],
    ["in a fence", `\`\`\`python\n${block('    os.system("ls " + name)', RUN, 11)}\`\`\``],
    ["the line named, where the text stands twice", block('    os.system("ls " + name)', RUN, 11)],
    [
      "line numbers copied",
      block('  10|     print(name)\n  11|     os.system("ls " + name)', `  10|     print(name)\n  11| ${RUN}`),
    ],
    ["indentation lost", block('print(name)\nos.system("ls " + name)', `print(name)\n${RUN.trim()}`)],
    ["indentation too deep", block('        print(name)\n        os.system("ls " + name)', `        print(name)\n    ${RUN}`)],
    ["blanks at the ends of lines", block('    print(name)  \n    os.system("ls " + name)\t', `    print(name)\n${RUN}`)],
    ["JSON", JSON.stringify({ edits: [{ line: 11, search: '    os.system("ls " + name)', replace: RUN }] })],
    [
      "JSON in a fence",
      `\`\`\`json\n${JSON.stringify({ edits: [{ line: 11, search: '    os.system("ls " + name)\n', replace: `${RUN}\n` }] })}\n\`\`\``,
    ],
    ["five angle brackets", block('    os.system("ls " + name)', RUN, 11).replaceAll(/<{7}|>{7}|={7}/g, (mark) => mark.slice(2))],
    [
      "the whole function",
      `\`\`\`python\ndef run(name):\n    if name:\n        os.system("ls " + name)\n    print(name)\n${RUN}\n\`\`\``,
    ],
  ])("%s", (_, reply) => {
    expect(read(reply)).toBe(EXPECTED);
  });

  test("a whole function with an import that is missing", () => {
    const code = `import os\nimport subprocess\n\ndef run(name):\n    if name:\n        os.system("ls " + name)\n    print(name)\n${RUN}\n`;

    expect(read(`\`\`\`\n${code}\`\`\``)).toBe(EXPECTED.replace("import re\n", "import re\nimport subprocess\n"));
  });

  test("a file's own line ends are kept", () => {
    const windows = TEXT.replaceAll("\n", "\r\n");

    expect(read(block('    print(name)\n    os.system("ls " + name)', `    print(name)\n${RUN}`), windows)).toBe(
      EXPECTED.replaceAll("\n", "\r\n"),
    );
  });
});

describe("what is doubtful is refused", () => {
  test.each([
    ["a text that stands twice", block('os.system("ls " + name)', RUN), "occurs 2 times"],
    ["a text that stands twice, with another line named", block('os.system("ls " + name)', RUN, 3), "occurs 2 times"],
    ["code outside the function", block("def other():\n    print(name)", "def other():\n    pass"), "occurs 0 times"],
    ["code between imports and function", block("LIMIT = 1", "LIMIT = 2"), "occurs 0 times"],
    ["from the imports into the code below", block("import re\n\nLIMIT = 1", "import re\n\nLIMIT = 2"), "occurs 0 times"],
    ["two edits of the same lines", block("    print(name)", "    a()") + block("    print(name)", "    b()"), "the same lines"],
    ["two pieces of code", "```\na\n```\n```\nb\n```", "no edit block"],
    ["another function", "```python\ndef other():\n    pass\n```", "no edit block"],
    ["code before the function", '```python\nos.remove("x")\ndef run(name):\n    pass\n```', "no edit block"],
    ["fences in fences", "````\n```python\ndef run(name):\n    pass\n```\n````", "no edit block"],
    ["half a block", "<<<<<<< SEARCH\n    print(name)\n=======\n", "no edit block"],
    ["JSON of another form", '{"approved": true}', "no edit block"],
  ])("%s", (_, reply, reason) => {
    expect(read(reply)).toMatch(new RegExp(`^refused: .*${reason}`));
  });

  test("a neighbour on the same line is not touched", () => {
    const line = "function a(x) { eval(x) } function b(y) { run(y) }\n";
    const span = { body: { start: 0, end: 25 }, head: { start: 0, end: 0 } };
    const answer = (replace: string) => parseReply(block(line.trimEnd(), replace), line, span);

    expect(answer("function a(x) { safe(x) } function b(y) { evil(y) }")).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("beyond") as string,
    });
    expect(answer("function a(x) { safe(x) } function b(y) { run(y) }")).toMatchObject({ kind: "edits" });
  });
});

test("whatever a model writes, nothing outside the span changes", () => {
  const lines = fc.constantFrom(
    ...TEXT.split("\n"),
    "    evil()",
    "=======",
    "<<<<<<< SEARCH",
    ">>>>>>> REPLACE",
    "```",
    "def run(name):",
  );
  const part = fc.array(lines, { minLength: 1, maxLength: 4 }).map((all) => all.join("\n"));
  const reply = fc.array(fc.tuple(part, part, fc.integer({ min: 1, max: 16 })), { minLength: 1, maxLength: 3 });
  const { body, head } = spanOf(TEXT);

  fc.assert(
    fc.property(reply, (parts) => {
      const after = read(parts.map(([search, replace, number]) => block(search, replace, number)).join(""));
      if (after.startsWith("refused: ")) return;
      expect(after.endsWith(TEXT.slice(body.end))).toBe(true);
      expect(after).toContain(TEXT.slice(head.end, body.start));
    }),
    { numRuns: 2000 },
  );
});
