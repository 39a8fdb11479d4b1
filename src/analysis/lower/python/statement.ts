import type { Expression, Pattern } from "#analysis/ir/expression.ts";
import type { Clause, Statement } from "#analysis/ir/statement.ts";
import { type Builder, compact, declare, declarePattern, deeper, spanOf } from "#analysis/lower/builder.ts";
import {
  childByField,
  children,
  childrenByField,
  fieldOf,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  textOf,
} from "#analysis/parse/tree.ts";
import { lowerExpression } from "./expression.ts";
import { lowerClass, lowerFunction } from "./function.ts";
import { lowerImport } from "./import.ts";
import { casePatterns, lowerPattern } from "./pattern.ts";

/** Statements of a block, or of the given nodes only. */
export function lowerBlock(builder: Builder, block: NodeId, only?: readonly NodeId[]): Statement[] {
  if (block === NONE) return [];
  const nodes = only ?? namedChildren(builder.tree, block);
  return deeper(builder, block, [], () => compact(nodes.flatMap((node) => lowerStatement(builder, node))));
}

export function lowerStatement(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const first = (): Expression => lowerExpression(builder, namedChildren(tree, node)[0] ?? NONE);
  switch (kindOf(tree, node)) {
    case "expression_statement":
      return namedChildren(tree, node).flatMap((child) => expressionStatement(builder, child));
    case "return_statement":
      return [{ kind: "return", start, end, value: namedChildren(tree, node).length === 0 ? undefined : first() }];
    case "raise_statement":
      return [{ kind: "throw", start, end, value: namedChildren(tree, node).length === 0 ? undefined : first() }];
    case "assert_statement":
      return [{ kind: "assert", start, end, test: first() }];
    case "break_statement":
      return [{ kind: "jump", start, end, how: "break" }];
    case "continue_statement":
      return [{ kind: "jump", start, end, how: "continue" }];
    case "if_statement":
      return [ifStatement(builder, node)];
    case "for_statement":
    case "while_statement":
      return [loop(builder, node)];
    case "try_statement":
      return [tryStatement(builder, node)];
    case "with_statement":
      return withStatement(builder, node);
    case "match_statement":
      return [matchStatement(builder, node)];
    case "function_definition":
    case "class_definition":
      return definition(builder, node, []);
    case "decorated_definition":
      return definition(
        builder,
        childByField(tree, node, "definition"),
        namedChildren(tree, node).filter((child) => kindOf(tree, child) === "decorator"),
      );
    case "import_statement":
    case "import_from_statement":
    case "future_import_statement":
      return lowerImport(builder, node);
    case "block":
    case "module":
      return lowerBlock(builder, node);
    case "ERROR":
      return namedChildren(tree, node).flatMap((child) => deeper(builder, child, [], () => lowerStatement(builder, child)));
    case "comment":
    case "pass_statement":
    case "global_statement":
    case "nonlocal_statement":
    case "delete_statement":
    case "type_alias_statement":
      return [];
    default:
      return [{ kind: "expression", start, end, expression: lowerExpression(builder, node) }];
  }
}

function definition(builder: Builder, node: NodeId, decorators: readonly NodeId[]): Statement[] {
  if (node === NONE) return [];
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  declare(builder, textOf(tree, childByField(tree, node, "name")));
  if (kindOf(tree, node) === "class_definition")
    return [{ kind: "class", start, end, index: lowerClass(builder, node, decorators) }];
  return [{ kind: "function", start, end, index: lowerFunction(builder, node, decorators, -1) }];
}

function expressionStatement(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const kind = kindOf(tree, node);
  if (kind !== "assignment" && kind !== "augmented_assignment") {
    return kind === "comment" ? [] : [{ kind: "expression", start, end, expression: lowerExpression(builder, node) }];
  }
  const right = childByField(tree, node, "right");
  const type = childByField(tree, node, "type");
  const annotation = type === NONE ? "" : textOf(tree, type);
  const target = lowerPattern(builder, childByField(tree, node, "left"));
  declarePattern(builder, target);
  if (right === NONE) return [];
  const operator = kind === "augmented_assignment" ? textOf(tree, childByField(tree, node, "operator")).replace("=", "") : "";
  if (kindOf(tree, right) === "assignment") {
    const inner = deeper(builder, right, [], () => expressionStatement(builder, right));
    const last = inner.at(-1);
    if (last?.kind !== "assign") return inner;
    return [
      ...inner,
      {
        kind: "assign",
        start,
        end,
        target,
        value: last.target.kind === "name" ? { ...last.target } : last.value,
        operator,
        annotation,
      },
    ];
  }
  return [{ kind: "assign", start, end, target, value: lowerExpression(builder, right), operator, annotation }];
}

