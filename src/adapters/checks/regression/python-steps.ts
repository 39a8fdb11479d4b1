import { literal } from "./python-call.ts";
import { STILL, type Story } from "./story.ts";

const EFFECT = JSON.stringify(STILL);

/** The lines of both tests, given the calls. */
export function stepsOf(story: Story, red: string, plain: string): { readonly attack: string[]; readonly control: string[] } {
  const quietly = (call: string): string[] => ["with suppress(Exception):", `    ${call}`];
  const document = [red, plain].some((call) => call.includes("document"))
    ? ['document = folder / "document.txt"', 'document.write_text("one two\\n")']
    : [];
  const patched = /\bdatabase\b/.test(red) ? "" : 'with patch("sqlite3.connect", return_value=database):';
  const control = [...document, story.gives ? `assert ${plain} is not None` : plain];
  switch (story.scene) {
    case "canary":
      return {
        attack: ['canary = folder / "canary"', ...document, ...quietly(red), `assert not canary.exists(), ${EFFECT}`],
        control,
      };
    case "secret":
      return {
        attack: [
          'secret = folder / "secret.txt"',
          'secret.write_text("nobody should read this")',
          "answer = None",
          ...quietly(`answer = ${red}`),
          `assert "nobody should read this" not in str(answer), ${EFFECT}`,
        ],
        control,
      };
    case "statements": {
      const inside = (lines: readonly string[]): string[] => (patched === "" ? [...lines] : [patched, ...indent(lines)]);
      return {
        attack: [
          ...document,
          "database = Database()",
          ...inside(quietly(red)),
          `assert not any(${literal(story.payload)} in statement for statement in database.told), ${EFFECT}`,
        ],
        control: [...document, "database = Database()", ...inside(quietly(plain)), "assert database.told"],
      };
    }
    case "markup":
      return {
        attack: ["answer = None", ...quietly(`answer = ${red}`), `assert "<xassay" not in str(answer), ${EFFECT}`],
        control,
      };
    case "seed":
      return {
        attack: [
          "answers = []",
          "for _ in range(2):",
          "    random.seed(7)",
          `    answers.append(${plain})`,
          `assert answers[0] != answers[1], ${EFFECT}`,
        ],
        control,
      };
    case "hash":
      return {
        attack: [
          ...document,
          `with patch("hashlib.${story.weak}") as weak:`,
          ...indent(quietly(plain)),
          `assert not weak.called, ${EFFECT}`,
        ],
        control,
      };
    case "log":
      return {
        attack: [
          "lines = []",
          "handler = logging.Handler()",
          "handler.emit = lambda record: lines.append(record.getMessage())",
          "root = logging.getLogger()",
          "root.addHandler(handler)",
          "root.setLevel(logging.DEBUG)",
          "try:",
          ...indent(quietly(red)),
          "finally:",
          "    root.removeHandler(handler)",
          `assert not any("\\n" in line or "\\r" in line for line in lines), ${EFFECT}`,
        ],
        control,
      };
    case "prototype":
      return { attack: [], control: [] };
    default:
      return story.scene satisfies never;
  }
}

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `    ${line}`));
}
