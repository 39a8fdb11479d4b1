import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { open } from "#app/open.ts";
import { type ScriptedEndpoint, scriptedEndpoint } from "./scripted-endpoint.ts";

const CODE = "def load(text):\n    return eval(text)\n";
const ANSWER =
  "<<<<<<< SEARCH line 1\ndef load(text):\n    return eval(text)\n=======\ndef load(text):\n    import ast\n\n    return ast.literal_eval(text)\n>>>>>>> REPLACE\n";

let base: string;
let endpoint: ScriptedEndpoint;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-cassette-"));
  endpoint = await scriptedEndpoint();
});
afterEach(async () => {
  endpoint.close();
  await rm(base, { recursive: true });
});

async function fix(mode: "record" | "replay", state: string, answers = 1) {
  const project = await mkdtemp(join(base, "project-"));
  await writeFile(join(project, "box.py"), CODE);
  const configFile = join(base, `${mode}.yaml`);
  const cassette = `{ file: ${join(base, "answers.json")}, mode: ${mode} }`;
  await writeFile(
    configFile,
    `model:\n  url: ${endpoint.url}\n  name: scripted\n  answers: ${answers}\n  cassette: ${cassette}\n`,
  );
  const assay = await open({
    cwd: project,
    near: project,
    stateFolder: join(base, state),
    engines: ["assay"],
    configFile,
    unsafeNoSandbox: false,
  });
  const target = { paths: [join(project, "box.py")] };
  const { repairs, diff } = await assay.fix(
    { target, apply: false, approve: false, only: [], by: ["model"] },
    () => {},
    new AbortController().signal,
  );
  await assay.close();
  const attempts = repairs.flatMap((repair) => repair.attempts);
  return {
    diff,
    attempts: attempts.map(({ candidate, decision, level, verdicts }) => ({
      candidate,
      decision,
      level,
      verdicts: verdicts.map(({ seconds: _seconds, ...verdict }) => verdict),
    })),
  };
}

test("a recorded run says the same again, byte for byte, without a connection", async () => {
  endpoint.answers.push(ANSWER);

  const recorded = await fix("record", "first");
  const kept = await readFile(join(base, "answers.json"), "utf8");
  endpoint.close();
  const asked = endpoint.asked.length;
  const replayed = [await fix("replay", "second"), await fix("replay", "third")];

  expect(recorded.diff).toContain("literal_eval");
  expect(replayed).toEqual([recorded, recorded]);
  expect(JSON.stringify(replayed[0])).toBe(JSON.stringify(recorded));
  expect(endpoint.asked).toHaveLength(asked);
  expect(await readFile(join(base, "answers.json"), "utf8")).toBe(kept);
});

test("several answers, judged at the same time, come out in one order", async () => {
  const worse = ANSWER.replace("ast.literal_eval(text)", "eval(compile(text, '', 'eval'))");
  endpoint.answers.push(
    worse,
    ANSWER,
    ANSWER.replace("    import ast\n\n    return ast.", "    from ast import literal_eval\n\n    return "),
  );

  const recorded = await fix("record", "first", 3);
  const replayed = await fix("replay", "second", 3);

  expect(recorded.attempts).toHaveLength(3);
  const decided = recorded.attempts.map(({ decision }) => decision);
  const accepted = decided.findIndex(({ outcome }) => outcome === "accept");
  expect(accepted).not.toBe(-1);
  expect(decided.slice(accepted + 1).every(({ rule }) => rule === "better-accepted")).toBe(true);
  expect(JSON.stringify(replayed)).toBe(JSON.stringify(recorded));
});
