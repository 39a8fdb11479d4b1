import { CLAIM_REASONS } from "#domain/claim.ts";

/** The page about bundles, approvals, and why one is refused. */
export function evidencePage(): string {
  const rows = Object.entries(CLAIM_REASONS).map(([code, means]) => `| \`${code}\` | ${means} |`);
  return [
    "# Evidence",
    "",
    "Written by `npm run generate` from `src/domain/claim.ts`. [The bundle](../../ARCHITECTURE.md#the-evidence-bundle) is what `assay fix` leaves behind,",
    "[an approval](../guides/gate.md#people-agree) what `assay approve` does.",
    "",
    "## Claims",
    "",
    "`assay verify` answers with one line a claim. A claim `holds`, `fails`, or is `unknown`; the exit code is 0 where all hold, 1 where one fails, else 3.",
    "",
    "| claim | of | says |",
    "| --- | --- | --- |",
    "| `form` | both | the file can be read in one way only; told where it fails |",
    "| `signature` | bundle | one Ed25519 signature of the key beside it, over the DSSE encoding of the statement |",
    "| `statement` | bundle | what was signed is the statement of a repair in a known version; told where it fails |",
    "| `signer` | bundle | the key is one that this user trusts |",
    "| `patch`, `inputs` | bundle | the diff and the files before are those that were signed |",
    "| `chain` | bundle | the log is unbroken and ends at the entry that was signed |",
    "| `subject PATH` | bundle | the file on the disk is the repaired one, or the one before where nothing was applied |",
    "| `ID LEVEL CHECK` | bundle | with `--replay`: the check answers as it did |",
    "| `approval` | approval | signed by a person of the policy who may, and not run out |",
    "| `decision` | approval | with `--decision`: it speaks of that decision |",
    "",
    "## Reasons",
    "",
    "`--format json` carries the code of what does not hold. `fixtures/evidence/refused` holds a file for each way to be refused, and a test that it is refused for its reason.",
    "",
    "| reason | means |",
    "| --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
