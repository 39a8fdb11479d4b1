import type { Parameter } from "#analysis/ir/file.ts";
import type { Shape } from "#analysis/ir/expression.ts";
import {
  type Builder,
  closeFunction,
  declare,
  lowerBlock,
  lowerExpression,
  openFunction,
  spanOf,
} from "#analysis/lower/builder.ts";
import {
  childByField,
  childrenByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  textOf,
} from "#analysis/parse/tree.ts";
import { nameNode } from "./facts.ts";
import { shapeOf } from "./shape.ts";

/** Lowers a function definition, of the old style too; its number in the file. */
export function lowerFunction(builder: Builder, node: NodeId): number {
  const { tree } = builder;
  const declarator = childByField(tree, node, "declarator");
  const opened = openFunction(builder);
  const parameters = parametersOf(builder, node, declarator);
  for (const { name } of parameters) if (name !== "") declare(builder, name);
  const head = {
    ...opened,
    ...spanOf(builder, node),
    name: functionName(builder, declarator),
    parameters,
    decorators: [],
    class: -1,
    static: false,
    generator: false,
    returns: returned(builder, node, declarator),
    private: isStatic(builder, node),
  };
  closeFunction(builder, head, () => lowerBlock(builder, childByField(tree, node, "body")));
  return opened.index;
}

export function functionName({ tree }: Builder, declarator: NodeId): string {
  const name = declarator === NONE ? NONE : nameNode(tree, declarator);
  return name === NONE ? "" : textOf(tree, name);
}

export function isStatic({ tree }: Builder, node: NodeId): boolean {
  return namedChildren(tree, node).some(
    (child) => kindOf(tree, child) === "storage_class_specifier" && textOf(tree, child) === "static",
  );
}

/** The base of a type as annotations name it; a pointer to a number says that it is none. */
export function annotationOf(shape: Shape): string {
  return shape.kind === "number" ||
    shape.element === undefined ||
    !/^(?:unsigned |signed )?(?:char|short|int|long|float|double)/u.test(shape.name)
    ? shape.name
    : `${shape.name} *`;
}

function returned(builder: Builder, node: NodeId, declarator: NodeId): Shape {
  const lower = (length: NodeId) => lowerExpression(builder, length);
  const [first] = declarator === NONE ? [] : [declarator];
  return shapeOf(
    builder.tree,
    childByField(builder.tree, node, "type"),
    first !== undefined && kindOf(builder.tree, first) === "pointer_declarator" ? first : NONE,
    lower,
  );
}

function parametersOf(builder: Builder, node: NodeId, declarator: NodeId): Parameter[] {
  const { tree } = builder;
  const [list] = declarator === NONE ? [] : descendants(tree, declarator, ["parameter_list"]);
  if (list === undefined) return [];
  const old = new Map<string, Shape>();
  for (const declaration of namedChildren(tree, node).filter((child) => kindOf(tree, child) === "declaration"))
    for (const own of childrenByField(tree, declaration, "declarator")) {
      const name = nameNode(tree, own);
      if (name !== NONE) old.set(textOf(tree, name), shaped(builder, declaration, own));
    }
  return namedChildren(tree, list).flatMap((child): Parameter[] => {
    const kind = kindOf(tree, child);
    if (kind === "identifier") return [parameter(builder, child, textOf(tree, child), old.get(textOf(tree, child)))];
    if (kind === "variadic_parameter") return [{ ...parameter(builder, child, "", undefined), takes: "rest" }];
    if (kind !== "parameter_declaration") return [];
    const own = childByField(tree, child, "declarator");
    if (own === NONE && textOf(tree, child).trim() === "void") return [];
    const name = own === NONE ? NONE : nameNode(tree, own);
    return [parameter(builder, child, name === NONE ? "" : textOf(tree, name), shaped(builder, child, own))];
  });
}

function shaped(builder: Builder, declaration: NodeId, declarator: NodeId): Shape {
  return shapeOf(builder.tree, childByField(builder.tree, declaration, "type"), declarator, (length) =>
    lowerExpression(builder, length),
  );
}

function parameter(builder: Builder, node: NodeId, name: string, shape: Shape | undefined): Parameter {
  const span = spanOf(builder, node);
  return {
    ...span,
    name,
    pattern: { kind: "name", ...span, name },
    default: undefined,
    takes: "one",
    annotation: shape === undefined ? "" : annotationOf(shape),
    decorators: [],
    ...(shape === undefined ? {} : { shape }),
  };
}
