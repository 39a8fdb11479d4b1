import type { Parameter } from "#analysis/ir/file.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { type Builder, closeFunction, declare, lowerBlock, openFunction, spanOf } from "#analysis/lower/builder.ts";
import { childByField, childrenByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { annotationOf } from "./facts.ts";

/** Lowers a function or a method; its number in the file. `ofClass` is the type whose method it is, -1 for none. */
export function lowerFunction(builder: Builder, node: NodeId, ofClass: number): number {
  return lowered(builder, node, textOf(builder.tree, childByField(builder.tree, node, "name")), ofClass);
}

export function lowerLiteral(builder: Builder, node: NodeId): number {
  return lowered(builder, node, "", -1);
}

function lowered(builder: Builder, node: NodeId, name: string, ofClass: number): number {
  const { tree } = builder;
  const opened = openFunction(builder);
  const receiver = childByField(tree, node, "receiver");
  const own = parametersOf(builder, receiver);
  const parameters = [
    ...(receiver !== NONE && own.length === 0 ? [unnamed(builder, receiver)] : own),
    ...parametersOf(builder, childByField(tree, node, "parameters")),
  ];
  const results = resultNames(builder, node);
  for (const one of [...parameters.map((parameter) => parameter.name), ...results]) if (one !== "") declare(builder, one);
  const head = {
    ...opened,
    ...spanOf(builder, node),
    name,
    parameters,
    decorators: [],
    class: ofClass,
    static: false,
    generator: false,
    private: /^[^A-Z]/u.test(name),
  };
  closeFunction(builder, head, () => lowerBlock(builder, childByField(tree, node, "body")));
  return opened.index;
}

function parametersOf(builder: Builder, list: NodeId): Parameter[] {
  const { tree } = builder;
  if (list === NONE) return [];
  return namedChildren(tree, list).flatMap((child): Parameter[] => {
    const rest = kindOf(tree, child) === "variadic_parameter_declaration";
    if (!rest && kindOf(tree, child) !== "parameter_declaration") return [];
    const annotation = annotationOf(tree, childByField(tree, child, "type"));
    const names = childrenByField(tree, child, "name");
    const named = names.map((name) => parameter(builder, name, textOf(tree, name), annotation));
    return (named.length === 0 ? [parameter(builder, child, "", annotation)] : named).map((one) => ({
      ...one,
      takes: rest ? "rest" : "one",
    }));
  });
}

function unnamed(builder: Builder, node: NodeId): Parameter {
  return parameter(builder, node, "", "");
}

function parameter(builder: Builder, node: NodeId, name: string, annotation: string): Parameter {
  const span = spanOf(builder, node);
  return {
    ...span,
    name,
    pattern: { kind: "name", ...span, name },
    default: undefined,
    takes: "one",
    annotation,
    decorators: [],
  };
}

/** Names that a function gives its results; none where it names only their types. */
function resultNames({ tree }: Builder, node: NodeId): string[] {
  const result = childByField(tree, node, "result");
  if (result === NONE || kindOf(tree, result) !== "parameter_list") return [];
  return namedChildren(tree, result).flatMap((child) => childrenByField(tree, child, "name").map((name) => textOf(tree, name)));
}

/** What a `return` without values gives: the named results of the function around it. */
export function namedResults(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  let around = node;
  while (around > 0 && !/^(?:function_declaration|method_declaration|func_literal)$/u.test(kindOf(tree, around)))
    around = tree.parents[around] as NodeId;
  const span = spanOf(builder, node);
  const names = around > 0 ? resultNames(builder, around) : [];
  const items = names.map((name) => ({ value: { kind: "name" as const, ...span, name }, spread: false }));
  const [only] = items;
  if (only === undefined) return { kind: "return", ...span, value: undefined };
  return { kind: "return", ...span, value: items.length === 1 ? only.value : { kind: "list", ...span, items, results: true } };
}
