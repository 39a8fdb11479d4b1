import type { Dialect } from "#analysis/parse/dialect.ts";
import type { LanguagePack } from "#analysis/parse/language-pack.ts";

type Own = "id" | "aliases" | "extensions" | "interpreters" | "grammar";

const dialect: Dialect = {
  indented: false,
  namedArguments: false,
  bareArguments: false,
  requires: true,
  dottedImports: false,
  computedKeys: false,
  recordOpening: "(",
  // An object literal must be in brackets to be one.
  spellings: [
    { inBraces: "…" },
    { inBraces: "…;" },
    { inBraces: "…", text: "(@)", only: "^\\{" },
    { inBraces: "…;", text: "(@)", only: "^\\{" },
    { inBraces: "case …:" },
    { inBraces: "…;", text: "class § {@}" },
    { inBraces: "…", text: "({@})", only: `^(?:[\\w$]+|"[^"]*"|'[^']*')\\s*:\\s` },
  ],
  testPlace: 0,
  binders: [
    ["for_in_statement", "left"],
    ["catch_clause", "parameter"],
    ["function_declaration", "name"],
    ["generator_function_declaration", "name"],
    ["class_declaration", "name"],
    ["formal_parameters", ""],
    ["arrow_function", "parameter"],
    ["import_clause", ""],
  ],
  transparent: [
    "parenthesized_expression",
    "await_expression",
    "as_expression",
    "satisfies_expression",
    "non_null_expression",
    "type_assertion",
  ],
  optional: [
    "type_annotation",
    "regex_flags",
    "type_parameters",
    "type_arguments",
    "type_predicate_annotation",
    "asserts_annotation",
    "accessibility_modifier",
    "override_modifier",
    "optional_chain",
    "decorator",
    "else_clause",
    "finally_clause",
  ],
  optionalTokens: ["async", "static", "readonly", "abstract", "declare", "?.", "*", "accessor"],
  identifiers: ["identifier", "shorthand_property_identifier", "this", "super", "undefined"],
  members: [{ kind: "member_expression", object: "object", property: "property" }],
  calls: [
    { kind: "call_expression", callee: "function", arguments: "arguments" },
    { kind: "new_expression", callee: "constructor", arguments: "arguments" },
  ],
  argumentLists: ["arguments"],
  assignments: [
    { kind: "assignment_expression", left: "left", right: "right" },
    { kind: "variable_declarator", left: "name", right: "value" },
    { kind: "field_definition", left: "property", right: "value" },
    { kind: "public_field_definition", left: "name", right: "value" },
  ],
  functions: ["function_declaration", "generator_function_declaration"],
  lambdas: ["function_expression", "arrow_function", "generator_function"],
  classes: ["class_declaration", "class", "abstract_class_declaration"],
  blocks: ["statement_block", "program", "switch_case", "switch_default"],
  declarations: ["lexical_declaration", "variable_declaration"],
  unordered: ["object", "object_pattern"],
  pairs: ["pair", "pair_pattern"],
  strings: ["string", "template_string"],
  constants: ["string", "template_string", "number", "true", "false", "null", "regex"],
  comments: ["comment", "html_comment"],
  parameters: [
    { kind: "required_parameter", name: "pattern" },
    { kind: "optional_parameter", name: "pattern" },
    { kind: "assignment_pattern", name: "left" },
  ],
};

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
    dialect,
    dottedModules: false,
    registry: "npm",
    openModules: false,
  };
}
