// Writes the corpus of invalid evidence: `node scripts/evidence-corpus.ts`. Keys are made from their names, so it gives the same bytes everywhere.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { approvalCases, VALID_APPROVAL } from "./evidence/approval-cases.ts";
import { bundleCases, VALID_BUNDLE } from "./evidence/bundle-cases.ts";

const folder = fileURLToPath(new URL("../fixtures/evidence/", import.meta.url));
const cases = [...bundleCases(), ...approvalCases()];
await rm(join(folder, "refused"), { recursive: true, force: true });
await mkdir(join(folder, "refused"), { recursive: true });
await writeFile(join(folder, "valid-bundle.json"), VALID_BUNDLE);
await writeFile(join(folder, "valid-approval.json"), VALID_APPROVAL);
for (const { name, content } of cases) await writeFile(join(folder, "refused", `${name}.json`), content);
console.log(`${cases.length} refused, 2 valid`);
