import { DefectId } from "#domain/ids.ts";
import type { Model, ModelRequest } from "#ports/model.ts";
import { parseReply } from "./parse-reply.ts";
import { repairPrompt } from "./prompt.ts";
import { EDITS_SCHEMA, readReply } from "./read-reply.ts";

/** What a model was seen to be able to do. */
export interface Capability {
  readonly id: "answers" | "edits" | "schema" | "repeatable";
  readonly able: boolean;
  readonly detail: string;
}

const TEXT = "import hashlib\n\n\ndef tag(body):\n    return hashlib.md5(body).hexdigest()\n";
const SPAN = { body: { start: TEXT.indexOf("def"), end: TEXT.length - 1 }, head: { start: 0, end: 14 } };
const location = { path: "probe.py", startLine: 5, startColumn: 12, endLine: 5, endColumn: 29 };

/** Asks a model for the repair of five lines, twice freely and once held to a schema. Costs three short calls. */
export async function probeModel(model: Model, signal: AbortSignal): Promise<readonly Capability[]> {
  const messages = repairPrompt({
    defect: {
      id: DefectId.parse("probe"),
      cwe: "CWE-328",
      rule: "probe",
      title: "Weak hash",
      message: "MD5 is broken.",
      severity: "medium",
      probability: 1,
      location,
      witnesses: [],
    },
    head: TEXT.slice(0, SPAN.head.end),
    body: TEXT.slice(SPAN.body.start, SPAN.body.end),
    firstLine: 4,
    hints: [],
    language: "python",
  });
  const request: ModelRequest = { messages, maxTokens: 1024, temperature: 0, seed: 1 };
  const first = await model.complete(request, signal);
  if (first.kind === "failed") return [{ id: "answers", able: false, detail: first.reason }];
  const parsed = parseReply(first.text, TEXT, SPAN);
  const again = await model.complete(request, signal);
  const held = await model.complete({ ...request, schema: EDITS_SCHEMA }, signal);
  const same = again.kind === "answered" && again.text === first.text;
  const schema = held.kind === "answered" && held.text.trimStart().startsWith("{") && readReply(held.text).kind === "blocks";
  return [
    { id: "answers", able: true, detail: `${first.inputTokens} tokens in, ${first.outputTokens} out` },
    {
      id: "edits",
      able: parsed.kind === "edits",
      detail: parsed.kind === "edits" ? "its answer is an edit that fits" : parsed.reason,
    },
    {
      id: "schema",
      able: schema,
      detail: schema ? "keeps to a JSON schema" : "does not keep to a JSON schema: leave model.schema off",
    },
    {
      id: "repeatable",
      able: same,
      detail: same ? "equal requests get equal answers" : "equal requests get different answers: use a cassette",
    },
  ];
}
