import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Inventory } from "#app/inventory.ts";
import { gitlabDependencies } from "#faces/reports/gitlab/dependencies.ts";
import { cycloneDx } from "#faces/reports/sbom/cyclonedx.ts";
import { openVex } from "#faces/reports/sbom/openvex.ts";
import { schemaCheck } from "../schema-check.ts";
import { INVENTORY } from "./canned-inventory.ts";

const packages = createRequire(import.meta.url);

/** The official schemas, as the CycloneDX project ships them with its library. */
async function cycloneSchema() {
  const folder = packages.resolve("@cyclonedx/cyclonedx-library").replace(/dist\.node.*$/u, "res/schema/");
  const read = async (name: string) => JSON.parse(await readFile(`${folder}${name}.SNAPSHOT.schema.json`, "utf8")) as object;
  const ajv = new Ajv({ strict: false, allErrors: true });
  // The package ships CommonJS, whose default export is the module.
  (addFormats as unknown as (target: Ajv) => void)(ajv);
  for (const format of ["iri-reference", "idn-email"]) ajv.addFormat(format, true);
  for (const name of ["spdx", "jsf-0.82"])
    ajv.addSchema({ ...(await read(name)), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` });
  return ajv.compile(await read("bom-1.6"));
}

test("the CycloneDX document keeps the official schema, with and without advisories", async () => {
  const validate = await cycloneSchema();

  for (const inventory of [
    INVENTORY,
    { ...INVENTORY, weaknesses: undefined, problems: [] },
    { ...INVENTORY, components: [], weaknesses: [] },
  ]) {
    validate(cycloneDx(inventory, { version: "0.1.0", timestamp: "2026-11-21T00:00:00Z" }));
    expect(validate.errors ?? []).toEqual([]);
  }
  validate({ ...cycloneDx(INVENTORY, { version: "0.1.0" }), components: [{ type: "nothing" }] });
  expect(validate.errors ?? []).not.toEqual([]);
});

test("the same packages make the same document, other packages another serial number", () => {
  const serial = (inventory: Inventory) => (cycloneDx(inventory, { version: "0.1.0" }) as { serialNumber: string }).serialNumber;

  expect(cycloneDx(INVENTORY, { version: "0.1.0" })).toEqual(cycloneDx(structuredClone(INVENTORY), { version: "0.1.0" }));
  expect(serial(INVENTORY)).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(serial({ ...INVENTORY, components: [] })).not.toBe(serial(INVENTORY));
});

test("what is not whole is said in the document", () => {
  expect(cycloneDx(INVENTORY, { version: "0.1.0" })).toMatchObject({
    metadata: {
      properties: [{ name: "assay:problem:not-pinned", value: "pom.xml: the version of a:b does not stand in this file" }],
    },
    compositions: [{ aggregate: "incomplete" }],
  });
});

/** The parts of OpenVEX 0.2.0 that we write, from its specification: required fields, status and what each status asks for. */
const Statement = z.union([
  z.strictObject({ ...subject(), status: z.literal("affected"), action_statement: z.string().min(1) }),
  z.strictObject({ ...subject(), status: z.literal("under_investigation"), status_notes: z.string() }),
]);
function subject() {
  return {
    vulnerability: z.strictObject({ name: z.string().min(1), aliases: z.array(z.string()).optional() }),
    products: z
      .array(z.strictObject({ "@id": z.string().startsWith("pkg:"), identifiers: z.strictObject({ purl: z.string() }) }))
      .min(1),
  };
}
const OpenVex = z.strictObject({
  "@context": z.literal("https://openvex.dev/ns/v0.2.0"),
  "@id": z.string().startsWith("urn:uuid:"),
  author: z.string(),
  timestamp: z.iso.datetime(),
  version: z.literal(1),
  tooling: z.string(),
  statements: z.array(Statement).min(1),
});

test("OpenVEX calls affected what code imports, and nothing unaffected", () => {
  const document = OpenVex.parse(openVex(INVENTORY, { version: "0.1.0" }));

  expect(document.timestamp).toBe("2026-11-01T00:00:00Z");
  expect(document.statements.map(({ vulnerability, status }) => [vulnerability.name, status])).toEqual([
    ["GHSA-1", "affected"],
    ["GHSA-2", "under_investigation"],
  ]);
  expect(() => openVex({ ...INVENTORY, weaknesses: undefined }, { version: "0.1.0" })).toThrow("no advisory snapshot");
  expect(() => openVex({ ...INVENTORY, weaknesses: [] }, { version: "0.1.0" })).toThrow("at least one statement");
});

test("GitLab's dependency report keeps to its format, names every file, and is a failure where one was not read in whole", async () => {
  const errors = schemaCheck("", await readFile("fixtures/schemas/gitlab-dependency-scanning.json", "utf8"));
  const times = { start: "2026-11-21T00:00:00", end: "2026-11-21T00:00:01" };
  const report = gitlabDependencies(INVENTORY, "0.1.0", times);

  expect(errors(JSON.stringify(report))).toEqual([]);
  expect(report).toMatchObject({
    scan: { type: "dependency_scanning", status: "failure" },
    dependency_files: [
      { path: "package-lock.json", package_manager: "npm", dependencies: [{ package: { name: "@acme/ui" }, version: "2.1.0" }] },
      { path: "pom.xml", package_manager: "maven" },
    ],
    vulnerabilities: [
      {
        severity: "Critical",
        solution: "Upgrade @acme/ui to 2.1.1.",
        identifiers: [{ type: "ghsa" }, { type: "cve", value: "CVE-2026-1" }, { type: "cwe", value: "22" }],
        location: { file: "package-lock.json" },
      },
      { severity: "Low", name: "GHSA-2 in org.acme:left", solution: "No fixed version is known." },
    ],
  });
  expect(gitlabDependencies({ ...INVENTORY, problems: [] }, "0.1.0", times)).toMatchObject({ scan: { status: "success" } });
  expect(() => gitlabDependencies({ ...INVENTORY, weaknesses: undefined }, "0.1.0", times)).toThrow("no advisory snapshot");
});
