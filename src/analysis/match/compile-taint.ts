import { type CompiledFormula, compileFormula, type FormulaContext } from "./compile-formula.ts";
import type { TaintSpec } from "./rule.ts";

export interface CompiledTaint {
  readonly sources: readonly CompiledFormula[];
  readonly sinks: readonly CompiledFormula[];
  readonly sanitizers: readonly CompiledFormula[];
}

export function compileTaint(taint: TaintSpec, context: FormulaContext): CompiledTaint {
  return {
    sources: taint.sources.map((formula) => compileFormula(formula, context)),
    sinks: taint.sinks.map((formula) => compileFormula(formula, context)),
    sanitizers: taint.sanitizers.map((formula) => compileFormula(formula, context)),
  };
}
