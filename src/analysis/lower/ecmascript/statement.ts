import type { Expression, Pattern } from "#analysis/ir/expression.ts";
import type { Clause, Statement } from "#analysis/ir/statement.ts";
import {
  type Builder,
  compact,
  declare,
  declarePattern,
  deeper,
  nothing,
  renameFunction,
  spanOf,
} from "#analysis/lower/builder.ts";
import {
  childByField,
  childrenByField,
  children,
  fieldOf,
  isNamed,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  textOf,
} from "#analysis/parse/tree.ts";
import { lowerClass } from "./class.ts";
import { lowerExpression } from "./expression.ts";
import { lowerFunction } from "./function.ts";
import { assignedExport, importRequire, lowerExport } from "./module.ts";
import { lowerPattern } from "./pattern.ts";

/** Statements of a block, function declarations first, as the language runs them. */
export function lowerBlock(builder: Builder, block: NodeId): Statement[] {
  if (block === NONE) return [];
  const lowered = deeper(builder, block, [], () =>
    namedChildren(builder.tree, block).flatMap((node) => lowerStatement(builder, node)),
  );
  if (!lowered.some((statement) => statement.kind === "function")) return compact(lowered);
  return [
    ...lowered.filter((statement) => statement.kind === "function"),
    ...lowered.filter((statement) => statement.kind !== "function"),
  ];
}

function body(builder: Builder, node: NodeId): Statement[] {
  if (node === NONE) return [];
  return kindOf(builder.tree, node) === "statement_block"
    ? lowerBlock(builder, node)
    : deeper(builder, node, [], () => lowerStatement(builder, node));
}

export function lowerStatement(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const [first] = namedChildren(tree, node);
  const value = (): Expression | undefined => (first === undefined ? undefined : lowerExpression(builder, first));
  switch (kindOf(tree, node)) {
    case "expression_statement":
      return first === undefined ? [] : expressionStatement(builder, first);
    case "lexical_declaration":
    case "variable_declaration":
      return namedChildren(tree, node).flatMap((child) => declarator(builder, child));
    case "function_declaration":
    case "generator_function_declaration":
      declare(builder, textOf(tree, childByField(tree, node, "name")));
      return [{ kind: "function", start, end, index: lowerFunction(builder, node, [], -1) }];
    case "class_declaration":
    case "abstract_class_declaration":
      declare(builder, textOf(tree, childByField(tree, node, "name")));
      return [{ kind: "class", start, end, index: lowerClass(builder, node, childrenByField(tree, node, "decorator")) }];
    case "return_statement":
      return [{ kind: "return", start, end, value: value() }];
    case "throw_statement":
      return [{ kind: "throw", start, end, value: value() }];
    case "break_statement":
      return [{ kind: "jump", start, end, how: "break" }];
    case "continue_statement":
      return [{ kind: "jump", start, end, how: "continue" }];
    case "if_statement":
      return [ifStatement(builder, node)];
    case "for_in_statement":
    case "for_statement":
    case "while_statement":
    case "do_statement":
      return loop(builder, node);
    case "switch_statement":
      return [switchStatement(builder, node)];
    case "try_statement":
      return [tryStatement(builder, node)];
    case "statement_block":
    case "program":
      return lowerBlock(builder, node);
    case "labeled_statement":
      return body(builder, childByField(tree, node, "body"));
    case "import_statement":
      return importRequire(builder, node);
    case "export_statement":
      return lowerExport(builder, node);
    case "ERROR":
      return namedChildren(tree, node).flatMap((child) => deeper(builder, child, [], () => lowerStatement(builder, child)));
    case "comment":
    case "empty_statement":
    case "debugger_statement":
    case "interface_declaration":
    case "type_alias_declaration":
    case "ambient_declaration":
    case "hash_bang_line":
      return [];
    default:
      return [{ kind: "expression", start, end, expression: lowerExpression(builder, node) }];
  }
}

function expressionStatement(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  if (kindOf(tree, node) === "comment") return [];
  const { start, end } = spanOf(builder, node);
  const expression = lowerExpression(builder, node);
  if (expression.kind !== "assignment") return [{ kind: "expression", start, end, expression }];
  const { target, value } = expression;
  const found: Statement[] = [{ kind: "assign", start, end, target, value, operator: "", annotation: "" }];
  for (let inside: Expression = expression; inside.kind === "assignment"; inside = inside.value) {
    const last = innermost(inside);
    // What was assigned is read back, so that nothing is evaluated twice.
    const again: Expression =
      inside.target.kind === "place" && last.kind === "record"
        ? last
        : inside.target.kind === "place" && last.kind !== "function" && last.kind !== "class"
          ? inside.target.place
          : last;
    const exported = inside.target.kind === "place" ? assignedExport(inside.target.place, again) : undefined;
    if (exported !== undefined) found.push(exported);
  }
  return found;
}

