import type { Problem } from "#domain/completeness.ts";
import type { ParseContext } from "#ports/scanner.ts";
import { type Claim, type ToolReport, words } from "./claim.ts";
import { dig, digText } from "./dig.ts";
import { strictJson } from "./json-report.ts";

/** `/path/a.go:7:46`, `vet: ./a.go:3:2: undefined: x`, `a.go:1:1: expected 'package'`. */
const PLACE = /^(?<path>.+\.go):(?<line>\d+)(?::(?<column>\d+))?$/u;
const ERROR = /^(?:vet: )?(?<path>\S+\.go):(?<line>\d+):(?:\d+:)? (?<message>.+)$/u;

/** `go vet -json`: a line `# package` and a JSON object for each package; what could not be compiled as lines of text. Columns count bytes. */
export function readGoVet(raw: Uint8Array, _context: ParseContext): readonly ToolReport[] | string {
  const text = new TextDecoder("utf-8").decode(raw);
  const claims: Claim[] = [];
  const problems: Problem[] = [];
  const packages = new Set<string>();
  if (!text.endsWith("\n")) return "the report ends inside a line";
  let object: string[] | undefined;
  for (const line of text.split(/\r?\n/u)) {
    if (object !== undefined) {
      object.push(line);
      if (line !== "}") continue;
      const told = packageClaims(object.join("\n"));
      if (typeof told === "string") return told;
      claims.push(...told);
      object = undefined;
    } else if (line === "{") object = [line];
    else if (line === "" || line === "{}") continue;
    else if (line.startsWith("# ")) {
      if (packages.has(line)) return "the report says the same twice";
      packages.add(line);
    } else {
      const { path, line: number, message } = ERROR.exec(line)?.groups ?? {};
      if (path === undefined) return "a line of the report is none of go vet";
      problems.push({
        path,
        code: "not-compiled",
        message: words(message, "go vet reports an error"),
        line: Math.max(1, Number(number)),
      });
    }
  }
  if (object !== undefined) return "the report ends inside a package";
  // Each file has a statement of ours that it reports, so there is always a package, or why there is none.
  if (claims.length + problems.length === 0) return "the report holds no package";
  return [{ tool: "go vet", version: "", claims, problems, roots: [] }];
}

function packageClaims(json: string): Claim[] | string {
  const document = strictJson(new TextEncoder().encode(json));
  if (typeof document === "string") return `the report of a package is not JSON: ${document}`;
  return valuesOf(document.value).flatMap((analysers) =>
    Object.entries(typeof analysers === "object" && analysers !== null ? analysers : {}).flatMap(([rule, list]) =>
      (Array.isArray(list) ? list : []).map((item): Claim => {
        const { path = "", line, column } = PLACE.exec(digText(item, "posn") ?? "")?.groups ?? {};
        return {
          rule: words(rule, "unnamed"),
          cwe: [],
          severity: "low",
          confidence: 0.4,
          message: words(dig(item, "message"), rule),
          place: {
            path,
            startLine: Number(line ?? 0),
            startColumn: column === undefined ? undefined : Number(column),
            unit: "bytes",
          },
        };
      }),
    ),
  );
}

function valuesOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}
