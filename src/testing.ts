export { readRecipeCases, type RecipeCase } from "#testing/recipe-cases.ts";
