import type { Expression } from "#analysis/ir/expression.ts";
import type { Clause, Statement } from "#analysis/ir/statement.ts";
import { type Builder, compact, declare, deeper, spanOf } from "#analysis/lower/builder.ts";
import { childByField, childrenByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { lowerArguments } from "./call.ts";
import { CLASSES, declareClasses } from "./class.ts";
import { lowerExpression } from "./expression.ts";
import { isBuilderType, noteBuilder, placeOf } from "./scope.ts";
import { lowerSwitch } from "./switch.ts";

export function lowerBlock(builder: Builder, block: NodeId): Statement[] {
  if (block === NONE) return [];
  return compact(
    deeper(builder, block, [], () => namedChildren(builder.tree, block).flatMap((node) => lowerStatement(builder, node))),
  );
}

function body(builder: Builder, node: NodeId): Statement[] {
  if (node === NONE) return [];
  return kindOf(builder.tree, node) === "block"
    ? lowerBlock(builder, node)
    : deeper(builder, node, [], () => lowerStatement(builder, node));
}

export function lowerStatement(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const kind = kindOf(tree, node);
  const [first, second] = namedChildren(tree, node).filter((child) => !kindOf(tree, child).endsWith("comment"));
  const value = (): Expression | undefined => (first === undefined ? undefined : lowerExpression(builder, first));
  switch (kind) {
    case "expression_statement":
      return first === undefined ? [] : expressionStatement(builder, first);
    case "switch_expression":
      return [lowerSwitch(builder, node, false)];
    case "local_variable_declaration":
      return declarations(builder, node);
    case "return_statement":
    case "yield_statement":
      return [{ kind: "return", ...span, value: value() }];
    case "throw_statement":
      return [{ kind: "throw", ...span, value: value() }];
    case "assert_statement":
      return first === undefined ? [] : [{ kind: "expression", ...span, expression: lowerExpression(builder, first) }];
    case "break_statement":
      return [{ kind: "jump", ...span, how: "break" }];
    case "continue_statement":
      return [{ kind: "jump", ...span, how: "continue" }];
    case "if_statement":
      return [ifStatement(builder, node)];
    case "enhanced_for_statement":
    case "for_statement":
    case "while_statement":
    case "do_statement":
      return loop(builder, node);
    case "try_statement":
    case "try_with_resources_statement":
      return [tryStatement(builder, node)];
    case "block":
    case "constructor_body":
      return [{ kind: "block", ...span, body: lowerBlock(builder, node) }];
    case "synchronized_statement":
      return body(builder, childByField(tree, node, "body"));
    case "labeled_statement":
      return second === undefined ? [] : body(builder, second);
    case "explicit_constructor_invocation":
      return [constructorCall(builder, node)];
    case "ERROR":
    case "program":
      return namedChildren(tree, node).flatMap((child) => deeper(builder, child, [], () => lowerStatement(builder, child)));
    case "line_comment":
    case "block_comment":
    case "package_declaration":
    case "import_declaration":
    case "annotation_type_declaration":
      return [];
    default:
      if (CLASSES.includes(kind)) return declareClasses(builder, node, placeOf(builder).scope);
      return [{ kind: "expression", ...span, expression: lowerExpression(builder, node) }];
  }
}

function expressionStatement(builder: Builder, node: NodeId): Statement[] {
  const span = spanOf(builder, node);
  if (kindOf(builder.tree, node) === "switch_expression") return [lowerSwitch(builder, node, false)];
  const expression = lowerExpression(builder, node);
  if (expression.kind !== "assignment") return [{ kind: "expression", ...span, expression }];
  const { target, value } = expression;
  return [{ kind: "assign", ...span, target, value, operator: "", annotation: "" }];
}

function declarations(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const written = textOf(tree, childByField(tree, node, "type"));
  const type = written === "var" ? "" : written;
  return childrenByField(tree, node, "declarator").map((declarator) => {
    const valueNode = childByField(tree, declarator, "value");
    const value: Expression | undefined = valueNode === NONE ? undefined : lowerExpression(builder, valueNode);
    const made =
      valueNode !== NONE && kindOf(tree, valueNode) === "object_creation_expression"
        ? childByField(tree, valueNode, "type")
        : NONE;
    const name = textOf(tree, childByField(tree, declarator, "name"));
    if (isBuilderType(type) || (type === "" && made !== NONE && isBuilderType(textOf(tree, made)))) noteBuilder(builder, name);
    return declared(builder, declarator, name, value, type);
  });
}

function declared(builder: Builder, node: NodeId, name: string, value: Expression | undefined, annotation: string): Statement {
  const span = spanOf(builder, node);
  declare(builder, name);
  return {
    kind: "assign",
    ...span,
    target: { kind: "name", ...span, name },
    value: value ?? { kind: "constant", ...span, value: undefined },
    operator: "",
    annotation,
  };
}

/** `this(...)` runs another constructor; what `super(...)` does is not known. */
function constructorCall(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const given = lowerArguments(builder, childByField(tree, node, "arguments"));
  const own = textOf(tree, childByField(tree, node, "constructor")) === "this";
  const expression: Expression = own
    ? {
        kind: "call",
        ...span,
        callee: { kind: "member", ...span, object: { kind: "name", ...span, name: "this" }, name: "<init>" },
        arguments: given,
        construct: false,
      }
    : { kind: "unknown", ...span, operands: given.map((one) => one.value) };
  return { kind: "expression", ...span, expression };
}

function ifStatement(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const clauses: Clause[] = [];
  let current = node;
  for (;;) {
    clauses.push({
      test: lowerExpression(builder, childByField(tree, current, "condition")),
      body: body(builder, childByField(tree, current, "consequence")),
    });
    const next = childByField(tree, current, "alternative");
    if (next === NONE || kindOf(tree, next) !== "if_statement")
      return { kind: "if", ...spanOf(builder, node), clauses, otherwise: body(builder, next) };
    current = next;
  }
}

function loop(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const kind = kindOf(tree, node);
  const field = (name: string): NodeId => childByField(tree, node, name);
  const each = kind === "enhanced_for_statement";
  const name = each ? textOf(tree, field("name")) : "";
  const source = each ? lowerExpression(builder, field("value")) : undefined;
  if (each) declare(builder, name);
  const before = childrenByField(tree, node, "init").flatMap((child) => lowerStatement(builder, child));
  const condition = field("condition");
  const test = condition === NONE ? undefined : lowerExpression(builder, condition);
  const updates = childrenByField(tree, node, "update").map((child) => lowerExpression(builder, child));
  return [
    ...before,
    {
      kind: "loop",
      ...span,
      pattern: each ? { kind: "name", ...spanOf(builder, field("name")), name } : undefined,
      source,
      over: "elements",
      test,
      late: kind === "do_statement",
      body: body(builder, field("body")),
      update: updates.length === 0 ? undefined : { kind: "sequence", ...span, items: updates },
      otherwise: [],
    },
  ];
}

function tryStatement(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const list = childByField(tree, node, "resources");
  const opened = (list === NONE ? [] : namedChildren(tree, list)).flatMap((child): Statement[] => {
    const name = childByField(tree, child, "name");
    if (kindOf(tree, child) !== "resource" || name === NONE) return [];
    const type = textOf(tree, childByField(tree, child, "type"));
    const value = lowerExpression(builder, childByField(tree, child, "value"));
    return [declared(builder, child, textOf(tree, name), value, type === "var" ? "" : type)];
  });
  const inside = body(builder, childByField(tree, node, "body"));
  const clauses = namedChildren(tree, node);
  const handlers = clauses
    .filter((child) => kindOf(tree, child) === "catch_clause")
    .map((clause) => {
      const parameter = namedChildren(tree, clause).find((child) => kindOf(tree, child) === "catch_formal_parameter");
      const nameNode = parameter === undefined ? NONE : childByField(tree, parameter, "name");
      const name = nameNode === NONE ? "" : textOf(tree, nameNode);
      if (name !== "") declare(builder, name);
      return {
        pattern: name === "" ? undefined : { kind: "name" as const, ...spanOf(builder, nameNode), name },
        body: body(builder, childByField(tree, clause, "body")),
      };
    });
  const last = clauses.find((child) => kindOf(tree, child) === "finally_clause");
  const block = last === undefined ? undefined : namedChildren(tree, last).find((child) => kindOf(tree, child) === "block");
  return {
    kind: "try",
    ...spanOf(builder, node),
    body: [...opened, ...inside],
    handlers,
    otherwise: [],
    finally: block === undefined ? [] : body(builder, block),
  };
}
