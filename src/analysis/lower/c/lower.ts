import type { FileIr } from "#analysis/ir/file.ts";
import { createBuilder, lowerModule } from "#analysis/lower/builder.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { lowerExpression } from "./expression.ts";
import { factsOf } from "./facts.ts";
import { lowerBlock, lowerStatement } from "./statement.ts";

export function lowerC(path: string, tree: SyntaxTree): FileIr {
  const builder = createBuilder(tree, { expression: lowerExpression, block: lowerBlock, statement: lowerStatement });
  return {
    path,
    ...lowerModule(builder, () => lowerBlock(builder, 0)),
    openModule: true,
    constructorName: "",
    records: factsOf(tree).records,
    macros: factsOf(tree).macros,
    byReference: tree.pack.subset !== undefined,
  };
}
