import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open } from "#app/open.ts";
import { type ScriptedEndpoint, scriptedEndpoint } from "./scripted-endpoint.ts";

const SINK = `    return '<input value="' + name + '">'`;
const CODE = `from flask import Flask, request

app = Flask(__name__)


@app.get("/field")
def field():
    name = request.args.get("name", "")
${SINK}
`;

let base: string;
let endpoint: ScriptedEndpoint;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-hint-"));
  await writeFile(join(base, "app.py"), CODE);
  endpoint = await scriptedEndpoint();
  vi.stubEnv("ASSAY_MODEL_URL", endpoint.url);
  vi.stubEnv("ASSAY_MODEL_NAME", "scripted");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  endpoint.close();
  await rm(base, { recursive: true });
});

const block = (search: string, replace: string): string => `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
const IMPORT = block("from flask import Flask, request", "from html import escape\n\nfrom flask import Flask, request");

test("a payload that got through an attempt is the hint that leads to the right repair", async () => {
  endpoint.answers.push(
    IMPORT + block(SINK, `    return '<input value="' + escape(name, quote=False) + '">'`),
    IMPORT + block(SINK, `    return '<input value="' + escape(name) + '">'`),
  );
  const assay = await open({
    cwd: base,
    near: base,
    stateFolder: join(base, "state"),
    engines: ["assay"],
    unsafeNoSandbox: false,
  });

  const outcome = await assay.fix(
    { target: { paths: [join(base, "app.py")] }, apply: true, approve: true, only: ["CWE-79"], by: ["model"] },
    () => {},
    new AbortController().signal,
  );
  await assay.close();

  const [repair] = outcome.repairs;
  expect(repair?.attempts.map((attempt) => attempt.decision.outcome)).toEqual(["reject", "accept"]);
  expect(repair?.attempts[0]?.verdicts.find(({ outcome: one }) => one === "fail")).toMatchObject({
    check: "attack",
    reason: "attack-succeeds",
  });
  expect(repair?.attempts[1]?.verdicts.find(({ check }) => check === "attack")?.outcome).toBe("pass");
  expect(endpoint.asked[0]).not.toContain("attack-succeeds");
  expect(endpoint.asked[1]).toMatch(/failed the check attack: attack-succeeds[\s\S]*xassay/);
  expect(await readFile(join(base, "app.py"), "utf8")).toContain("escape(name) + ");
});
