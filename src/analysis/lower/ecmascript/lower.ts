import type { FileIr } from "#analysis/ir/file.ts";
import { createBuilder, lowerModule } from "#analysis/lower/builder.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { lowerExpression } from "./expression.ts";
import { lowerBlock, lowerStatement } from "./statement.ts";

/** JavaScript, TypeScript and TSX: their grammars name the same kinds. */
export function lowerEcmascript(path: string, tree: SyntaxTree): FileIr {
  const builder = createBuilder(tree, { expression: lowerExpression, block: lowerBlock, statement: lowerStatement });
  return {
    path,
    ...lowerModule(builder, () => lowerBlock(builder, 0)),
    openModule: false,
    constructorName: "constructor",
  };
}
