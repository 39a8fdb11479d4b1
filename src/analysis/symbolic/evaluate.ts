import type { Call, Expression } from "#analysis/ir/expression.ts";
import { evaluateCall } from "./calls.ts";
import { all, any, concat, smtText } from "./smt.ts";
import { type Exploration, type State, UNKNOWN, type Value } from "./value.ts";

/** What an expression is on one way. Sinks that are met are kept in the exploration. */
export function evaluate(exploration: Exploration, state: State, expression: Expression): Value {
  const value = (inner: Expression): Value => evaluate(exploration, state, inner);
  switch (expression.kind) {
    case "constant":
      return typeof expression.value === "string"
        ? { kind: "text", term: smtText(expression.value), literal: expression.value }
        : typeof expression.value === "boolean"
          ? { kind: "truth", term: String(expression.value) }
          : UNKNOWN;
    case "name":
      return state.names.get(expression.name) ?? UNKNOWN;
    case "text": {
      const parts = expression.parts.map(value);
      return parts.every((part) => part.kind === "text")
        ? { kind: "text", term: concat(parts.map((part) => part.term)) }
        : UNKNOWN;
    }
    case "regex":
      return { kind: "regex", source: expression.source, flags: expression.flags };
    case "list":
      return { kind: "list", items: expression.items.map((item) => value(item.value)) };
    case "wrapped":
      return value(expression.operand);
    case "member":
    case "index":
      return isRequest(expression) ? { kind: "text", term: exploration.input } : (value(expression.object), UNKNOWN);
    case "not": {
      const inner = truth(value(expression.operand));
      return inner === undefined ? UNKNOWN : { kind: "truth", term: `(not ${inner})` };
    }
    case "logical": {
      const operands = expression.operands.map(value);
      if (expression.operator === "default" || operands.some((each) => each.kind === "text")) return operands[0] ?? UNKNOWN;
      const terms = operands.map(truth);
      if (terms.some((term) => term === undefined)) return UNKNOWN;
      return { kind: "truth", term: (expression.operator === "and" ? all : any)(terms as string[]) };
    }
    case "compare":
      return compare(expression.relation, value(expression.left), value(expression.right));
    case "conditional":
      return (value(expression.test), value(expression.consequence));
    case "call":
      return isRequest(expression)
        ? { kind: "text", term: exploration.input }
        : evaluateCall(exploration, state, expression, value);
    case "assignment":
    case "binary":
    case "class":
    case "comprehension":
    case "format":
    case "function":
    case "module":
    case "record":
    case "sequence":
    case "size":
    case "unknown":
      break;
  }
  return UNKNOWN;
}

/** Whether a value counts as true, as a term; undefined where that cannot be said. */
export function truth(value: Value): string | undefined {
  if (value.kind === "truth") return value.term;
  return value.kind === "text" ? `(not (= ${value.term} ""))` : undefined;
}

function compare(relation: string, left: Value, right: Value): Value {
  const negated = relation === "unequal" || relation === "not-in";
  const said = (term: string): Value => ({ kind: "truth", term: negated ? `(not ${term})` : term });
  if (relation === "equal" || relation === "unequal")
    return left.kind === "text" && right.kind === "text" ? said(`(= ${left.term} ${right.term})`) : UNKNOWN;
  if ((relation !== "in" && relation !== "not-in") || left.kind !== "text") return UNKNOWN;
  if (right.kind === "text") return said(`(str.contains ${right.term} ${left.term})`);
  if (right.kind !== "list") return UNKNOWN;
  const items = right.items.filter((item) => item.kind === "text");
  return items.length === right.items.length ? said(any(items.map((item) => `(= ${left.term} ${item.term})`))) : UNKNOWN;
}

/** `request.args["x"]`, `req.query.name`, `request.form.get("x")`: a field of the request. */
function isRequest(expression: Expression): boolean {
  const names: string[] = [];
  let current: Expression = expression;
  while (current.kind === "member" || current.kind === "index" || current.kind === "call") {
    if (current.kind === "member") names.unshift(current.name);
    current = current.kind === "call" ? (current as Call).callee : current.object;
  }
  if (current.kind !== "name" || !/^(?:req|request|ctx)$/.test(current.name)) return false;
  return (
    /^(?:args|form|values|json|headers|cookies|query|body|params|GET|POST)$/.test(names[0] ?? "") &&
    (names.length > 1 || expression.kind === "index")
  );
}
