import { advisoryClaim, advisoryName, packagePlaces } from "#adapters/scanner-host/advisory-claim.ts";
import type { ParseContext } from "#ports/scanner.ts";
import { type Claim, cwesIn, severityOfScore, severityOfWord } from "./claim.ts";
import { dig, digList, digText, scalar } from "./dig.ts";

/** An advisory as npm 6, pnpm and yarn 1 write it: one claim for each version that is installed. */
export function npmAdvisory(advisory: unknown, lock: string, context: ParseContext): Claim[] {
  const name = digText(advisory, "module_name");
  if (name === undefined) return [];
  const score = Number(scalar(dig(advisory, "cvss", "score")));
  const place = packagePlaces(context);
  const versions = [...new Set(digList(advisory, "findings").flatMap((one) => digText(one, "version") ?? []))];
  return (versions.length === 0 ? [undefined] : versions).map((version) =>
    advisoryClaim({
      id: advisoryName(advisory, `npm-${scalar(dig(advisory, "id"))}`),
      aliases: digList(advisory, "cves").filter((one) => typeof one === "string"),
      name,
      version,
      cwe: cwesIn([dig(advisory, "cwe"), ...digList(advisory, "cwe")]),
      severity: severityOfWord(dig(advisory, "severity")) ?? (Number.isFinite(score) ? severityOfScore(score) : "medium"),
      title: digText(advisory, "title"),
      fixed: [digText(advisory, "patched_versions") ?? ""].filter((one) => one !== "" && one !== "<0.0.0"),
      place: place(lock, name, version),
    }),
  );
}
