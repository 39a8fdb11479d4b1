import type { Problem } from "#domain/completeness.ts";
import { type Claim, cwesIn, severityOfWord, words } from "./claim.ts";
import { dig, digList, digText, digWhole } from "./dig.ts";
import type { ReportReader } from "./report-reader.ts";

/** Reads GitLab's security reports (schemas 14 and 15) of the kinds that name files: SAST, secret detection, dependency scanning. */
export function gitlabReader(): ReportReader {
  const claims: Claim[] = [];
  let scan: unknown;
  let listed = false;
  let placeless = 0;
  return {
    paths: ["$.scan", "$.vulnerabilities.*"],
    onOpen(path, kind) {
      if (path.length === 1 && path[0] === "vulnerabilities" && kind === "array") listed = true;
    },
    onPiece(path, value) {
      if (path[0] === "scan") scan = value;
      if (path[0] !== "vulnerabilities") return;
      const claim = toClaim(value);
      if (claim === undefined) placeless++;
      else claims.push(claim);
    },
    finish() {
      if (!listed) return "the report holds no list of vulnerabilities";
      const scanner = dig(scan, "scanner") ?? dig(scan, "analyzer");
      const problems: Problem[] = [];
      if (dig(scan, "status") !== "success")
        problems.push({
          code: "engine-failed",
          message: `the scan ended with the status ${words(dig(scan, "status"), "(none)")}`,
        });
      for (const message of digList(scan, "messages").slice(0, 50))
        if (dig(message, "level") === "fatal")
          problems.push({ code: "engine-error", message: words(dig(message, "value"), "an error without words") });
      if (placeless > 0)
        problems.push({ code: "no-place", message: `${placeless} vulnerabilities name no file and were left out` });
      const tool = words(dig(scanner, "name") ?? dig(scanner, "id"), "GitLab");
      return [{ tool, version: digText(scanner, "version") ?? "", claims, problems, roots: [] }];
    },
  };
}

function toClaim(item: unknown): Claim | undefined {
  const path = digText(item, "location", "file");
  if (path === undefined) return undefined;
  const identifiers = digList(item, "identifiers");
  const own = identifiers.find((one) => !/^(?:cwe|owasp|wasc)/iu.test(digText(one, "type") ?? "")) ?? identifiers[0];
  const numbers = identifiers.map((one) =>
    dig(one, "type") === "cwe" ? (digWhole(one, "value") ?? dig(one, "value")) : dig(one, "name"),
  );
  const name = digText(item, "name");
  const description = digText(item, "description") ?? digText(item, "message");
  const solution = digText(item, "solution");
  return {
    rule: words(dig(own, "value") ?? dig(own, "name"), "unnamed"),
    cwe: cwesIn(numbers),
    severity: severityOfWord(dig(item, "severity")) ?? "medium",
    confidence: 0.5,
    ...(name === undefined ? {} : { title: words(name.slice(0, 120), "unnamed") }),
    message: words(description ?? name, "no message"),
    ...(solution === undefined ? {} : { remedy: words(solution.slice(0, 300), "see the tool") }),
    place: {
      path,
      startLine: digWhole(item, "location", "start_line"),
      endLine: digWhole(item, "location", "end_line"),
      unit: "utf16",
    },
    hidden: dismissal(item),
  };
}

function dismissal(item: unknown): string | undefined {
  const flag = digList(item, "flags").find((one) => dig(one, "type") === "flagged-as-likely-false-positive");
  return flag === undefined ? undefined : words(dig(flag, "description"), "flagged as a likely false positive");
}
