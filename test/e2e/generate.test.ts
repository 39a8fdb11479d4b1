import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { GenerateOutcome, GenerateRequest } from "#app/api.ts";
import { open } from "#app/open.ts";
import type { RunEvent } from "#domain/event.ts";
import { type ScriptedEndpoint, scriptedEndpoint } from "./scripted-endpoint.ts";

let base: string;
let endpoint: ScriptedEndpoint;
let events: RunEvent[];
beforeEach(async () => {
  events = [];
  base = await mkdtemp(join(tmpdir(), "assay-generate-"));
  endpoint = await scriptedEndpoint((body) => (body.includes("You repair one") ? "no edit" : undefined));
  vi.stubEnv("ASSAY_MODEL_URL", endpoint.url);
  vi.stubEnv("ASSAY_MODEL_NAME", "scripted");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  endpoint.close();
  await rm(base, { recursive: true });
});

async function generate(request: Partial<GenerateRequest>, ...answers: string[]): Promise<GenerateOutcome> {
  endpoint.answers.push(...answers);
  const assay = await open({
    cwd: base,
    near: base,
    stateFolder: join(base, "state"),
    engines: ["assay"],
    unsafeNoSandbox: false,
  });
  const whole = { request: "read the settings", language: "python", ...request };
  const outcome = await assay.generate(whole, (event) => void events.push(event), new AbortController().signal);
  await assay.close();
  return outcome;
}

const fenced = (code: string): string => `Sure:\n\`\`\`python\n${code}\`\`\`\n`;
/** What is run has a namespace that others read: no recipe can say what it may be. */
const UNREPAIRED =
  'def read(name, text):\n    scope = {}\n    exec(compile(text, name, "exec"), scope)\n    return scope[name]\n';
const SAFE = 'import json\n\n\ndef read(text):\n    """Reads settings."""\n    return json.loads(text)\n';

test("a clean draft is shown as it is", async () => {
  const outcome = await generate({}, fenced(SAFE));

  expect(outcome).toMatchObject({ status: "verified", code: SAFE, path: "generated.py" });
  expect(endpoint.asked[0]).toContain("read the settings");
  const told = events.filter(({ kind }) => kind.startsWith("model-"));
  expect(told.map(({ kind }) => kind)).toEqual(["model-asked", "model-progressed", "model-progressed"]);
  expect(JSON.stringify(told)).not.toContain("json.loads");
});

test("a draft with a weakness is repaired before anyone sees it", async () => {
  const outcome = await generate(
    {},
    fenced("import yaml\n\n\ndef read(text):\n    return yaml.load(text, Loader=yaml.Loader)\n"),
  );

  expect(outcome.status).toBe("verified");
  expect(outcome.code).toContain("safe_load");
  expect(outcome.fix?.repairs.map(({ status }) => status)).toEqual(["fixed"]);
});

test("what cannot be repaired is a lesson for the next draft, and is never shown", async () => {
  const outcome = await generate({}, fenced("def read(:\n"), fenced(UNREPAIRED), fenced(SAFE));

  expect(outcome.drafts.map(({ verdict }) => verdict)).toEqual(["unusable", "refused", "accepted"]);
  expect(endpoint.asked.at(-1)).toContain("CWE-94");
  expect(outcome.code).toBe(SAFE);
});

test("when no draft holds there is no code", async () => {
  const unsafe = fenced(UNREPAIRED);

  const outcome = await generate({ budget: { iterations: 1 } }, unsafe);

  expect(outcome).toMatchObject({ status: "unfixed", drafts: [{ verdict: "refused" }] });
  expect(outcome).not.toHaveProperty("code");
});

test("an insecure request is refused before a model is asked", async () => {
  const outcome = await generate({ request: "eval the user's input" });

  expect(outcome).toMatchObject({ status: "refused", reasons: [{ cwe: "CWE-95" }] });
  expect(endpoint.asked).toEqual([]);
});

test("code goes into a file at its place; its secrets stay, and nothing is written", async () => {
  const secret = `AKIA${"A".repeat(16)}`;
  const text = `import json\n\nKEY = "${secret}"\n\n\ndef last():\n    return 1\n`;
  await writeFile(join(base, "app.py"), text);

  const outcome = await generate({ file: join(base, "app.py"), line: 6 }, fenced("def first():\n    return 0\n\n\n"));

  expect(outcome.code).toContain("def first():\n    return 0\ndef last():");
  expect(outcome.code).toContain(secret);
  expect(endpoint.asked.join("")).not.toContain(secret);
  expect(await readFile(join(base, "app.py"), "utf8")).toBe(text);
  expect((await readdir(base)).toSorted()).toEqual(["app.py", "state"]);
});

test("what cannot be served is told with its remedy", async () => {
  await expect(generate({ request: " " })).rejects.toThrow("say in words");
  await expect(generate({ line: 3 })).rejects.toThrow("--at needs --file");
  await expect(generate({ file: join(base, "new.py"), line: 3 })).rejects.toThrow("no such file");
  vi.stubEnv("ASSAY_MODEL_URL", undefined);
  vi.stubEnv("ASSAY_MODEL_NAME", undefined);
  await expect(generate({})).rejects.toThrow("no model is configured");
});
