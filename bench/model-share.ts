import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type * as library from "#index.ts";
import { type Spread, spreadOf } from "./statistics.ts";

const RUNS = 6;
const CODE = "import yaml\n\n\ndef load(text):\n    return yaml.load(text, Loader=yaml.Loader)\n";
const ANSWER =
  "<<<<<<< SEARCH line 5\n    return yaml.load(text, Loader=yaml.Loader)\n=======\n    return yaml.safe_load(text)\n>>>>>>> REPLACE\n";
const never = new AbortController().signal;

/** Milliseconds of repairs by a model that answers at once, from the start to E3: the share that is not waiting. The first is not counted. `scratch` is an existing folder. */
export async function modelShare(open: typeof library.open, scratch: string): Promise<{ milliseconds: Spread; runs: number }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: ANSWER } }];
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ id: "1", object: "chat.completion", created: 1, model: "m", choices }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = join(scratch, "model");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "small.py"), CODE);
  const configFile = join(scratch, "model.yaml");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  writeFileSync(configFile, `model:\n  url: ${url}\n  name: at-once\n`);
  const assay = await open({
    cwd: folder,
    near: folder,
    engines: ["assay"],
    stateFolder: join(scratch, "model-state"),
    configFile,
    unsafeNoSandbox: false,
    cache: false,
  });
  try {
    const values: number[] = [];
    for (let run = 0; run <= RUNS; run++) {
      const value = await shareOf(assay);
      if (run > 0) values.push(value);
    }
    return { milliseconds: spreadOf(values), runs: RUNS };
  } finally {
    await assay.close();
    server.close();
  }
}

async function shareOf(assay: Awaited<ReturnType<typeof library.open>>): Promise<number> {
  const started = performance.now();
  let [judged, above] = [0, 0];
  const request = { target: { paths: ["small.py"] }, apply: false, approve: false, only: [], by: ["model"] as const };
  const { repairs } = await assay.fix(
    request,
    (event) => {
      if (event.kind !== "verdict-given") return;
      judged ||= performance.now();
      if (["E4", "E5", "E6"].includes(event.verdict.level)) above += event.verdict.seconds * 1000;
    },
    never,
  );
  const verdicts = repairs[0]?.attempts[0]?.verdicts ?? [];
  if (!verdicts.some(({ level, outcome }) => level === "E2" && outcome === "pass"))
    throw new Error(`E2 did not pass: what was timed was no repair: ${JSON.stringify(verdicts)}`);
  return judged - started - above;
}
