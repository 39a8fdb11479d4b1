import type { Argument, Call, Expression } from "#analysis/ir/expression.ts";
import { type Builder, lowerExpression, spanOf } from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { simpleName } from "./annotation.ts";
import { lowerAnonymous } from "./class.ts";
import { isBuilder, isBuilderType, readMethod } from "./scope.ts";
import { joined, targetOf } from "./text.ts";

export function lowerArguments(builder: Builder, list: NodeId): Argument[] {
  const { tree } = builder;
  return (list === NONE ? [] : namedChildren(tree, list))
    .filter((child) => !kindOf(tree, child).endsWith("comment"))
    .map((child) => ({ value: lowerExpression(builder, child), name: "", spread: false }));
}

export function lowerCall(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const callee = childByField(tree, node, "name");
  const given = lowerArguments(builder, childByField(tree, node, "arguments"));
  if (callee === NONE || kindOf(tree, callee) !== "field_access")
    return {
      kind: "call",
      ...span,
      callee: callee === NONE ? { kind: "unknown", ...span, operands: [] } : readMethod(builder, callee),
      arguments: given,
      construct: false,
    };
  const objectNode = childByField(tree, callee, "object");
  const object = lowerExpression(builder, objectNode);
  const name = textOf(tree, childByField(tree, callee, "field"));
  return (
    known(builder, span, name, objectNode, object, given) ?? {
      kind: "call",
      ...span,
      callee: { kind: "member", ...spanOf(builder, callee), object, name },
      arguments: given,
      construct: false,
    }
  );
}

/** Methods of the language's own texts and collections that mean what an operator means elsewhere. */
function known(
  builder: Builder,
  span: { start: number; end: number },
  name: string,
  objectNode: NodeId,
  object: Expression,
  given: readonly Argument[],
): Expression | undefined {
  const [first, second] = given;
  const owner = object.kind === "name" ? object.name : "";
  if (first !== undefined && second === undefined) {
    if (name === "equals" || name === "equalsIgnoreCase" || name === "contentEquals")
      return { kind: "compare", ...span, relation: "equal", left: object, right: first.value };
    if (name === "contains" || name === "containsKey")
      return { kind: "compare", ...span, relation: "in", left: first.value, right: object };
  }
  // Whether an expression matches is one question, however it is asked.
  if (object.kind === "call" && first === undefined && (name === "matches" || name === "find" || name === "lookingAt")) {
    const { callee } = object;
    if (callee.kind === "member" && callee.name === "matcher" && object.arguments.length === 1)
      return { ...object, ...span, callee: { ...callee, name: name === "matches" ? "matcher.matches" : "matcher.find" } };
  }
  if (owner === "Objects" && name === "equals" && first !== undefined && second !== undefined)
    return { kind: "compare", ...span, relation: "equal", left: first.value, right: second.value };
  if (owner === "String" && name === "format" && first !== undefined) return formatted(span, given);
  if (name === "formatted" && given.length > 0) return formatted(span, [{ value: object, name: "", spread: false }, ...given]);
  const root = rootOf(builder, objectNode);
  if (root === undefined) return undefined;
  if (name === "append" && first !== undefined) return extended(span, root, object, [object, first.value]);
  if (name === "insert" && second !== undefined) return extended(span, root, object, [second.value, object]);
  return undefined;
}

/** A text under construction is from now on longer. */
function extended(
  span: { start: number; end: number },
  root: "new" | "variable",
  object: Expression,
  parts: readonly Expression[],
): Expression {
  const value = always(span, parts);
  if (root === "new") return value;
  let place = object;
  while (place.kind === "assignment" && place.target.kind !== "list") {
    const { target } = place;
    if (target.kind === "place") place = target.place;
    else if (target.kind === "name") place = { kind: "name", start: target.start, end: target.end, name: target.name };
    else break;
  }
  return { kind: "assignment", ...span, target: targetOf(place), value };
}

function always(span: { start: number; end: number }, parts: readonly Expression[]): Expression {
  const text = joined(span, parts);
  return text.kind === "text" ? { ...text, always: true } : text;
}

/** What a chain of calls that make a text longer begins with. */
function rootOf(builder: Builder, node: NodeId): "new" | "variable" | undefined {
  const { tree } = builder;
  let current = node;
  for (;;) {
    switch (kindOf(tree, current)) {
      case "parenthesized_expression":
        current = namedChildren(tree, current)[0] ?? NONE;
        break;
      case "identifier":
        return isBuilder(builder, textOf(tree, current)) ? "variable" : undefined;
      case "field_access":
        return textOf(tree, childByField(tree, current, "object")) === "this" &&
          isBuilder(builder, textOf(tree, childByField(tree, current, "field")))
          ? "variable"
          : undefined;
      case "object_creation_expression":
        return isBuilderType(textOf(tree, childByField(tree, current, "type"))) ? "new" : undefined;
      case "method_invocation": {
        const callee = childByField(tree, current, "name");
        if (kindOf(tree, callee) !== "field_access") return undefined;
        if (!/^(?:append|insert)$/u.test(textOf(tree, childByField(tree, callee, "field")))) return undefined;
        current = childByField(tree, callee, "object");
        break;
      }
      default:
        return undefined;
    }
    if (current === NONE) return undefined;
  }
}

/** A template with values; one that numbers its values is a text of them all. */
function formatted(span: { start: number; end: number }, given: readonly Argument[]): Expression {
  const [first, second] = given;
  const local =
    first?.value.kind === "member" &&
    second !== undefined &&
    first.value.object.kind === "name" &&
    first.value.object.name === "Locale";
  const [template, ...values] = local ? given.slice(1) : given;
  if (template === undefined) return { kind: "constant", ...span, value: undefined };
  const { value } = template;
  const text = value.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
  if (text !== undefined && /%\d+\$/u.test(text)) {
    const parts = text.split(/(%\d+\$[-+ #0-9.,(]*[a-zA-Z])/u).map((piece): Expression => {
      const place = /^%(\d+)\$[^a-zA-Z]*([a-zA-Z])/u.exec(piece);
      if (place === null || "dxXocfe".includes(place[2] as string))
        return { kind: "constant", start: value.start, end: value.end, value: piece };
      return values[Number(place[1]) - 1]?.value ?? { kind: "constant", start: value.start, end: value.end, value: undefined };
    });
    return { kind: "text", ...span, parts, always: true };
  }
  const plain: Expression =
    text === undefined ? value : { ...value, kind: "constant", value: text.replaceAll("%n", "\n").replaceAll(/[{}]/gu, " ") };
  return { kind: "format", ...span, template: plain, values };
}

export function lowerNew(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const type = childByField(tree, node, "type");
  const given = lowerArguments(builder, childByField(tree, node, "arguments"));
  const body = namedChildren(tree, node).find((child) => kindOf(tree, child) === "class_body");
  const name = simpleName(type === NONE ? "" : textOf(tree, type));
  if (isBuilderType(name)) {
    const [first] = given;
    return first === undefined || typeof (first.value.kind === "constant" && first.value.value) === "number"
      ? { kind: "constant", ...span, value: "" }
      : always(span, [first.value]);
  }
  const made: Call = {
    kind: "call",
    ...span,
    callee: { kind: "name", ...spanOf(builder, type === NONE ? node : type), name },
    arguments: given,
    construct: true,
  };
  if (body === undefined) return made;
  return { kind: "sequence", ...span, items: [made, lowerAnonymous(builder, body)] };
}
