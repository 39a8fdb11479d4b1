import { ruleCatalogue } from "#app/rule-catalogue.ts";
import { rulesFor, type Standard, STANDARDS } from "#domain/standard.ts";
import { loadStandard } from "#standards/load.ts";

/** Which rules of which standards are looked for, in which languages. */
export async function standardsPage(): Promise<string> {
  const catalogue = await ruleCatalogue();
  const families = [...new Set(catalogue.flatMap((rule) => rule.families))].toSorted();
  const standards = await Promise.all(STANDARDS.map(loadStandard));
  const lookedIn = ({ languages }: Standard, rule: Standard["rules"][number]): string[] =>
    families.filter((family) => (languages?.includes(family) ?? true) && rulesFor(rule, catalogue, family).length > 0);
  const summary = standards.map((standard) => [
    `\`${standard.id}\``,
    `[${standard.title}](${standard.source})`,
    standard.edition,
    String(standard.rules.length),
    ...families.map((family) => {
      if (standard.languages?.includes(family) === false) return "";
      return String(standard.rules.filter((rule) => lookedIn(standard, rule).includes(family)).length);
    }),
  ]);
  const sections = standards.flatMap((standard) => {
    const looked = standard.rules.filter((rule) => lookedIn(standard, rule).length > 0 || rule.engines.length > 0);
    const rows = looked.map((rule) => [
      rule.id,
      rule.about,
      rule.cwes.map((cwe) => cwe.slice(4)).join(" "),
      [...lookedIn(standard, rule), ...rule.engines.map((engine) => `\`${engine}\``)].join(", "),
      rule.narrower === undefined ? "" : `only ${rule.narrower}`,
    ]);
    const rest = Map.groupBy(
      standard.rules.filter((rule) => !looked.includes(rule)),
      ({ unchecked }) => unchecked ?? "no rule of assay looks for it",
    );
    return [
      `## ${standard.title}, ${standard.edition}`,
      "",
      ...(rows.length === 0 ? [] : [table(["rule", "about", "CWE", "looked for in", "how far"], rows), ""]),
      ...(rest.size === 0 ? [] : ["Not looked for; findings of other engines count where their weakness is known:", ""]),
      ...Array.from(rest, ([why, rules]) => `- ${why}: ${rules.map(({ id }) => id).join(", ")}`),
      ...(rest.size === 0 ? [] : [""]),
    ];
  });
  return [
    "# Standards",
    "",
    "Written by `npm run generate` from `src/standards`. Numbers are those of the standards, words are ours.",
    "",
    "`assay check --standard NAME` says of every rule: *violated* (how often, where), *found and suppressed*, *looked at in part* (rules look for it, and some file was not wholly analysed), *checked* (rules looked at every file of their languages and found nothing), or *not checkable here* (why). Checked is no certificate: it says that rules of assay found nothing, not that the standard's rule is kept. Findings of every engine count as violations; only rules whose weaknesses are known, those of the embedded engine, count as looking.",
    "",
    "Rules of each standard that are looked for, by language:",
    "",
    table(["`--standard`", "standard", "edition", "rules", ...families], summary),
    "",
    ...sections,
  ].join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
