import { type Claim, cwesIn, severityOfWord, words } from "./claim.ts";
import { dig, digText, digWhole } from "./dig.ts";
import type { ReportReader } from "./report-reader.ts";

/** Reads DefectDojo's generic findings in JSON. */
export function defectDojoReader(): ReportReader {
  const claims: Claim[] = [];
  const head = new Map<unknown, unknown>();
  let listed = false;
  let placeless = 0;
  return {
    paths: ["$.name", "$.type", "$.findings.*"],
    onOpen(path, kind) {
      if (path.length === 1 && path[0] === "findings" && kind === "array") listed = true;
    },
    onPiece(path, value) {
      if (path.length === 1) head.set(path[0], value);
      if (path[0] !== "findings") return;
      const claim = toClaim(value);
      if (claim === undefined) placeless++;
      else claims.push(claim);
    },
    finish() {
      if (!listed) return "the report holds no list of findings";
      const problems =
        placeless === 0 ? [] : [{ code: "no-place", message: `${placeless} findings name no file and were left out` }];
      const tool = words(head.get("type") ?? head.get("name"), "DefectDojo");
      return [{ tool, version: "", claims, problems, roots: [] }];
    },
  };
}

const CLOSED = ["false_p", "risk_accepted", "is_mitigated", "out_of_scope", "duplicate"] as const;

function toClaim(item: unknown): Claim | undefined {
  const path = digText(item, "file_path");
  const title = digText(item, "title");
  if (path === undefined) return undefined;
  const closed = CLOSED.find((key) => dig(item, key) === true);
  const remedy = digText(item, "mitigation");
  return {
    rule: words(dig(item, "vuln_id_from_tool") ?? dig(item, "cve") ?? title, "unnamed"),
    cwe: cwesIn([digWhole(item, "cwe") ?? dig(item, "cwe")]),
    severity: severityOfWord(dig(item, "severity")) ?? "medium",
    confidence: dig(item, "verified") === true ? 0.8 : 0.5,
    ...(title === undefined ? {} : { title: words(title.slice(0, 120), "unnamed") }),
    message: words(dig(item, "description") ?? title, "no message"),
    ...(remedy === undefined ? {} : { remedy: words(remedy.slice(0, 300), "see the tool") }),
    place: { path, startLine: digWhole(item, "line"), unit: "utf16" },
    hidden: closed === undefined ? undefined : `marked ${closed} in DefectDojo`,
  };
}
