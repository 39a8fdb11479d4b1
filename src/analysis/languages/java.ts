import type { Dialect } from "#analysis/parse/dialect.ts";
import type { LanguagePack } from "#analysis/parse/language-pack.ts";

const FUNCTIONS = ["method_declaration", "constructor_declaration", "compact_constructor_declaration"];
const CLASSES = ["class_declaration", "interface_declaration", "enum_declaration", "record_declaration"];
const BLOCKS = ["block", "constructor_body", "program", "switch_block_statement_group"];
const CALLS = [
  { kind: "method_invocation", callee: "name", arguments: "arguments" },
  { kind: "object_creation_expression", callee: "type", arguments: "arguments" },
];

const dialect: Dialect = {
  indented: false,
  namedArguments: false,
  bareArguments: false,
  requires: false,
  fieldsInScope: true,
  dottedImports: true,
  computedKeys: false,
  recordOpening: "",
  spellings: [
    { inBraces: "int …;", atTop: "int …;" },
    { inBraces: "int …;", atTop: "int …;", text: "@;" },
    { inBraces: "…", text: "@;" },
  ],
  anyParameter: "int …",
  typeBefore: true,
  testPlace: 0,
  binders: [
    ["enhanced_for_statement", "name"],
    ["catch_formal_parameter", "name"],
    ["formal_parameter", "name"],
    ["spread_parameter", ""],
    ["inferred_parameters", ""],
    ["resource", "name"],
    ["instanceof_expression", "name"],
    ["update_expression", ""],
  ],
  transparent: ["parenthesized_expression", "generic_type"],
  optional: [
    "modifiers",
    "type_parameters",
    "type_arguments",
    "throws",
    "super_interfaces",
    "superclass",
    "finally_clause",
    "dimensions",
  ],
  optionalTokens: [],
  identifiers: ["identifier", "type_identifier", "this", "super"],
  members: [
    { kind: "field_access", object: "object", property: "field" },
    { kind: "scoped_identifier", object: "scope", property: "name" },
    { kind: "scoped_type_identifier", object: "scope", property: "name" },
  ],
  calls: CALLS,
  argumentLists: ["argument_list"],
  assignments: [
    { kind: "assignment_expression", left: "left", right: "right" },
    { kind: "variable_declarator", left: "name", right: "value" },
    { kind: "resource", left: "name", right: "value" },
  ],
  functions: FUNCTIONS,
  lambdas: ["lambda_expression"],
  classes: CLASSES,
  blocks: BLOCKS,
  declarations: [],
  unordered: ["modifiers", "annotation_argument_list"],
  open: ["modifiers"],
  pairs: ["element_value_pair"],
  strings: ["string_literal"],
  constants: [
    "string_literal",
    "character_literal",
    "decimal_integer_literal",
    "hex_integer_literal",
    "octal_integer_literal",
    "binary_integer_literal",
    "decimal_floating_point_literal",
    "true",
    "false",
    "null_literal",
  ],
  comments: ["line_comment", "block_comment"],
  parameters: [{ kind: "formal_parameter", name: "name" }],
};

const pack: LanguagePack = {
  id: "java",
  aliases: ["java"],
  extensions: [".java"],
  interpreters: [],
  grammar: "tree-sitter-java.wasm",
  comments: ["line_comment", "block_comment"],
  strings: ["string_literal"],
  calls: CALLS,
  scopes: [...FUNCTIONS, ...CLASSES].map((kind) => ({ kind, name: "name" })),
  blocks: [...BLOCKS, "class_body", "interface_body", "switch_block"],
  identifiers: ["identifier", "type_identifier"],
  lineComment: "//",
  family: "java",
  regexes: "python",
  dialect,
  dottedModules: true,
  registry: undefined,
  openModules: false,
  joined: [{ kind: "method_invocation", from: "object", to: "name", as: "field_access", inner: "field" }],
  places: [{ kind: "scoped_type_identifier", fields: ["scope", "name"] }],
  neighbours: true,
};

export default pack;
