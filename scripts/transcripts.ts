// Writes docs/reference/models.md anew: what assay says with a recorded endpoint, and what each kind of endpoint was seen to be able to do.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createAnthropicModel } from "#adapters/models/anthropic.ts";
import { createLlamaModel } from "#adapters/models/llama.ts";
import { createEndpointModel } from "#adapters/models/openai-compatible.ts";
import { createRecordingModel, createReplayModel } from "#adapters/models/replay.ts";
import type { Model } from "#ports/model.ts";
import { probeModel } from "#stages/repair/probe.ts";
import { scriptedEndpoint } from "../test/e2e/scripted-endpoint.ts";
import { tinyModel } from "../test/tiny-gguf.ts";

const root = resolve(import.meta.dirname, "..");
const never = new AbortController().signal;
const base = await mkdtemp(join(tmpdir(), "assay-transcripts-"));

const DRAFT = `import yaml


def read_settings(path: str) -> dict:
    """Settings of a YAML file."""
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.Loader)
`;
const block = (search: string, replace: string): string => `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;

/** Command by command: the file it works on, and what the endpoint says in turn. */
const TALKS: readonly {
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly said: readonly string[];
}[] = [
  {
    args: ["generate", "read settings from a YAML file", "--lang", "python"],
    files: {},
    said: [`\`\`\`python\n${DRAFT}\`\`\`\n`],
  },
  {
    args: ["fix", "--by", "model", "box.py"],
    files: { "box.py": "import os\n\n\ndef load(text):\n    return eval(text)\n" },
    said: [
      block("    return eval(text)", "    return eval(text)  # nosec"),
      block("    return eval(text)", "    return ast.literal_eval(text)") + block("import os", "import ast\nimport os"),
    ],
  },
  { args: ["review", "settings.py"], files: { "settings.py": DRAFT }, said: [] },
];

async function transcript({ args, files, said }: (typeof TALKS)[number]): Promise<string> {
  const folder = await mkdtemp(join(base, "project-"));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  const answers = [...said];
  const endpoint = await scriptedEndpoint((body) => (/You (?:repair one|write code)/.test(body) ? answers.shift() : undefined));
  try {
    const home = join(base, "home");
    await mkdir(home, { recursive: true });
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      COLUMNS: "100",
      ASSAY_MODEL_URL: endpoint.url,
      ASSAY_MODEL_NAME: "qwen2.5-coder:7b",
    };
    const shown = ["assay", ...args.map((arg) => (/\s/u.test(arg) ? JSON.stringify(arg) : arg))].join(" ");
    const command = [join(root, "src/faces/cli/main.ts"), ...args, "--engine", "assay", "--engine", "ruff"].filter(
      (part) => args[0] !== "generate" || !["--engine", "assay", "ruff"].includes(part),
    );
    const output = await new Promise<string>((done) =>
      execFile(process.execPath, command, { cwd: folder, env }, (_, stdout, stderr) => done(stdout || stderr)),
    );
    return `$ ${shown}\n${steady(output, new URL(endpoint.url).host, folder)}`;
  } finally {
    endpoint.close();
  }
}

/** Without what differs from run to run. */
function steady(text: string, host: string, folder: string): string {
  return text
    .replaceAll(host, "127.0.0.1:11434")
    .replaceAll(folder, "project")
    .replaceAll(/(✓ ok|[✓✗–] [a-z][a-z-]*) {2,}\d+\.\d\d$/gmu, "$1")
    .replaceAll(/\bseconds$/gmu, "")
    .replaceAll(/\b2\+rules\.[0-9a-f]+/gu, "2+rules")
    .replaceAll(/ +$/gmu, "")
    .replaceAll(/\b\d+\.\d+ ?s\b/gu, "… s")
    .replaceAll(/^.*(?:Evidence|evidence).*\n/gmu, "")
    .trimEnd();
}

const EDIT = block("    return hashlib.md5(body).hexdigest()", "    return hashlib.sha256(body).hexdigest()");
const EDITS = JSON.stringify({
  edits: [{ search: "    return hashlib.md5(body).hexdigest()", replace: "    return hashlib.sha256(body).hexdigest()" }],
});

/** A server of Anthropic's protocol: held to a schema where the request says so. */
async function anthropicEndpoint(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      const held = body.includes('"json_schema"') || body.includes('"tools"');
      const content = body.includes('"tools"')
        ? [{ type: "tool_use", id: "1", name: "json", input: JSON.parse(EDITS) as unknown }]
        : [{ type: "text", text: held ? EDITS : EDIT }];
      response.writeHead(200, { "content-type": "application/json" });
      const usage = { input_tokens: 10, output_tokens: 10 };
      response.end(
        JSON.stringify({ id: "1", type: "message", role: "assistant", model: "m", content, stop_reason: "end_turn", usage }),
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close: () => server.close() };
}

async function kinds(): Promise<string[]> {
  const open = await scriptedEndpoint((body) => (body.includes('"json_schema"') ? EDITS : EDIT));
  const anthropic = await anthropicEndpoint();
  const file = join(base, "tiny.gguf");
  await writeFile(file, tinyModel());
  const local = await createLlamaModel({ file, maxTokens: 64, threads: 1, schema: true });
  const recorded = createRecordingModel(createEndpointModel({ url: open.url, name: "m", maxTokens: 512 }));
  await probeModel(recorded.model, never);
  const models: readonly (readonly [string, Model])[] = [
    ["`openai`", createEndpointModel({ url: open.url, name: "m", maxTokens: 512 })],
    ["`openai` with `schema: true`", createEndpointModel({ url: open.url, name: "m", maxTokens: 512, schema: true })],
    ["`anthropic`", createAnthropicModel({ url: anthropic.url, name: "m", key: "k", maxTokens: 512 })],
    ["`llama`, a model of random weights", local],
    ["cassette, `replay`", createReplayModel(recorded.cassette())],
  ];
  const rows: string[] = [];
  for (const [name, model] of models) {
    const able = new Map((await probeModel(model, never)).map((capability) => [capability.id, capability.able ? "yes" : "no"]));
    rows.push(
      `| ${name} | ${(["answers", "edits", "schema", "repeatable"] as const).map((id) => able.get(id) ?? "no").join(" | ")} |`,
    );
  }
  await local.close();
  open.close();
  anthropic.close();
  return rows;
}

try {
  const blocks: string[] = [];
  for (const talk of TALKS) blocks.push(`\`\`\`text\n${await transcript(talk)}\n\`\`\`\n`);
  const text = `# Models, seen at work

Written by \`npm run transcripts\`. Times are left out, since they differ.

## What each kind of endpoint was seen to do

The probe of \`assay doctor --probe-model\`, asked of a scripted server of each protocol that gives a right answer, of a file of random weights, whose grammar begins every form and whose words never end it, and of a cassette recorded without a schema.

| kind | answers | its edits fit | keeps to a schema | equal requests, equal answers |
| --- | --- | --- | --- | --- |
${(await kinds()).join("\n")}

## What assay says with one

The endpoint's answers are scripted; all else is what the commands print.

${blocks.join("\n")}`;
  await writeFile(join(root, "docs/reference/models.md"), text);
} finally {
  await rm(base, { recursive: true });
}
