/** What an expression is known to be: an SMT-LIB term, a list of such, or nothing. */
export type Value =
  /** `normal`: a path without `..`; `regex` holds the source of one that is a value. */
  | { readonly kind: "text"; readonly term: string; readonly literal?: string; readonly normal?: true }
  | { readonly kind: "truth"; readonly term: string }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "regex"; readonly source: string; readonly flags: string }
  | { readonly kind: "unknown" };

export const UNKNOWN: Value = { kind: "unknown" };

/** One way through a function up to a place. */
export interface State {
  readonly names: ReadonlyMap<string, Value>;
  /** Conditions that hold on this way. */
  readonly conditions: readonly string[];
  /** Whether a condition was met that could not be said; it is left out, so that more inputs seem possible than are. */
  readonly loose: boolean;
}

/** What one exploration shares. */
export interface Exploration {
  readonly dialect: "python" | "javascript";
  /** Names of texts that are declared, and what is known of them beyond any way. */
  readonly declared: string[];
  readonly facts: string[];
  /** Terms that paths are joined to. */
  readonly bases: Set<string>;
  readonly reached: Reached[];
  /** Names of calls by the kind of weakness that ends in them. */
  readonly sinks: RegExp;
  /** What the attacker sends: the same text wherever it is read. */
  readonly input: string;
}

/** A way that ends in a sink. */
export interface Reached {
  readonly term: string;
  readonly normal: boolean;
  readonly conditions: readonly string[];
  readonly loose: boolean;
  readonly start: number;
}

/** A text of which nothing is known but `facts` of its name. */
export function freshText(exploration: Exploration, facts: (name: string) => readonly string[] = () => []): Value {
  const name = `t${exploration.declared.length}`;
  exploration.declared.push(name);
  exploration.facts.push(...facts(name));
  return { kind: "text", term: name };
}
