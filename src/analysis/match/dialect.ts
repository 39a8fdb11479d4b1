/** What the matcher must know of a grammar beyond its LanguagePack: names of node kinds. */
export interface Dialect {
  readonly python: boolean;
  /** Kinds whose one expression child stands for them: brackets, `await`, casts. A pattern of the same kind still sees them. */
  readonly transparent: readonly string[];
  /** Kinds of children that a pattern need not mention: types, modifiers, `else`. */
  readonly optional: readonly string[];
  /** Keywords that a pattern need not mention. */
  readonly optionalTokens: readonly string[];
  readonly identifiers: readonly string[];
  readonly members: readonly { readonly kind: string; readonly object: string; readonly property: string }[];
  readonly calls: readonly { readonly kind: string; readonly callee: string; readonly arguments: string }[];
  readonly argumentLists: readonly string[];
  /** Assignment-like kinds with the fields of target and value. */
  readonly assignments: readonly { readonly kind: string; readonly left: string; readonly right: string }[];
  /** Function kinds, grouped: a pattern of a group matches every kind of it. */
  readonly functions: readonly string[];
  readonly lambdas: readonly string[];
  readonly classes: readonly string[];
  readonly blocks: readonly string[];
  readonly declarations: readonly string[];
  /** Kinds whose children match in any order, extra ones only with an ellipsis. */
  readonly unordered: readonly string[];
  readonly pairs: readonly string[];
  readonly strings: readonly string[];
  readonly constants: readonly string[];
  readonly comments: readonly string[];
  /** Field or kind of parameters that carry a default or a type, with the field of the name. */
  readonly parameters: readonly { readonly kind: string; readonly name: string }[];
}

export const PYTHON: Dialect = {
  python: true,
  transparent: ["parenthesized_expression", "await"],
  optional: ["type", "type_parameter", "else_clause", "elif_clause", "finally_clause", "decorator"],
  optionalTokens: ["async"],
  identifiers: ["identifier"],
  members: [{ kind: "attribute", object: "object", property: "attribute" }],
  calls: [{ kind: "call", callee: "function", arguments: "arguments" }],
  argumentLists: ["argument_list"],
  assignments: [
    { kind: "assignment", left: "left", right: "right" },
    { kind: "named_expression", left: "name", right: "value" },
  ],
  functions: ["function_definition"],
  lambdas: ["lambda"],
  classes: ["class_definition"],
  blocks: ["block", "module"],
  declarations: [],
  unordered: ["dictionary", "set"],
  pairs: ["pair", "keyword_argument"],
  strings: ["string", "concatenated_string"],
  constants: ["string", "concatenated_string", "integer", "float", "true", "false", "none"],
  comments: ["comment", "line_continuation"],
  parameters: [
    { kind: "default_parameter", name: "name" },
    { kind: "typed_default_parameter", name: "name" },
    { kind: "typed_parameter", name: "" },
  ],
};

export const ECMASCRIPT: Dialect = {
  python: false,
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
