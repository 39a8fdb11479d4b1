import type { Dialect } from "./dialect.ts";

/** Where the packages that imports name are kept. */
export type Registry = "npm" | "PyPI";

/** A language of which only what is another language too is read, see `subset`: what its trees have besides what the grammar gives them. */
export interface SubsetNames {
  readonly kinds: readonly string[];
  readonly fields: readonly string[];
  /** Kinds, of those above, of leaves that stand for what is not read: of functions, of all else. */
  readonly unread: readonly [functions: string, others: string];
  /** What goes beyond it, in words. */
  readonly beyond: string;
}

/** What the parser and the matcher must know of a language. Data only; a language is one file in analysis/languages. */
export interface LanguagePack {
  /** `python`, `javascript`, `typescript`, `tsx`. */
  readonly id: string;
  /** Kinds that only group: what stands in them stands directly in the node around them. */
  readonly elided?: readonly string[];
  /** Names by which Semgrep rules call it. */
  readonly aliases: readonly string[];
  /** Lower-case file name endings with the dot. */
  readonly extensions: readonly string[];
  /** First-line interpreters, e.g. `python3`. */
  readonly interpreters: readonly string[];
  /** File name of the grammar in the grammars folder. */
  readonly grammar: string;
  /** Node kinds of comments, strings, calls. */
  readonly comments: readonly string[];
  readonly strings: readonly string[];
  /** Call kind and the field that holds the callee. */
  readonly calls: readonly { readonly kind: string; readonly callee: string; readonly arguments: string }[];
  /** Kinds that open a named scope (function, class), and the field that holds its name. */
  readonly scopes: readonly { readonly kind: string; readonly name: string }[];
  /** Kinds that are statements or blocks, for "enclosing statement". */
  readonly blocks: readonly string[];
  /** Identifiers (variables, properties) by kind. */
  readonly identifiers: readonly string[];
  readonly lineComment: string;
  readonly dialect: Dialect;
  /** Languages that are told of together share rules, models and the way they name modules: `python`, `javascript`. */
  readonly family: string;
  /** Whose regular expressions its library has. */
  readonly regexes: "python" | "javascript";
  /** Imports name modules with dots, `a.b`, and not as paths. */
  readonly dottedModules: boolean;
  /** Undefined where imports name no packages. */
  readonly registry: Registry | undefined;
  /** Every global name of a file can be imported; false where only exports can. */
  readonly openModules: boolean;
  /** Children that the grammar leaves side by side, such as the object and the name of a called method: those from the field `from` to the field `to` become one node of kind `as` in the field `to`, whose last child is in the field `inner`. */
  readonly joined?: readonly {
    readonly kind: string;
    readonly from: string;
    readonly to: string;
    readonly as: string;
    readonly inner: string;
  }[];
  /** Named children that the grammar gives no field, by their place. */
  readonly places?: readonly { readonly kind: string; readonly fields: readonly string[] }[];
  /** Absent where all of a file is read. */
  readonly subset?: SubsetNames;
  /** Files of a folder know each other's names without imports; a file is named after what it declares. */
  readonly neighbours?: boolean;
  /** The files of a folder that name one package are one module: each knows what the others declare outside of functions, without an import, and imports name the folder. */
  readonly packages?: {
    /** Ending of the names of files that no others but such see. */
    readonly apart: string;
    /** File that names the module in whose folder it lies, and where in it the name stands. */
    readonly manifest: string;
    readonly named: RegExp;
  };
}
