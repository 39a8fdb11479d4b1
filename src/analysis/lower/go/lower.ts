import type { FileIr } from "#analysis/ir/file.ts";
import { closeFunction, createBuilder, openFunction, spanOf } from "#analysis/lower/builder.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { lowerExpression } from "./expression.ts";
import { lowerFile } from "./file.ts";
import { lowerBlock, lowerStatement } from "./statement.ts";

export function lowerGo(path: string, tree: SyntaxTree): FileIr {
  const builder = createBuilder(tree, { expression: lowerExpression, block: lowerBlock, statement: lowerStatement });
  const head = {
    ...openFunction(builder),
    ...spanOf(builder, 0),
    name: "",
    parameters: [],
    decorators: [],
    class: -1,
    static: false,
    generator: false,
  };
  closeFunction(builder, head, () => lowerFile(builder));
  return {
    path,
    functions: builder.functions,
    classes: builder.classes,
    openModule: true,
    typed: true,
    constructorName: "",
    tooDeep: builder.tooDeep,
  };
}
