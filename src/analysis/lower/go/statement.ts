import type { Expression } from "#analysis/ir/expression.ts";
import type { Clause, Statement } from "#analysis/ir/statement.ts";
import { type Builder, compact, declare, deeper, spanOf } from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { lowerAssignment, lowerDeclaration, step } from "./assign.ts";
import { lowerExpression } from "./expression.ts";
import { lowerFunction, namedResults } from "./function.ts";
import { lowerLoop } from "./loop.ts";
import { lowerTest } from "./operator.ts";
import { lowerSelect, lowerSwitch, lowerTypeSwitch } from "./switch.ts";

/** Statements of a block, or of the given nodes only. */
export function lowerBlock(builder: Builder, block: NodeId, only?: readonly NodeId[]): Statement[] {
  if (block === NONE) return [];
  const nodes = only ?? namedChildren(builder.tree, block);
  return deeper(builder, block, [], () => compact(nodes.flatMap((node) => lowerStatement(builder, node))));
}

export function lowerStatement(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const inner = namedChildren(tree, node).find((child) => kindOf(tree, child) !== "comment") ?? NONE;
  switch (kindOf(tree, node)) {
    case "expression_statement":
    case "go_statement":
    case "defer_statement":
      return expressionStatement(builder, inner);
    case "short_var_declaration":
    case "assignment_statement":
    case "receive_statement":
      return lowerAssignment(builder, node);
    case "var_declaration":
    case "const_declaration":
      return lowerDeclaration(builder, node);
    case "inc_statement":
    case "dec_statement":
      return [step(builder, node)];
    case "return_statement":
      return [returned(builder, node, inner)];
    case "break_statement":
      return [{ kind: "jump", ...span, how: "break" }];
    case "continue_statement":
      return [{ kind: "jump", ...span, how: "continue" }];
    case "goto_statement":
      return [{ kind: "goto", ...span, name: textOf(tree, inner) }];
    case "labeled_statement":
      return [
        { kind: "label", ...span, name: textOf(tree, inner) },
        ...namedChildren(tree, node)
          .slice(1)
          .flatMap((child) => deeper(builder, child, [], () => lowerStatement(builder, child))),
      ];
    case "if_statement":
      return ifStatement(builder, node);
    case "for_statement":
      return lowerLoop(builder, node);
    case "expression_switch_statement":
      return lowerSwitch(builder, node);
    case "type_switch_statement":
      return lowerTypeSwitch(builder, node);
    case "select_statement":
      return [lowerSelect(builder, node)];
    case "send_statement":
      return send(builder, node);
    case "block":
      return [{ kind: "block", ...span, body: lowerBlock(builder, node) }];
    case "function_declaration":
      declare(builder, textOf(tree, childByField(tree, node, "name")));
      return [{ kind: "function", ...span, index: lowerFunction(builder, node, -1) }];
    case "source_file":
    case "ERROR":
      return lowerBlock(builder, node);
    case "comment":
    case "empty_statement":
    case "fallthrough_statement":
    case "package_clause":
    case "import_spec":
    case "type_declaration":
    case "method_declaration":
    case "parameter_list":
      return [];
    default:
      return [{ kind: "expression", ...span, expression: lowerExpression(builder, node) }];
  }
}

function expressionStatement(builder: Builder, node: NodeId): Statement[] {
  const span = node === NONE ? { start: 0, end: 0 } : spanOf(builder, node);
  const expression = lowerExpression(builder, node);
  if (expression.kind === "call" && expression.callee.kind === "name" && expression.callee.name === "panic")
    return [{ kind: "throw", ...span, value: expression.arguments[0]?.value }];
  return [{ kind: "expression", ...span, expression }];
}

/** What was sent may come out wherever the channel is read. */
function send(builder: Builder, node: NodeId): Statement[] {
  const span = spanOf(builder, node);
  const object = lowerExpression(builder, childByField(builder.tree, node, "channel"));
  const place: Expression = { kind: "index", ...span, object, index: { kind: "unknown", ...span, operands: [] } };
  const value = lowerExpression(builder, childByField(builder.tree, node, "value"));
  return [{ kind: "assign", ...span, target: { kind: "place", ...span, place }, value, operator: "", annotation: "" }];
}

function returned(builder: Builder, node: NodeId, list: NodeId): Statement {
  const { tree } = builder;
  if (list === NONE) return namedResults(builder, node);
  const values = namedChildren(tree, list).filter((child) => kindOf(tree, child) !== "comment");
  const present = errorShown(builder, node);
  const items = values.map((child) => {
    const value = lowerExpression(builder, child);
    const error = textOf(tree, child) === present || isError(value);
    return {
      value: error ? ({ kind: "wrapped", start: value.start, end: value.end, how: "present", operand: value } as const) : value,
      spread: false,
    };
  });
  const [only] = items;
  const span = spanOf(builder, node);
  if (only !== undefined && items.length === 1) return { kind: "return", ...span, value: only.value };
  return { kind: "return", ...span, value: { kind: "list", ...spanOf(builder, list), items, results: true } };
}

/** `errors.New("...")` and the like make an error whatever they are given. */
function isError(value: Expression): boolean {
  if (value.kind === "wrapped" && value.how === "address") return isError(value.operand);
  if (value.kind !== "call" || value.callee.kind !== "member" || value.callee.object.kind !== "name") return false;
  return /^(?:errors\.(?:New|Wrapf?|Errorf|WithStack)|fmt\.Errorf|status\.Errorf?|echo\.NewHTTPError|fiber\.NewError)$/u.test(
    `${value.callee.object.name}.${value.callee.name}`,
  );
}

/** The name that the `if` around a return has shown not to be nil, `""` for none. */
function errorShown({ tree }: Builder, node: NodeId): string {
  const block = tree.parents[node] as NodeId;
  const around = block > 0 ? (tree.parents[block] as NodeId) : NONE;
  if (around <= 0 || kindOf(tree, around) !== "if_statement" || childByField(tree, around, "consequence") !== block) return "";
  return /^(\w+)\s*!=\s*nil$/u.exec(textOf(tree, childByField(tree, around, "condition")))?.[1] ?? "";
}

function ifStatement(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const clauses: Clause[] = [];
  const first = childByField(tree, node, "initializer");
  const before = first === NONE ? [] : lowerStatement(builder, first);
  for (let current = node; ; ) {
    clauses.push({
      test: lowerTest(builder, childByField(tree, current, "condition")),
      body: lowerBlock(builder, childByField(tree, current, "consequence")),
    });
    const alternative = childByField(tree, current, "alternative");
    const more = alternative !== NONE && kindOf(tree, alternative) === "if_statement";
    if (more && childByField(tree, alternative, "initializer") === NONE) {
      current = alternative;
      continue;
    }
    const otherwise = more
      ? deeper(builder, alternative, [], () => ifStatement(builder, alternative))
      : lowerBlock(builder, alternative);
    return [...before, { kind: "if", ...spanOf(builder, node), clauses, otherwise }];
  }
}
