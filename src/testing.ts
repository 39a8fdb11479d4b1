export { type CheckCase, checkContext, checkContract, type CheckSubject } from "#testing/check-contract.ts";
export { readRecipeCases, type RecipeCase } from "#testing/recipe-cases.ts";
export { type RecipeContract, recipeContract } from "#testing/recipe-contract.ts";
export { limitContract, type SandboxCase, wallContract } from "#testing/sandbox-contract.ts";
export { readScannerCases, type ScannerCase } from "#testing/scanner-cases.ts";
export { type ScannerContract, scannerContract } from "#testing/scanner-contract.ts";
export { type MakeWorkspace, type WorkspaceCase } from "#testing/workspace-contract.ts";
