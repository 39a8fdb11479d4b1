import { Ajv2020 } from "ajv/dist/2020.js";
import { XmlDocument, XsdValidator } from "libxml2-wasm";

/** What a schema says against a report; none means that it fits. */
type SchemaCheck = (report: string) => readonly string[];

/** Keywords of draft 4 that newer drafts call otherwise; none of them forbids anything. */
const DRAFT_4 = new Set(["$schema", "id"]);

/** A check by the JSON Schema (draft 4 to 2020-12, without `dependencies` and references to other files) or the XML Schema with this text. Throws on another text. */
export function schemaCheck(name: string, text: string): SchemaCheck {
  return name.endsWith(".xsd")
    ? xmlCheck(text)
    : jsonCheck(
        JSON.parse(text, (key, value: unknown) => (DRAFT_4.has(key) && typeof value === "string" ? undefined : value)) as object,
      );
}

export function jsonCheck(schema: object): SchemaCheck {
  const valid = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  return (report) =>
    valid(JSON.parse(report)) ? [] : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

function xmlCheck(schema: string): SchemaCheck {
  const rules = XsdValidator.fromDoc(XmlDocument.fromString(schema));
  return (report) => {
    try {
      const document = XmlDocument.fromString(report);
      try {
        rules.validate(document);
      } finally {
        document.dispose();
      }
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  };
}
