import type { LanguagePack } from "#analysis/parse/language-pack.ts";

type Own = "id" | "aliases" | "extensions" | "interpreters" | "grammar";

/** What JavaScript and TypeScript grammars share: they name the same kinds. */
export function ecmascriptPack(own: Pick<LanguagePack, Own>): LanguagePack {
  return {
    ...own,
    comments: ["comment", "html_comment"],
    strings: ["string", "template_string"],
    calls: [
      { kind: "call_expression", callee: "function", arguments: "arguments" },
      { kind: "new_expression", callee: "constructor", arguments: "arguments" },
    ],
    scopes: [
      { kind: "function_declaration", name: "name" },
      { kind: "generator_function_declaration", name: "name" },
      { kind: "method_definition", name: "name" },
      { kind: "class_declaration", name: "name" },
      { kind: "variable_declarator", name: "name" },
    ],
    blocks: ["statement_block", "program", "class_body", "switch_body"],
    identifiers: ["identifier", "property_identifier", "shorthand_property_identifier", "private_property_identifier"],
    lineComment: "//",
    family: "javascript",
    regexes: "javascript",
    dottedModules: false,
    openModules: false,
  };
}
