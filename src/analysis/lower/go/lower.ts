import type { FileIr } from "#analysis/ir/file.ts";
import { createBuilder, lowerModule } from "#analysis/lower/builder.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { lowerExpression } from "./expression.ts";
import { lowerFile, packageOf } from "./file.ts";
import { lowerBlock, lowerStatement } from "./statement.ts";

export function lowerGo(path: string, tree: SyntaxTree): FileIr {
  const builder = createBuilder(tree, { expression: lowerExpression, block: lowerBlock, statement: lowerStatement });
  return {
    path,
    ...lowerModule(builder, () => lowerFile(builder)),
    openModule: true,
    typed: true,
    package: packageOf(tree),
    constructorName: "",
  };
}
