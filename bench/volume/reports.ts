import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { RawFinding } from "#ports/scanner.ts";

const AT_ONCE = 2000;

/** Writes what each tool found as a report of its own: seven in SARIF, and one each in GitLab's, DefectDojo's and SonarQube's formats. Gives megabytes. */
export function writeReports(folder: string, byTool: ReadonlyMap<string, readonly RawFinding[]>): number {
  const formats = [sarif, sarif, gitlab, sarif, sarif, defectDojo, sarif, sarif, sonar, sarif];
  let bytes = 0;
  for (const [at, [tool, findings]] of [...byTool].entries()) {
    const { head, item, tail } = (formats[at % formats.length] as (tool: string) => Format)(tool);
    const out = openSync(join(folder, `${tool}.json`), "w");
    bytes += writeSync(out, head);
    // Tools go file by file.
    const byFile = [...Map.groupBy(findings, ({ location }) => location.path).values()].flat();
    for (let from = 0; from < byFile.length; from += AT_ONCE) {
      const some = byFile.slice(from, from + AT_ONCE).map((finding) => JSON.stringify(item(finding)));
      bytes += writeSync(out, `${from === 0 ? "" : ","}\n${some.join(",\n")}`);
    }
    bytes += writeSync(out, tail);
    closeSync(out);
  }
  return bytes / 1e6;
}

interface Format {
  readonly head: string;
  readonly item: (finding: RawFinding) => unknown;
  readonly tail: string;
}

/** As the tools write that code scanning is fed with: a line's fingerprint, a title in the rule, tags for the weakness. */
function sarif(tool: string): Format {
  const rules = Array.from({ length: 200 }, (_, at) => ({
    id: `rule-${at}`,
    shortDescription: { text: `What rule ${at} is about` },
    properties: { precision: "medium" },
  }));
  const driver = { name: tool, semanticVersion: "1.0.0", rules };
  return {
    head: `{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":${JSON.stringify({ driver })},"results":[`,
    item: ({ rule, cwe, severity, message, location: { path, startLine, startColumn, endLine, endColumn } }) => ({
      ruleId: rule,
      ruleIndex: Number(rule.slice("rule-".length)),
      level: severity === "low" ? "note" : severity === "medium" ? "warning" : "error",
      message: { text: message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: path, uriBaseId: "%SRCROOT%" },
            region: { startLine, startColumn, endLine, endColumn },
          },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: `${(startLine * 2654435761) % 2 ** 32}:1` },
      properties: { tags: ["security", ...cwe.map((one) => `external/cwe/${one.toLowerCase()}`)] },
    }),
    tail: "]}]}\n",
  };
}

function gitlab(tool: string): Format {
  const scanner = { id: tool, name: tool, version: "1.0.0", vendor: { name: "bench" } };
  const scan = { analyzer: scanner, scanner, type: "sast", status: "success" };
  return {
    head: `{"version":"15.0.7","scan":${JSON.stringify(scan)},"vulnerabilities":[`,
    item: ({ rule, cwe, severity, message, location: { path, startLine, startColumn, endLine } }) => ({
      id: `${path}:${startLine}:${startColumn}:${rule}`,
      name: `What ${rule} is about`,
      description: message,
      severity: `${severity.slice(0, 1).toUpperCase()}${severity.slice(1)}`,
      solution: "Do it the other way.",
      identifiers: [
        { type: `${tool}_id`, name: rule, value: rule },
        ...cwe.map((name) => ({ type: "cwe", name, value: name.slice("CWE-".length) })),
      ],
      location: { file: path, start_line: startLine, end_line: endLine },
    }),
    tail: "]}\n",
  };
}

function defectDojo(tool: string): Format {
  return {
    head: `{"name":"${tool}","type":"${tool}","findings":[`,
    item: ({ rule, cwe, severity, message, location: { path, startLine } }) => ({
      title: `What ${rule} is about`,
      vuln_id_from_tool: rule,
      description: message,
      severity,
      cwe: Number(cwe[0]?.slice("CWE-".length)),
      file_path: path,
      line: startLine,
      active: true,
      verified: false,
    }),
    tail: "]}\n",
  };
}

function sonar(tool: string): Format {
  const rules = Array.from({ length: 200 }, (_, at) => ({
    id: `rule-${at}`,
    name: `What rule ${at} is about`,
    engineId: tool,
    description: "A weakness, cwe-22.",
    impacts: [{ softwareQuality: "SECURITY", severity: "HIGH" }],
  }));
  return {
    head: `{"rules":${JSON.stringify(rules)},"issues":[`,
    item: ({ rule, message, location: { path, startLine, startColumn, endLine, endColumn } }) => ({
      ruleId: rule,
      effortMinutes: 10,
      primaryLocation: {
        message,
        filePath: path,
        textRange: { startLine, startColumn: startColumn - 1, endLine, endColumn: endColumn - 1 },
      },
    }),
    tail: "]}\n",
  };
}
