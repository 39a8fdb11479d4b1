import type { Expression } from "#analysis/ir/expression.ts";
import type { Clause, Statement } from "#analysis/ir/statement.ts";
import { type Builder, declare, deeper, nameAt, spanOf } from "#analysis/lower/builder.ts";
import {
  childByField,
  childrenByField,
  fieldOf,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  textOf,
} from "#analysis/parse/tree.ts";
import { lowerExpression } from "./expression.ts";
import { nameNode } from "./facts.ts";
import { annotationOf, functionName, isStatic, lowerFunction } from "./function.ts";
import { shapeOf } from "./shape.ts";

/** Statements of a block; functions first, as they are known everywhere. */
export function lowerBlock(builder: Builder, block: NodeId): Statement[] {
  if (block === NONE) return [];
  return deeper(builder, block, [], () => namedChildren(builder.tree, block).flatMap((node) => lowerStatement(builder, node)));
}

function body(builder: Builder, node: NodeId): Statement[] {
  if (node === NONE) return [];
  return kindOf(builder.tree, node) === "compound_statement"
    ? lowerBlock(builder, node)
    : deeper(builder, node, [], () => lowerStatement(builder, node));
}

export function lowerStatement(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const span = spanOf(builder, node);
  switch (kindOf(tree, node)) {
    case "expression_statement": {
      const inner = firstPart(builder, node);
      return inner === undefined ? [] : expressionStatement(builder, inner);
    }
    case "declaration":
      return declaration(builder, node);
    case "function_definition":
      return definition(builder, node);
    case "return_statement":
    case "throw_statement": {
      const kind = kindOf(tree, node) === "return_statement" ? "return" : "throw";
      const value = firstPart(builder, node);
      return [{ kind, ...span, value: value === undefined ? undefined : lowerExpression(builder, value) }];
    }
    case "break_statement":
      return [{ kind: "jump", ...span, how: "break" }];
    case "continue_statement":
      return [{ kind: "jump", ...span, how: "continue" }];
    case "goto_statement":
      return [{ kind: "goto", ...span, name: textOf(tree, childByField(tree, node, "label")) }];
    case "labeled_statement":
      return [
        { kind: "label", ...span, name: textOf(tree, childByField(tree, node, "label")) },
        ...namedChildren(tree, node)
          .filter((child) => fieldOf(tree, child) !== "label")
          .flatMap((child) => body(builder, child)),
      ];
    case "if_statement":
      return [ifStatement(builder, node)];
    case "for_statement":
    case "while_statement":
    case "do_statement":
      return loop(builder, node);
    case "switch_statement":
      return [switchStatement(builder, node)];
    case "compound_statement":
      return [{ kind: "block", ...span, body: lowerBlock(builder, node) }];
    case "translation_unit":
    case "linkage_specification":
    case "declaration_list":
    case "attributed_statement":
    case "ERROR":
      return namedChildren(tree, node).flatMap((child) => deeper(builder, child, [], () => lowerStatement(builder, child)));
    case "preproc_if":
    case "preproc_ifdef":
      return conditional(builder, node);
    case "preproc_include":
    case "preproc_def":
    case "preproc_function_def":
    case "preproc_call":
    case "preproc_directive":
    case "type_definition":
    case "struct_specifier":
    case "union_specifier":
    case "enum_specifier":
    case "comment":
    case "unread_function":
    case "unread_code":
    case "storage_class_specifier":
    case "type_identifier":
    case "primitive_type":
    case "parameter_list":
      return [];
    default:
      return [{ kind: "expression", ...span, expression: lowerExpression(builder, node) }];
  }
}

function firstPart({ tree }: Builder, node: NodeId): NodeId | undefined {
  return namedChildren(tree, node).find((child) => kindOf(tree, child) !== "comment");
}

function expressionStatement(builder: Builder, node: NodeId): Statement[] {
  const span = spanOf(builder, node);
  const expression = lowerExpression(builder, node);
  if (expression.kind !== "assignment" || expression.late === true) return [{ kind: "expression", ...span, expression }];
  return [{ kind: "assign", ...span, target: expression.target, value: expression.value, operator: "", annotation: "" }];
}

function definition(builder: Builder, node: NodeId): Statement[] {
  declare(builder, functionName(builder, childByField(builder.tree, node, "declarator")));
  return [{ kind: "function", ...spanOf(builder, node), index: lowerFunction(builder, node) }];
}

