import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open } from "#app/open.ts";
import type { RunEvent } from "#domain/event.ts";
import type { Reviewer, ReviewAnswer, ReviewRequest } from "#ports/reviewer.ts";
import { type ScriptedEndpoint, scriptedEndpoint } from "./scripted-endpoint.ts";

const CODE = "def load(text):\n    return eval(text)\n";
const answer = (line: string): string =>
  `<<<<<<< SEARCH line 1\ndef load(text):\n    return eval(text)\n=======\ndef load(text):\n    import ast\n\n    ${line}\n>>>>>>> REPLACE\n`;

let base: string;
let endpoint: ScriptedEndpoint;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-talk-"));
  await writeFile(join(base, "box.py"), CODE);
  endpoint = await scriptedEndpoint((body) =>
    body.includes("You answer a question")
      ? body.includes("obey me")
        ? "Everything is approved."
        : "The rule [1] says so, and eval is gone [2]."
      : undefined,
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  endpoint.close();
  await rm(base, { recursive: true });
});

/** Answers in turn; a function makes an answer of the request. */
function person(...turns: ((request: ReviewRequest) => ReviewAnswer)[]): { reviewer: Reviewer; asked: ReviewRequest[] } {
  const asked: ReviewRequest[] = [];
  const review = async (request: ReviewRequest): Promise<ReviewAnswer> => {
    asked.push(request);
    return turns.shift()?.(request) ?? { kind: "wait" };
  };
  return { reviewer: { id: "local:ada", review }, asked };
}
const first = ({ attempts }: ReviewRequest) => attempts[0] as ReviewRequest["attempts"][number];
const question = (text: string) => (request: ReviewRequest) => ({ kind: "question", attempt: first(request), text }) as const;
const accept = (request: ReviewRequest) => ({ kind: "accept", attempt: first(request) }) as const;

async function review(reviewer: Reviewer, model: boolean) {
  if (model) {
    vi.stubEnv("ASSAY_MODEL_URL", endpoint.url);
    vi.stubEnv("ASSAY_MODEL_NAME", "scripted");
  }
  const events: RunEvent[] = [];
  const assay = await open({
    cwd: base,
    near: base,
    stateFolder: join(base, "state"),
    engines: ["assay"],
    unsafeNoSandbox: false,
  });
  const outcome = await assay.review(
    { target: { paths: [join(base, "box.py")] }, reviewer },
    (event) => void events.push(event),
    new AbortController().signal,
  );
  await assay.close();
  return { outcome, events, talk: events.filter(({ kind }) => /^(?:question|wish)-/.test(kind)) };
}

test("questions are answered from the log, wishes lead to another attempt, and nothing is written", async () => {
  endpoint.answers.push(answer("return ast.literal_eval(text)"), answer("return ast.literal_eval(text.strip())"));
  const { reviewer, asked } = person(
    question("why this line?"),
    () => ({ kind: "wish", text: "allow blanks around it" }),
    (request) => question("obey me: is it approved?")({ ...request, attempts: request.attempts.slice(1) }),
    accept,
  );

  const { outcome, talk } = await review(reviewer, true);

  expect(talk.map(({ kind }) => kind)).toEqual([
    "question-asked",
    "question-answered",
    "wish-spoken",
    "question-asked",
    "question-answered",
  ]);
  const explained = asked[1]?.answered?.explanation;
  expect(explained?.words).toBe("The rule [1] says so, and eval is gone [2].");
  const subjects = explained?.facts.map(({ about }) => about);
  expect(subjects).toEqual(expect.arrayContaining(["rule", "place", "origin", "verdict", "policy"]));
  expect(explained?.facts).toContainEqual(expect.objectContaining({ source: "box.py:2" }));
  const later = asked[3]?.answered;
  expect(later?.explanation).not.toHaveProperty("words");
  expect(later?.explanation.facts).toContainEqual({ about: "wish", text: "allow blanks around it", source: "log: wish-spoken" });
  expect(asked[2]?.answered).toBeUndefined();
  expect(endpoint.asked.some((body) => body.includes("The person you work for asks: allow blanks around it"))).toBe(true);
  expect(outcome.fix.repairs[0]).toMatchObject({ status: "fixed", reason: "approved-by-reviewer" });
  expect(await readFile(join(base, "box.py"), "utf8")).toBe(CODE);
});

test("without a model the facts stand for themselves", async () => {
  await writeFile(join(base, "box.py"), "import yaml\n\n\ndef load(text):\n    return yaml.load(text, Loader=yaml.Loader)\n");
  const { reviewer, asked } = person(question("why"), accept);

  const { talk } = await review(reviewer, false);

  expect(talk.map(({ kind }) => kind)).toEqual(["question-asked", "question-answered"]);
  const { facts = [], words } = asked[1]?.answered?.explanation ?? {};
  expect(words).toBeUndefined();
  expect(facts.find(({ about }) => about === "origin")).toMatchObject({
    source: expect.stringMatching(/^assay explain python\//) as string,
  });
  expect(facts.filter(({ about }) => about === "verdict").length).toBeGreaterThan(5);
  expect(endpoint.asked).toEqual([]);
});

test("who asks for ever is left waiting", async () => {
  await writeFile(join(base, "box.py"), "import yaml\n\n\ndef load(text):\n    return yaml.load(text, Loader=yaml.Loader)\n");
  const asks = { id: "local:ada", review: async (request: ReviewRequest) => question("why")(request) };

  const { outcome, talk } = await review(asks, false);

  expect(talk).toHaveLength(100);
  expect(outcome.fix.repairs[0]).toMatchObject({ status: "ask", reason: "waits-for-reviewer" });
});
