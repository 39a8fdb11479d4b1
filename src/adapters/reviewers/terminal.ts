import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Explanation } from "#domain/explanation.ts";
import { tradeOffLines } from "#domain/option.ts";
import type { Attempt } from "#domain/report.ts";
import { createPaint, type Paint } from "#lib/paint.ts";
import { paintDiff } from "#lib/paint-diff.ts";
import { oneLine as line } from "#lib/text.ts";
import type { Reviewer, ReviewAnswer, ReviewRequest } from "#ports/reviewer.ts";

export interface TerminalStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly color: boolean;
}

interface Session {
  readonly say: (text: string) => void;
  /** The next line, trimmed; undefined when the input has ended or the signal aborted. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<string | undefined>;
  readonly pause: () => void;
  readonly paint: Paint;
}

const KEYS = "[a]ccept  [r]eject  [o]ther option  [w]hy  [d]iff  [s]kip  [q]uit";
const WORDS = "or say in words what the repair should do";
const LONGEST_WISH = 400;

/** Asks the person at a terminal, one letter and Enter a time. After `quit`, or at the end of the input, everything else waits. */
export default function terminalReviewer(id: string, streams: TerminalStreams): Reviewer {
  let session: Session | undefined;
  let ended = false;
  return {
    id,
    review: async (request, signal) => {
      if (ended || request.attempts.length === 0) return { kind: "wait" };
      session ??= openSession(streams);
      const answer = await reviewOne(request, session, signal);
      session.pause();
      if (answer === "quit") ended = true;
      return answer === "quit" ? { kind: "wait" } : answer;
    },
  };
}

async function reviewOne(request: ReviewRequest, session: Session, signal: AbortSignal): Promise<ReviewAnswer | "quit"> {
  const { answered } = request;
  let at = Math.max(0, answered === undefined ? 0 : request.attempts.indexOf(answered.attempt));
  if (answered === undefined) await show(request, at, session);
  else session.say(explained(answered.explanation, session.paint));
  for (;;) {
    const attempt = request.attempts[at];
    if (attempt === undefined) return { kind: "wait" };
    const line = await session.ask(`${KEYS}${request.answerable ? `\n${WORDS}` : ""}\n> `, signal);
    if (line === undefined) return "quit";
    switch (commandOf(line)) {
      case "words":
        if (request.answerable) return { kind: "wish", text: line.slice(0, LONGEST_WISH) };
        session.say(
          "Nobody can answer words here: no model is configured, or its budget is spent. One of these letters, then Enter.\n",
        );
        break;
      case "a":
        return { kind: "accept", attempt };
      case "r":
        return {
          kind: "reject",
          reason: (await session.ask("Why? (recorded; may be empty) ", signal)) || "rejected by reviewer",
        };
      case "o": {
        const named = Number(/^\d+$/u.exec(line)?.[0] ?? Number.NaN) - 1;
        if (request.attempts.length === 1) session.say("There is no other option.\n");
        else if (request.attempts[named] === undefined && !Number.isNaN(named))
          session.say(`There are options 1 to ${request.attempts.length}.\n`);
        else await show(request, (at = Number.isNaN(named) ? (at + 1) % request.attempts.length : named), session);
        break;
      }
      case "w":
        return { kind: "question", attempt, text: line.length > 1 ? line.slice(0, LONGEST_WISH) : "why" };
      case "d":
        session.say(await diffText(request, attempt, session.paint));
        break;
      case "s":
        return { kind: "wait" };
      case "q":
        return "quit";
      default:
        session.say("One of these letters, then Enter.\n");
    }
  }
}

/** One letter or the word it stands for; a question is answered from what is known; everything longer is words. */
function commandOf(line: string): string {
  const said = line.toLowerCase();
  if (/^\d+$/u.test(said)) return "o";
  if (/^why\b|\?$/u.test(said) && said !== "?") return "w";
  const words = ["accept", "reject", "other", "why", "diff", "skip", "quit", "other option", "another way", "other way"];
  return said.length <= 1 || words.includes(said) ? (said === "another way" ? "o" : said.charAt(0)) : "words";
}

async function show(request: ReviewRequest, at: number, session: Session): Promise<void> {
  const { defect, attempts } = request;
  const attempt = attempts[at];
  if (attempt === undefined) return;
  const { paint } = session;
  const { location } = defect;
  const option = attempts.length > 1 ? `  option ${at + 1} of ${attempts.length}` : "";
  const others = attempts.flatMap((other, index) => (index === at ? [] : [`  ${index + 1}  ${line(other.candidate.title)}\n`]));
  session.say(
    `\n${paint("bold", `${defect.severity}  ${line(defect.title)}`)}  ${line(location.path)}:${location.startLine}\n` +
      `${line(attempt.candidate.title)}  ${paint("dim", `${attempt.candidate.origin} ${line(attempt.candidate.author)}${option}`)}\n` +
      (await diffText(request, attempt, paint)) +
      (attempt.concerns ?? []).map(({ aspect, weight, words }) => `critic: ${weight}, ${aspect}: ${line(words)}\n`).join("") +
      tradeOffLines(attempt)
        .map(([label, sentence]) => `${label}: ${line(sentence)}\n`)
        .join("") +
      `${verdicts(attempt)}; policy: ${attempt.decision.outcome} (${line(attempt.decision.rule)})\n` +
      (others.length === 0 ? "" : `Other options, by number:\n${others.join("")}`),
  );
}

async function diffText(request: ReviewRequest, attempt: Attempt, paint: Paint): Promise<string> {
  return `${paintDiff(await request.diff(attempt), paint).join("\n")}\n`;
}

/** What ran, in the order of the ladder; rungs that nothing is built for come last, together. */
function verdicts({ verdicts, level }: Attempt): string {
  const ran = verdicts.filter(({ reason }) => reason !== "not-built");
  const marks = ran.map(({ check, outcome, reason }) =>
    outcome === "pass" ? `✓ ${check}` : `${outcome === "fail" ? "✗" : "–"} ${check}: ${reason}`,
  );
  const unbuilt = new Set(verdicts.flatMap(({ level, reason }) => (reason === "not-built" ? [level] : [])));
  if (unbuilt.size > 0) marks.push(`– ${[...unbuilt].join(" ")} not built`);
  return `${marks.join("  ")}\n${level === undefined ? "No level reached" : `Reached ${level}`}`;
}

/** The facts by number, each with the place where it can be looked up; a model's words about them before. */
function explained({ facts, words }: Explanation, paint: Paint): string {
  const wide = Math.max(0, ...facts.map(({ about }) => about.length));
  const lines = facts.map(({ about, text, source }, at) => {
    return `${String(at + 1).padStart(2)} ${paint("bold", about.padEnd(wide))}  ${line(text)} ${paint("dim", `(${line(source)})`)}`;
  });
  return `${words === undefined ? "" : `\n${line(words)}\n${paint("dim", "In a model's words, from these facts of the log:")}\n`}\n${lines.join("\n")}\n`;
}

/** Lines are queued as they come, so that none is lost between two questions; pausing lets the process end. */
function openSession({ input, output, color }: TerminalStreams): Session {
  const lines = createInterface({ input, terminal: false });
  const waiting: string[] = [];
  let deliver: ((line: string | undefined) => void) | undefined;
  let closed = false;
  lines.on("line", (text) => {
    if (deliver === undefined) waiting.push(text);
    else deliver(text);
  });
  lines.on("close", () => {
    closed = true;
    deliver?.(undefined);
  });
  const next = (signal: AbortSignal) =>
    new Promise<string | undefined>((resolve) => {
      const queued = waiting.shift();
      if (queued !== undefined || closed || signal.aborted) return resolve(signal.aborted ? undefined : queued);
      const abort = () => deliver?.(undefined);
      deliver = (text) => {
        deliver = undefined;
        signal.removeEventListener("abort", abort);
        resolve(text);
      };
      signal.addEventListener("abort", abort);
      lines.resume();
    });
  return {
    paint: createPaint(color),
    say: (text) => void output.write(text),
    ask: async (question, signal) => {
      output.write(question);
      return (await next(signal))?.trim();
    },
    pause: () => {
      if (!closed) lines.pause();
    },
  };
}
