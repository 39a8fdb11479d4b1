import { type CompiledFormula, compileFormula, type FormulaContext } from "./compile-formula.ts";
import type { Formula, TaintPropagator, TaintSanitizer, TaintSink, TaintSource, TaintSpec } from "./rule.ts";

type Compiled<T> = Omit<T, "formula"> & { readonly formula: CompiledFormula };

export interface CompiledTaint {
  readonly sources: readonly Compiled<TaintSource>[];
  readonly sinks: readonly Compiled<TaintSink>[];
  readonly sanitizers: readonly Compiled<TaintSanitizer>[];
  readonly propagators: readonly Compiled<TaintPropagator>[];
}

export function compileTaint(taint: TaintSpec, context: FormulaContext): CompiledTaint {
  const all = <T extends { readonly formula: Formula }>(parts: readonly T[]): Compiled<T>[] =>
    parts.map((part) => ({ ...part, formula: compileFormula(part.formula, context) }));
  return {
    sources: all(taint.sources),
    sinks: all(taint.sinks),
    sanitizers: all(taint.sanitizers),
    propagators: all(taint.propagators ?? []),
  };
}
