const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));

/** Kinds of which code of C is made. Those of the preprocessor and of declarations outside of functions are here too. */
export const C_KINDS = words(`
  abstract_array_declarator abstract_function_declarator abstract_parenthesized_declarator abstract_pointer_declarator alignof_expression
  argument_list array_declarator assignment_expression attribute attribute_declaration attribute_specifier attributed_declarator
  attributed_statement auto binary_expression bitfield_clause break_statement call_expression case_statement cast_expression char_literal
  character comma_expression comment compound_literal_expression compound_statement concatenated_string conditional_expression
  continue_statement declaration do_statement else_clause enum_specifier enumerator enumerator_list escape_sequence expression_statement
  extension_expression false field_declaration field_declaration_list field_designator field_expression field_identifier for_statement
  function_declarator gnu_asm_clobber_list gnu_asm_expression gnu_asm_goto_list gnu_asm_input_operand gnu_asm_input_operand_list
  gnu_asm_output_operand gnu_asm_output_operand_list gnu_asm_qualifier goto_statement identifier if_statement init_declarator
  initializer_list initializer_pair labeled_statement ms_call_modifier ms_declspec_modifier null number_literal offsetof_expression
  parameter_declaration parameter_list parenthesized_declarator parenthesized_expression placeholder_type_specifier pointer_declarator
  pointer_expression pointer_type_declarator preproc_arg preproc_call preproc_def preproc_defined preproc_directive preproc_elif
  preproc_elifdef preproc_else preproc_if preproc_ifdef primitive_type return_statement sized_type_specifier sizeof_expression
  statement_identifier storage_class_specifier string_content string_literal struct_specifier subscript_designator subscript_expression
  subscript_range_designator switch_statement system_lib_string throw_statement true type_definition type_descriptor type_identifier
  type_qualifier unary_expression union_specifier update_expression variadic_parameter while_statement`);

/** Operators and words that C does not have, or has for something else. */
export const CPP_TOKENS = words(
  `and and_eq or or_eq not not_eq compl bitand bitor xor xor_eq <=> .* ->* explicit typename template operator virtual friend mutable thread_local`,
);

/** Declarations that hold no code: what they declare is known nowhere, and nothing is left unread. */
export const WITHOUT_CODE = words(`
  using_declaration alias_declaration namespace_alias_definition static_assert_declaration concept_definition template_instantiation`);

/** What holds others outside of functions. */
export const AROUND = words(`preproc_if preproc_ifdef preproc_else preproc_elif preproc_elifdef`);

/** What the preprocessor says outside of functions, and what nothing says anything of. */
export const ASIDE = words(`comment preproc_include preproc_def preproc_function_def preproc_call preproc_directive`);

/** Kinds of which what holds code has at least one. */
export const CODE = [
  "compound_statement",
  "call_expression",
  "new_expression",
  "string_literal",
  "raw_string_literal",
  "lambda_expression",
];
