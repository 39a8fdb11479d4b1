import type { Grammar, KindSet } from "./grammar.ts";

/** Node kinds as data flow sees them, resolved for one grammar. */
export interface TaintKinds {
  /** Holds statements: visited part by part. */
  readonly container: KindSet;
  /** Containers whose branches run one or none. */
  readonly fork: KindSet;
  /** Forks whose body may run again. */
  readonly loop: KindSet;
  /** Parts of a fork that are branches; other parts are conditions. */
  readonly branch: KindSet;
  /** A fork with such a part always takes some branch. */
  readonly otherwise: KindSet;
  /** Statements after which the branch does not go on. */
  readonly leaves: KindSet;
  /** Values of these kinds are numbers or truth values, whatever they are made from. */
  readonly harmless: KindSet;
  readonly unary: KindSet;
  readonly conditional: KindSet;
  readonly subscript: KindSet;
  readonly augmented: KindSet;
  /** Loops in an expression or statement that bind `left` to the items of `right`. */
  readonly iteration: KindSet;
  readonly alias: KindSet;
  readonly names: KindSet;
  readonly left: number;
  readonly right: number;
  readonly condition: number;
  readonly operator: number;
}

const known = new WeakMap<Grammar, TaintKinds>();

export function taintKinds(grammar: Grammar): TaintKinds {
  let kinds = known.get(grammar);
  if (kinds === undefined) {
    kinds = resolve(grammar);
    known.set(grammar, kinds);
  }
  return kinds;
}

function resolve({ kinds, field, dialect }: Grammar): TaintKinds {
  const forks = ["if_statement", "try_statement", "case_clause", "switch_case", "switch_default"];
  const loops = ["for_statement", "for_in_statement", "while_statement", "do_statement"];
  const branches = ["elif_clause", "else_clause", "except_clause", "except_group_clause", "catch_clause", "finally_clause"];
  return {
    container: kinds(
      ...dialect.blocks,
      ...dialect.classes,
      ...forks,
      ...loops,
      ...branches,
      "with_statement",
      "match_statement",
      "switch_statement",
      "switch_body",
      "class_body",
      "labeled_statement",
      "export_statement",
      "decorated_definition",
    ),
    fork: kinds(...forks, ...loops),
    loop: kinds(...loops),
    branch: kinds(...branches),
    otherwise: kinds("else_clause"),
    leaves: kinds("return_statement", "raise_statement", "throw_statement"),
    harmless: kinds("comparison_operator", "not_operator"),
    unary: kinds("unary_expression", "update_expression"),
    conditional: kinds("conditional_expression", "ternary_expression"),
    subscript: kinds("subscript", "subscript_expression"),
    augmented: kinds("augmented_assignment", "augmented_assignment_expression"),
    iteration: kinds("for_in_clause", "for_statement", "for_in_statement"),
    alias: kinds("as_pattern"),
    names: kinds("identifier", "shorthand_property_identifier_pattern"),
    left: field("left"),
    right: field("right"),
    condition: field("condition"),
    operator: field("operator"),
  };
}

/** Functions whose result is a number or truth value: nothing can be injected through it. */
export const HARMLESS_CALLS = new Set(
  "int float len bool ord hash id isinstance issubclass callable Number parseInt parseFloat Boolean isNaN isFinite Number.parseInt Number.parseFloat Number.isInteger Array.isArray".split(
    " ",
  ),
);

/** Properties and methods whose value is a number or truth value. */
export const HARMLESS_MEMBERS = new Set(
  "length size startsWith endsWith startswith endswith includes indexOf isdigit isalnum isalpha isnumeric has test every some".split(
    " ",
  ),
);

/** Methods that put their arguments into their object. */
export const FILLING_METHODS = new Set(
  "append add extend insert appendleft update setdefault write push unshift set concat splice".split(" "),
);

/** Methods that hand the items of their object to a function. */
export const ITERATING_METHODS = new Set("map forEach filter flatMap find some every reduce then".split(" "));