function ifStatement(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const clauses: Clause[] = [clause(builder, node)];
  let otherwise: Statement[] = [];
  for (const alternative of childrenByField(tree, node, "alternative")) {
    if (kindOf(tree, alternative) === "elif_clause") clauses.push(clause(builder, alternative));
    else otherwise = lowerBlock(builder, childByField(tree, alternative, "body"));
  }
  return { kind: "if", ...spanOf(builder, node), clauses, otherwise };
}

function clause(builder: Builder, node: NodeId): Clause {
  return {
    test: lowerExpression(builder, childByField(builder.tree, node, "condition")),
    body: lowerBlock(builder, childByField(builder.tree, node, "consequence")),
  };
}

function loop(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const each = kindOf(tree, node) === "for_statement";
  const pattern = each ? lowerPattern(builder, childByField(tree, node, "left")) : undefined;
  if (pattern !== undefined) declarePattern(builder, pattern);
  const alternative = childByField(tree, node, "alternative");
  return {
    kind: "loop",
    ...spanOf(builder, node),
    pattern,
    source: each ? lowerExpression(builder, childByField(tree, node, "right")) : undefined,
    over: "elements",
    test: each ? undefined : lowerExpression(builder, childByField(tree, node, "condition")),
    late: false,
    body: lowerBlock(builder, childByField(tree, node, "body")),
    update: undefined,
    otherwise: alternative === NONE ? [] : lowerBlock(builder, childByField(tree, alternative, "body")),
  };
}

function tryStatement(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const handlers: { pattern: Pattern | undefined; body: Statement[] }[] = [];
  let otherwise: Statement[] = [];
  let last: Statement[] = [];
  for (const child of children(tree, node)) {
    const kind = kindOf(tree, child);
    const block = namedChildren(tree, child).findLast((part) => kindOf(tree, part) === "block") ?? NONE;
    if (kind === "except_clause" || kind === "except_group_clause") {
      const value = namedChildren(tree, child).find((part) => kindOf(tree, part) === "as_pattern");
      const pattern = value === undefined ? undefined : lowerPattern(builder, childByField(tree, value, "alias"));
      if (pattern !== undefined) declarePattern(builder, pattern);
      handlers.push({ pattern, body: lowerBlock(builder, block) });
    } else if (kind === "else_clause") otherwise = lowerBlock(builder, block);
    else if (kind === "finally_clause") last = lowerBlock(builder, block);
  }
  return {
    kind: "try",
    ...spanOf(builder, node),
    body: lowerBlock(builder, childByField(tree, node, "body")),
    handlers,
    otherwise,
    finally: last,
  };
}

function withStatement(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const found: Statement[] = [];
  const clauseNode = namedChildren(tree, node).find((child) => kindOf(tree, child) === "with_clause");
  for (const item of clauseNode === undefined ? [] : namedChildren(tree, clauseNode)) {
    const value = childByField(tree, item, "value");
    const { start, end } = spanOf(builder, item);
    if (value !== NONE && kindOf(tree, value) === "as_pattern") {
      const target = lowerPattern(builder, childByField(tree, value, "alias"));
      declarePattern(builder, target);
      found.push({ kind: "assign", start, end, target, value: lowerExpression(builder, value), operator: "", annotation: "" });
    } else found.push({ kind: "expression", start, end, expression: lowerExpression(builder, value) });
  }
  return [...found, ...lowerBlock(builder, childByField(tree, node, "body"))];
}

function matchStatement(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const body = childByField(tree, node, "body");
  const subject = lowerExpression(builder, namedChildren(tree, node).find((child) => fieldOf(tree, child) === "subject") ?? NONE);
  const cases = (body === NONE ? [] : namedChildren(tree, body))
    .filter((child) => kindOf(tree, child) === "case_clause")
    .map((child) => {
      const patterns = namedChildren(tree, child).filter((part) => kindOf(tree, part) === "case_pattern");
      const bound = patterns.flatMap((pattern) => casePatterns(builder, pattern));
      for (const pattern of bound) declarePattern(builder, pattern);
      const tests = patterns.flatMap((pattern) => {
        const [only] = namedChildren(tree, pattern);
        const choices = only !== undefined && kindOf(tree, only) === "union_pattern" ? namedChildren(tree, only) : [only];
        const texts = choices.flatMap((choice) => (choice !== undefined && kindOf(tree, choice) === "string" ? [choice] : []));
        return texts.length === choices.length ? texts.map((text) => lowerExpression(builder, text)) : [];
      });
      return { tests, patterns: bound, body: lowerBlock(builder, childByField(tree, child, "consequence")) };
    });
  return { kind: "switch", ...spanOf(builder, node), subject, cases, falls: false };
}
