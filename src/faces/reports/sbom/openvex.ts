import type { Inventory, Weakness } from "#app/inventory.ts";
import { AssayError } from "#domain/errors.ts";
import { type SbomContext, uuidOf } from "./cyclonedx.ts";

/**
 * OpenVEX 0.2.0 (https://github.com/openvex/spec): packages that code imports are called affected, all others are under investigation;
 * that something is not affected is for people to say. Its time is that of the youngest advisory unless one is given. Throws AssayError
 * `snapshot-invalid` without advisories, `nothing-to-scan` where no advisory speaks: the format has no empty document.
 */
export function openVex(inventory: Inventory, { version, timestamp }: SbomContext): object {
  const { weaknesses, snapshot } = inventory;
  if (weaknesses === undefined || snapshot === undefined)
    throw new AssayError("snapshot-invalid", "there is no advisory snapshot");
  if (weaknesses.length === 0)
    throw new AssayError(
      "nothing-to-scan",
      "no advisory speaks of any package, and an OpenVEX document holds at least one statement",
      {
        hint: "The CycloneDX document shows the same: its list of vulnerabilities is empty.",
      },
    );
  return {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": `urn:uuid:${uuidOf(inventory)}`,
    author: "assay",
    timestamp: timestamp ?? snapshot.newest,
    version: 1,
    tooling: `assay ${version}, advisories ${snapshot.version}`,
    statements: weaknesses.map(statement),
  };
}

function statement({ purl, advisory, imported, upgrade }: Weakness): object {
  const action = upgrade === undefined ? "Replace the package: no fixed version is known." : `Upgrade to ${upgrade}.`;
  return {
    vulnerability: { name: advisory.id, ...(advisory.aliases.length > 0 && { aliases: advisory.aliases }) },
    products: [{ "@id": purl, identifiers: { purl } }],
    ...(imported === true
      ? { status: "affected", action_statement: action }
      : {
          status: "under_investigation",
          status_notes: `${imported === false ? "The project's own code does not import the package." : "Whether the code uses the package was not looked at."} ${action}`,
        }),
  };
}
