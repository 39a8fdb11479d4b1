import { isEntry, type Path, type Reader } from "./reader.ts";
import type { RuleOptions } from "./rule.ts";

/** What each value of an option means here: a setting of ours, or `{}` where assay behaves so anyway. Other values are refused. */
const OPTIONS: Readonly<Record<string, Readonly<Partial<Record<"true" | "false", RuleOptions>>>>> = {
  constant_propagation: { true: {}, false: { noConstants: true } },
  symbolic_propagation: { false: {} },
  interfile: { true: {}, false: {} },
  interprocedural: { false: {} },
  symmetric_eq: { false: {} },
  ac_matching: { false: {} },
  commutative_boolop: { false: {} },
  vardef_assign: { true: {} },
  flddef_assign: { true: {} },
  arrow_is_function: { true: {} },
  let_is_var: { false: {} },
  go_deeper_expr: { true: {} },
  go_deeper_stmt: { true: {} },
  implicit_return: { false: {} },
  implicit_deep_exprstmt: { true: {} },
  taint_assume_safe_functions: { true: { safeFunctions: true }, false: {} },
  taint_assume_safe_indexes: { true: {}, false: { unsafeIndexes: true } },
  taint_assume_safe_booleans: { true: {} },
  taint_assume_safe_numbers: { true: {} },
  taint_assume_safe_comparisons: { true: {} },
  taint_only_propagate_through_assignments: { true: { onlyAssignments: true }, false: {} },
  taint_unify_mvars: { false: {} },
};

/** Names of the options and the values of each that assay takes, in the order of the table. */
export function knownOptions(): readonly (readonly [name: string, values: readonly string[]])[] {
  return Object.entries(OPTIONS).map(([name, values]) => [name, Object.keys(values)]);
}

/** Options of a rule; undefined for none that change anything. Each option or value that assay does not have is refused by name. */
export function readOptions(value: unknown, path: Path, reader: Reader): RuleOptions | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isEntry(value)) {
    reader.refuse(path, "expected options by name");
    return undefined;
  }
  let options: RuleOptions = {};
  for (const [name, setting] of Object.entries(value)) {
    const values = OPTIONS[name];
    const meaning = setting === true || setting === false ? values?.[`${setting}`] : undefined;
    if (values === undefined) reader.refuse([...path, name], `option "${name}" is not supported`);
    else if (meaning === undefined) {
      const given = JSON.stringify(setting);
      reader.refuse([...path, name], `option "${name}": ${given} is not supported, only ${Object.keys(values).join(" or ")}`);
    } else options = { ...options, ...meaning };
  }
  return Object.keys(options).length === 0 ? undefined : options;
}