function innermost(expression: Expression): Expression {
  let current = expression;
  while (current.kind === "assignment") current = current.value;
  return current;
}

function declarator(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  if (kindOf(tree, node) !== "variable_declarator") return [];
  const target = lowerPattern(builder, childByField(tree, node, "name"));
  declarePattern(builder, target);
  const value = childByField(tree, node, "value");
  const type = childByField(tree, node, "type");
  const annotation = type === NONE ? "" : textOf(tree, type).replace(/^:\s*/u, "");
  const lowered: Expression =
    value === NONE ? { kind: "constant", ...spanOf(builder, node), value: undefined } : lowerExpression(builder, value);
  if (value === NONE && annotation === "") return [];
  if (lowered.kind === "function" && target.kind === "name") nameFunction(builder, lowered.index, target.name);
  return [{ kind: "assign", ...spanOf(builder, node), target, value: lowered, operator: "", annotation }];
}

/** A function without a name of its own is known by the constant that holds it. */
function nameFunction(builder: Builder, index: number, name: string): void {
  if (builder.functions[index]?.name === "") renameFunction(builder, index, name);
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
  const { start, end } = spanOf(builder, node);
  const kind = kindOf(tree, node);
  const field = (name: string): NodeId => childByField(tree, node, name);
  const each = kind === "for_in_statement";
  let pattern: Pattern | undefined;
  if (each) {
    pattern = lowerPattern(builder, field("left"));
    if (field("kind") !== NONE) declarePattern(builder, pattern);
  }
  const initializer = kind === "for_statement" ? field("initializer") : NONE;
  const before =
    initializer === NONE
      ? []
      : kindOf(tree, initializer).endsWith("declaration")
        ? lowerStatement(builder, initializer)
        : loose(builder, initializer);
  const condition = field("condition");
  const test =
    each || condition === NONE || kindOf(tree, condition) === "empty_statement"
      ? undefined
      : lowerExpression(
          builder,
          kindOf(tree, condition) === "expression_statement" ? (namedChildren(tree, condition)[0] ?? condition) : condition,
        );
  const update =
    kind === "for_statement" && field("increment") !== NONE ? lowerExpression(builder, field("increment")) : undefined;
  return [
    ...before,
    {
      kind: "loop",
      start,
      end,
      pattern,
      source: each ? lowerExpression(builder, field("right")) : undefined,
      over: each && textOf(tree, field("operator")) === "in" ? "keys" : "elements",
      test,
      late: kind === "do_statement",
      body: body(builder, field("body")),
      update,
      otherwise: [],
    },
  ];
}

function loose(builder: Builder, node: NodeId): Statement[] {
  const kind = kindOf(builder.tree, node);
  if (kind === "empty_statement") return [];
  if (kind === "expression_statement") return lowerStatement(builder, node);
  return [{ kind: "expression", ...spanOf(builder, node), expression: lowerExpression(builder, node) }];
}

function switchStatement(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const block = childByField(tree, node, "body");
  const cases = (block === NONE ? [] : namedChildren(tree, block))
    .filter((child) => kindOf(tree, child) === "switch_case" || kindOf(tree, child) === "switch_default")
    .map((child) => {
      const value = childByField(tree, child, "value");
      const statements = children(tree, child).filter((part) => isNamed(tree, part) && fieldOf(tree, part) === "body");
      return {
        tests: value === NONE ? [] : [lowerExpression(builder, value)],
        patterns: [],
        body: statements.flatMap((part) => deeper(builder, part, [], () => lowerStatement(builder, part))),
      };
    });
  const subject = childByField(tree, node, "value");
  return {
    kind: "switch",
    ...spanOf(builder, node),
    subject: subject === NONE ? nothing(builder, node) : lowerExpression(builder, subject),
    cases,
    falls: true,
  };
}

function tryStatement(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const handler = childByField(tree, node, "handler");
  const finalizer = childByField(tree, node, "finalizer");
  const handlers: { pattern: Pattern | undefined; body: Statement[] }[] = [];
  if (handler !== NONE) {
    const parameter = childByField(tree, handler, "parameter");
    const pattern = parameter === NONE ? undefined : lowerPattern(builder, parameter);
    if (pattern !== undefined) declarePattern(builder, pattern);
    handlers.push({ pattern, body: body(builder, childByField(tree, handler, "body")) });
  }
  return {
    kind: "try",
    ...spanOf(builder, node),
    body: body(builder, childByField(tree, node, "body")),
    handlers,
    otherwise: [],
    finally: finalizer === NONE ? [] : body(builder, childByField(tree, finalizer, "body")),
  };
}
