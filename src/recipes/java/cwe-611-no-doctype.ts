import { NONE, textOf } from "#analysis/parse/tree.ts";
import { indentationAt, insertAfter, startsLine } from "#recipes/kit/edit.ts";
import { callsNear, declaredWith, importEdit, methodAround, objectText } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-611-no-doctype",
  title: "Refuse documents that declare entities",
  languages: ["java"],
  cwes: ["CWE-611", "CWE-776"],
  review: "merge-after-review",
  description:
    "Turns DOCTYPE off right behind the line that makes a `DocumentBuilderFactory`, a `SAXParserFactory`, an `XMLInputFactory`, a `SchemaFactory` or an `XMLReader`, and what a DOCTYPE or style sheet names behind that of a `TransformerFactory`. Declines where the factory is no variable of its own line, or where the parser is not made in the same function, whose errors the new line shares.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["newInstance", "newFactory", "createXMLReader"]);
    const owner = call === undefined ? "" : (objectText(tree, call).split(".").at(-1) ?? "");
    const lines = LINES[owner];
    if (call === undefined || lines === undefined) return decline("no parser of XML is made at the place", "other-place");
    const made = declaredWith(tree, call);
    const method = methodAround(tree, call);
    if (made === undefined || method === NONE || !startsLine(tree, made.statement))
      return decline("the factory is no variable that a line of its own declares", "too-involved");
    const around = textOf(tree, method);
    if (new RegExp(`\\b${made.name}[.](?:setFeature|setProperty|setAttribute)[(]`, "u").test(around))
      return decline("features of the factory are set already", "too-involved");
    if (
      !new RegExp(
        `\\b${made.name}[.](?:newDocumentBuilder|newSAXParser|create\\w+Reader|newSchema|newTransformer|newTemplates|parse)[(]`,
        "u",
      ).test(around)
    )
      return decline("the parser is made elsewhere, where other errors are expected", "not-in-view");
    const transformer = owner === "TransformerFactory";
    const header = lines.some((line) => line.includes("XMLConstants.")) ? importEdit(tree, "javax.xml.XMLConstants") : undefined;
    const indent = indentationAt(tree.text, tree.starts[made.statement] as number);
    return offer(tree, [
      {
        variant: "refused",
        title: transformer ? "Load nothing that documents name" : "Refuse DOCTYPE",
        rationale: transformer
          ? "Files and addresses that a document or style sheet names are not opened."
          : "A document without DOCTYPE cannot name files, addresses or entities.",
        tradeOffs: {
          behaviour: `Documents ${transformer ? "and style sheets that name others" : "with a DOCTYPE"} are refused.`,
        },
        edits: [
          ...(header === undefined ? [] : [header]),
          insertAfter(tree, made.statement, lines.map((line) => `\n${indent}${made.name}.${line}`).join("")),
        ],
      },
    ]);
  },
});

const FEATURE = 'setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);';
const LINES: Readonly<Record<string, readonly string[]>> = {
  DocumentBuilderFactory: [FEATURE],
  SAXParserFactory: [FEATURE],
  XMLReaderFactory: [FEATURE],
  SchemaFactory: [FEATURE, 'setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");'],
  TransformerFactory: [
    'setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");',
    'setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");',
  ],
  XMLInputFactory: [
    "setProperty(XMLInputFactory.SUPPORT_DTD, false);",
    "setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);",
  ],
};
