import type { Argument, Expression } from "#analysis/ir/expression.ts";
import { type Builder, lowerExpression, spanOf } from "#analysis/lower/builder.ts";
import { unescape } from "#analysis/lower/escapes.ts";
import { childByField, childrenByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";

/**
 * An element of the page is a call of `<element>` with its attributes as named arguments, its children as positional ones, and its tag as `$tag`. A component
 * is a call of its function with one record, which holds its children too.
 */
export function lowerElement(builder: Builder, node: NodeId): Expression {
  const { tree } = builder;
  const kind = kindOf(tree, node);
  const opening = kind === "jsx_element" ? childByField(tree, node, "open_tag") : node;
  const name = opening === NONE || kind === "jsx_fragment" ? NONE : childByField(tree, opening, "name");
  const args: Argument[] =
    opening === NONE ? [] : childrenByField(tree, opening, "attribute").map((attribute) => lowerAttribute(builder, attribute));
  for (const child of kind === "jsx_self_closing_element" ? [] : namedChildren(tree, node)) {
    const inside = kindOf(tree, child);
    if (
      inside === "jsx_expression" ||
      inside === "jsx_element" ||
      inside === "jsx_self_closing_element" ||
      inside === "jsx_fragment"
    ) {
      args.push({ value: lowerExpression(builder, child), name: "", spread: false });
    }
  }
  const label = name === NONE ? "" : textOf(tree, name);
  const { start, end } = spanOf(builder, node);
  const at = spanOf(builder, name === NONE ? node : name);
  if (name !== NONE && !/^[a-z]/u.test(label)) {
    const entries = args.map((one) => ({
      key: one.spread ? undefined : one.name === "" ? "children" : one.name,
      value: one.value,
    }));
    const props: Expression = { kind: "record", start, end, entries };
    const one: Argument = { value: props, name: "", spread: false };
    return { kind: "call", start, end, callee: lowerExpression(builder, name), arguments: [one], construct: false };
  }
  args.push({ value: { kind: "constant", ...at, value: label }, name: "$tag", spread: false });
  const callee: Expression = { kind: "name", ...at, name: "<element>" };
  return { kind: "call", start, end, callee, arguments: args, construct: false };
}

function lowerAttribute(builder: Builder, node: NodeId): Argument {
  const { tree } = builder;
  const parts = namedChildren(tree, node);
  if (kindOf(tree, node) === "jsx_expression") {
    const [spread] = parts;
    const value =
      spread === undefined ? NONE : kindOf(tree, spread) === "spread_element" ? (namedChildren(tree, spread)[0] ?? NONE) : spread;
    return { value: lowerExpression(builder, value), name: "**", spread: true };
  }
  const [name, value] = parts;
  const label = name === undefined ? "" : textOf(tree, name);
  if (value === undefined)
    return { value: { kind: "constant", ...spanOf(builder, node), value: true }, name: label, spread: false };
  if (kindOf(tree, value) === "string") {
    return {
      value: { kind: "constant", ...spanOf(builder, value), value: unescape(textOf(tree, value).slice(1, -1)) },
      name: label,
      spread: false,
    };
  }
  return { value: lowerExpression(builder, value), name: label, spread: false };
}