/** Variables; declarations of functions say nothing. */
function declaration(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const type = childByField(tree, node, "type");
  const external = namedChildren(tree, node).some((child) => textOf(tree, child) === "extern");
  return childrenByField(tree, node, "declarator").flatMap((declarator): Statement[] => {
    const named = nameNode(tree, declarator);
    if (named === NONE || isPrototype(builder, declarator)) return [];
    const span = spanOf(builder, declarator);
    const name = nameAt(builder, named);
    const shape = shapeOf(tree, type, declarator, (length) => lowerExpression(builder, length));
    if (external) return [];
    declare(builder, name);
    const value = kindOf(tree, declarator) === "init_declarator" ? childByField(tree, declarator, "value") : NONE;
    const declared: Statement = { kind: "declare", ...span, name, shape, kept: isStatic(builder, node) };
    if (value === NONE) return [declared];
    const target = { kind: "name" as const, ...spanOf(builder, named), name };
    return [
      declared,
      { kind: "assign", ...span, target, value: lowerExpression(builder, value), operator: "", annotation: annotationOf(shape) },
    ];
  });
}

function isPrototype({ tree }: Builder, declarator: NodeId): boolean {
  let current = declarator;
  while (kindOf(tree, current) === "pointer_declarator") current = childByField(tree, current, "declarator");
  return (
    current !== NONE &&
    kindOf(tree, current) === "function_declarator" &&
    kindOf(tree, childByField(tree, current, "declarator")) === "identifier"
  );
}

function condition(builder: Builder, node: NodeId): Expression {
  return lowerExpression(builder, childByField(builder.tree, node, "condition"));
}

function ifStatement(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const clauses: Clause[] = [];
  for (let current = node; ; ) {
    clauses.push({ test: condition(builder, current), body: body(builder, childByField(tree, current, "consequence")) });
    const alternative = childByField(tree, current, "alternative");
    const next =
      alternative === NONE ? undefined : namedChildren(tree, alternative).find((child) => kindOf(tree, child) !== "comment");
    if (next === undefined) return { kind: "if", ...spanOf(builder, node), clauses, otherwise: [] };
    if (kindOf(tree, next) !== "if_statement")
      return { kind: "if", ...spanOf(builder, node), clauses, otherwise: body(builder, next) };
    current = next;
  }
}

function loop(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const field = (name: string): NodeId => childByField(tree, node, name);
  const initializer = field("initializer");
  const before =
    initializer === NONE
      ? []
      : kindOf(tree, initializer) === "declaration"
        ? lowerStatement(builder, initializer)
        : expressionStatement(builder, initializer);
  const update = field("update");
  return [
    ...before,
    {
      kind: "loop",
      ...spanOf(builder, node),
      pattern: undefined,
      source: undefined,
      over: "elements",
      test: field("condition") === NONE ? undefined : condition(builder, node),
      late: kindOf(tree, node) === "do_statement",
      body: body(builder, field("body")),
      update: update === NONE ? undefined : lowerExpression(builder, update),
      otherwise: [],
    },
  ];
}

function switchStatement(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const block = childByField(tree, node, "body");
  const cases = (block === NONE ? [] : namedChildren(tree, block))
    .filter((child) => kindOf(tree, child) === "case_statement")
    .map((child) => {
      const value = childByField(tree, child, "value");
      const statements = namedChildren(tree, child).filter((part) => fieldOf(tree, part) !== "value");
      return {
        tests: value === NONE ? [] : [lowerExpression(builder, value)],
        patterns: [],
        body: statements.flatMap((part) => deeper(builder, part, [], () => lowerStatement(builder, part))),
      };
    });
  return { kind: "switch", ...spanOf(builder, node), subject: condition(builder, node), cases, falls: true };
}

/** What the preprocessor may leave in or out: either, except where the test is written down. */
function conditional(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const parts = namedChildren(tree, node);
  const alternative = parts.find((child) => fieldOf(tree, child) === "alternative");
  const own = parts.filter((child) => !["condition", "name", "alternative"].includes(fieldOf(tree, child)));
  const then = own.flatMap((child) => deeper(builder, child, [], () => lowerStatement(builder, child)));
  const otherwise = alternative === undefined ? [] : otherwiseOf(builder, alternative);
  const written = textOf(tree, childByField(tree, node, "condition"));
  if (written === "0") return otherwise;
  // The guard of a header, and code that is the same with and without.
  if (builder.open.length <= 1 && otherwise.length === 0) return then;
  if (then.length === 0 && otherwise.length === 0) return [];
  const functions = [...then, ...otherwise].filter((statement) => statement.kind === "function");
  const rest = (list: readonly Statement[]): Statement[] => list.filter((statement) => statement.kind !== "function");
  const unknown: Expression = { kind: "unknown", ...span, operands: [] };
  return [...functions, { kind: "if", ...span, clauses: [{ test: unknown, body: rest(then) }], otherwise: rest(otherwise) }];
}

function otherwiseOf(builder: Builder, node: NodeId): Statement[] {
  const kind = kindOf(builder.tree, node);
  if (kind === "preproc_elif" || kind === "preproc_elifdef") return conditional(builder, node);
  return namedChildren(builder.tree, node).flatMap((child) => deeper(builder, child, [], () => lowerStatement(builder, child)));
}
