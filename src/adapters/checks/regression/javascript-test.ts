import type { NodeRunner } from "#adapters/checks/tests/test-project.ts";
import type { Parameter } from "#adapters/checks/attack/plan.ts";
import { askingFunction, requestCall } from "./javascript-request.ts";
import { stepsOf } from "./javascript-steps.ts";
import { payloadParts, PROMISES } from "./scene.ts";
import type { Story } from "./story.ts";

export interface Placing {
  readonly runner: NodeRunner;
  /** Whether the test is a CommonJS module. */
  readonly common: boolean;
  /** Specifier of the attacked module, from the test's folder. */
  readonly from: string;
}

function payloadText(payload: string): string {
  const parts = payloadParts(payload);
  if (parts.length === 1) return JSON.stringify(payload);
  const inside = parts.map((part, index) => {
    if (index % 2 === 0)
      return JSON.stringify(part).slice(1, -1).replaceAll('\\"', '"').replaceAll("`", "\\`").replaceAll("${", "\\${");
    return part === "bare" ? "${secret.slice(1)}" : `\${${part}}`;
  });
  return `\`${inside.join("")}\``;
}

/** The argument in JavaScript, undefined for what cannot be written plainly. */
function argument({ shape, text, fields }: Parameter, attacked: string | undefined): string | undefined {
  if (fields !== undefined) return undefined;
  switch (shape) {
    case "text":
    case "path":
      return attacked ?? JSON.stringify(text);
    case "bytes":
      return `Buffer.from(${attacked ?? JSON.stringify(text)})`;
    case "number":
      return attacked ?? (/^-?\d+$/.test(text) ? text : JSON.stringify(text));
    case "flag":
      return "false";
    case "folder":
      return "folder";
    case "file":
      return attacked ?? "document";
    case "list":
      return `[${attacked ?? JSON.stringify(text)}]`;
    case "record":
      return attacked === undefined ? "{}" : `JSON.parse(${attacked})`;
    case "database":
      return "database";
    case "callback":
      return "() => {}";
    case "omitted":
      return "undefined";
    case "archive":
    case "request":
    case "response":
    case "object":
      return undefined;
    default:
      return shape satisfies never;
  }
}

function listOf(parameters: readonly Parameter[], attacked: number, payload: string): string | undefined {
  const written = parameters.map((each, index) => argument(each, index === attacked ? payload : undefined));
  if (!written.every((each) => each !== undefined)) return undefined;
  while (written.at(-1) === "undefined") written.pop();
  return written.join(", ");
}

function callOf({ attack: { entry }, asked, scene }: Story, attacked: number, payload: string): string | undefined {
  if (entry.kind === "routes")
    return asked === undefined || scene === "statements" ? undefined : requestCall(asked, attacked < 0 ? '"a.txt"' : payload);
  const given = listOf(entry.parameters, attacked, payload);
  const made = listOf(entry.made, -1, "");
  if (given === undefined || made === undefined || entry.ambient) return undefined;
  if (entry.kind === "function") return `${entry.name}(${given})`;
  if (entry.kind === "default-export") return `attacked(${given})`;
  if (entry.kind === "static-method") return `${entry.owner ?? ""}.${entry.name}(${given})`;
  return entry.kind === "method" ? `new ${entry.owner ?? ""}(${made}).${entry.name}(${given})` : undefined;
}

const DATABASE = `/** Keeps the statements that it is told. */
function keepingDatabase() {
  const told = [];
  const keep = (statement) => {
    told.push(String(statement?.text ?? statement?.sql ?? statement));
    return Object.assign(Promise.resolve({ rows: [] }), { all: () => [], get: () => undefined, run: () => ({ changes: 0 }) });
  };
  return { told, query: keep, execute: keep, prepare: keep, all: keep, get: keep, run: keep, exec: keep, raw: keep };
}
`;

/** The file, in the runner's form; undefined where it cannot be written plainly. */
export function javascriptTest(story: Story, placing: Placing): string | undefined {
  const [red, plain] = [callOf(story, story.parameter, payloadText(story.payload)), callOf(story, -1, "")];
  if (red === undefined || plain === undefined) return undefined;
  const steps = stepsOf(story, red, plain);
  if (steps === undefined) return undefined;
  const { entry } = story.attack;
  const label =
    entry.kind === "routes"
      ? `${entry.literals[0]?.toUpperCase() ?? ""} ${entry.literals[1] ?? ""}`
      : entry.kind === "default-export"
        ? "the module"
        : entry.owner === undefined
          ? entry.name
          : `${entry.owner}.${entry.name}`;
  const word = placing.runner === "mocha" ? "it" : "test";
  const needsFolder = (lines: readonly string[]): boolean => /\b(?:folder|canary|secret|document)\b/.test(lines.join("\n"));
  const block = (name: string, lines: readonly string[]): string => {
    const indented = (depth: string): string[] => lines.map((line) => (line === "" ? "" : depth + line));
    const inFolder = [
      '  const folder = mkdtempSync(join(tmpdir(), "attack-"));',
      "  try {",
      ...indented("    "),
      "  } finally {",
      "    rmSync(folder, { recursive: true });",
      "  }",
    ];
    const body = needsFolder(lines) ? inFolder : indented("  ");
    return [`${word}(${JSON.stringify(name)}, async () => {`, ...body, "});"].join("\n");
  };
  const body = [block(`${label} ${PROMISES[story.scene]}`, steps.attack), block(`${label} still works`, steps.control)].join(
    "\n\n",
  );
  const tail =
    story.asked !== undefined ? `\n\n${askingFunction(story.asked)}\n` : story.scene === "statements" ? `\n\n${DATABASE}` : "\n";
  return `// ${story.title}\n${importsOf(story, placing, body)}\n\n${body}${tail}`;
}

function importsOf({ attack: { entry }, asked }: Story, { runner, common, from }: Placing, body: string): string {
  const bring = (names: string, module: string): string =>
    common ? `const ${names} = require(${JSON.stringify(module)});` : `import ${names} from ${JSON.stringify(module)};`;
  const files = ["existsSync", "mkdtempSync", "rmSync", "writeFileSync"].filter((name) => body.includes(name));
  const shown = asked === undefined ? (entry.kind === "default-export" ? "default" : (entry.owner ?? entry.name)) : asked.app;
  const attacked = shown === "default" ? "attacked" : `{ ${shown} }`;
  return [
    bring("assert", "node:assert/strict"),
    ...(asked?.client === "listen" ? [bring("{ once }", "node:events")] : []),
    ...(files.length > 0 ? [bring(`{ ${files.join(", ")} }`, "node:fs")] : []),
    ...(body.includes("tmpdir()") ? [bring("{ tmpdir }", "node:os"), bring("{ join }", "node:path")] : []),
    ...(runner === "node" ? [bring("{ test }", "node:test")] : runner === "vitest" ? [bring("{ test }", "vitest")] : []),
    bring(attacked, from),
  ].join("\n");
}
