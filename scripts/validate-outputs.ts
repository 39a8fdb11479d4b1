// Holds every report that has a schema of its readers against the official file, and our own schemas in fixtures/schemas too: what the official one refuses, ours must refuse.
// The official files are not ours to keep here; put those you have into a folder, by the names in OFFICIAL.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { jsonCheck, schemaCheck } from "../test/schema-check.ts";
import { reportSamples } from "../test/report-samples.ts";
import { spoiledJson, spoiledXml } from "../test/spoil-report.ts";

const OURS = join(import.meta.dirname, "../fixtures/schemas");
/** Official files, where their owners keep them, and which of ours speaks of the same report. */
const OFFICIAL: Readonly<Record<string, { readonly ours: string; readonly from: string }>> = {
  "sast-report-format.json": {
    ours: "gitlab-sast.json",
    from: "GitLab: lib/gitlab/ci/parsers/security/validators/schemas/<version>",
  },
  "dependency-scanning-report-format.json": { ours: "gitlab-dependency-scanning.json", from: "GitLab: the same folder" },
  "codeclimate.json": { ours: "gitlab-code-quality.json", from: "GitLab: app/validators/json_schemas" },
  "junit-10.xsd": {
    ours: "junit.xsd",
    from: "Jenkins xUnit plugin: src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd",
  },
  "DiagnosticResult.json": { ours: "rdjson.json", from: "reviewdog: proto/rdf/jsonschema" },
};

const { values } = parseArgs({ options: { "schema-dir": { type: "string" } } });
const folder = values["schema-dir"];
if (folder === undefined) {
  console.error(`usage: node scripts/validate-outputs.ts --schema-dir DIR\n\nDIR holds some of:`);
  for (const [name, { from }] of Object.entries(OFFICIAL)) console.error(`  ${name.padEnd(40)} ${from}`);
  process.exit(2);
}

/** The file of GitLab speaks of one entry of the array that a report is. */
const officialCheck = (name: string, text: string) =>
  name === "codeclimate.json" ? jsonCheck({ type: "array", items: JSON.parse(text) as object }) : schemaCheck(name, text);

let wrong = 0;
let held = 0;
const present = new Set(readdirSync(folder));
for (const [name, { ours }] of Object.entries(OFFICIAL)) {
  if (!present.has(name)) {
    console.log(`${name}: not in ${basename(folder)}, not checked`);
    continue;
  }
  held += 1;
  const official = officialCheck(name, readFileSync(join(folder, name), "utf8"));
  const own = schemaCheck(ours, readFileSync(join(OURS, ours), "utf8"));
  const samples = reportSamples().filter(({ schema }) => schema === ours);
  const before = wrong;
  let spoiled = 0;
  let refused = 0;
  for (const { of, text } of samples) {
    const errors = [...official(text), ...own(text)];
    if (errors.length > 0) console.log(`${name}: ${of}: ${errors.slice(0, 5).join("; ")}`);
    wrong += errors.length;
    for (const other of name.endsWith(".xsd") ? spoiledXml(text) : spoiledJson(text)) {
      spoiled += 1;
      const against = official(other);
      if (against.length === 0) continue;
      refused += 1;
      if (own(other).length > 0) continue;
      wrong += 1;
      if (wrong < 20) console.log(`${ours} takes what ${name} refuses: ${of}: ${against[0] ?? ""}`);
    }
  }
  const verdict = wrong === before ? "fit" : `and ${wrong - before} faults`;
  console.log(`${name}: ${samples.length} reports ${verdict}; of ${spoiled} spoiled ones it refuses ${refused}`);
}
console.log(wrong === 0 && held > 0 ? "ours refuse all of them" : held === 0 ? "nothing was checked" : `${wrong} faults`);
process.exitCode = wrong > 0 || held === 0 ? 1 : 0;
