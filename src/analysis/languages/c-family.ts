import type { Dialect } from "#analysis/parse/dialect.ts";
import type { LanguagePack } from "#analysis/parse/language-pack.ts";

const dialect: Dialect = {
  indented: false,
  namedArguments: false,
  bareArguments: false,
  requires: false,
  dottedImports: false,
  computedKeys: false,
  around: { open: "void __assay_body__(void) {", close: "}" },
  declarators: ["pointer_declarator", "array_declarator"],
  recordOpening: "",
  spellings: [{ inBraces: "…;" }],
  testPlace: 0,
  binders: [
    ["function_definition", "declarator"],
    ["parameter_declaration", "declarator"],
    ["update_expression", "argument"],
  ],
  transparent: ["parenthesized_expression", "cast_expression"],
  optional: ["type_qualifier", "storage_class_specifier", "else_clause", "attribute_specifier", "gnu_asm_expression"],
  optionalTokens: ["const", "static", "inline", "volatile"],
  identifiers: ["identifier", "null"],
  members: [{ kind: "field_expression", object: "argument", property: "field" }],
  calls: [{ kind: "call_expression", callee: "function", arguments: "arguments" }],
  argumentLists: ["argument_list"],
  assignments: [
    { kind: "assignment_expression", left: "left", right: "right" },
    { kind: "init_declarator", left: "declarator", right: "value" },
  ],
  functions: ["function_definition"],
  lambdas: [],
  classes: [],
  blocks: ["compound_statement", "translation_unit", "case_statement"],
  declarations: [],
  unordered: [],
  pairs: [],
  strings: ["string_literal", "concatenated_string"],
  constants: ["string_literal", "concatenated_string", "number_literal", "char_literal", "true", "false", "null"],
  comments: ["comment"],
  parameters: [],
};

type Own = "id" | "aliases" | "extensions" | "grammar";

/** What C and C++ share, whose grammar extends that of C. */
export function cFamilyPack(own: Pick<LanguagePack, Own> & Pick<LanguagePack, "subset">): LanguagePack {
  return {
    ...own,
    interpreters: [],
    comments: ["comment"],
    strings: ["string_literal"],
    calls: [{ kind: "call_expression", callee: "function", arguments: "arguments" }],
    scopes: [{ kind: "function_definition", name: "declarator" }],
    blocks: ["compound_statement", "translation_unit", "case_statement"],
    identifiers: ["identifier", "field_identifier", "type_identifier"],
    lineComment: "//",
    family: "c",
    regexes: "python",
    dialect,
    dottedModules: false,
    registry: undefined,
    openModules: true,
  };
}
