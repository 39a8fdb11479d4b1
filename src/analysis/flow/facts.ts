import { importSpecifiers } from "#analysis/imports/specifiers.ts";
import type { Models } from "#analysis/models/compile.ts";
import type { LanguagePack } from "#analysis/parse/language-pack.ts";
import { isMain } from "./threat-model.ts";

/** What a text alone tells of the data flow through it: enough to choose the files that are worth following. */
export interface FlowFacts {
  /** It names something untrusted. */
  readonly source: boolean;
  /** It names a place for which some source matters. */
  readonly sink: boolean;
  /** As `sink`, for parameters of its functions. */
  readonly parameters: boolean;
  /** A program can be started with it. */
  readonly main: boolean;
  /** Names of imported modules as written. */
  readonly imports: readonly string[];
}

export function flowFacts(text: string, pack: LanguagePack, { mentions }: Models): FlowFacts {
  const sink = mentions.sinks(text, false);
  return {
    source: mentions.sources(text),
    sink,
    parameters: mentions.sinks(text, true),
    main: isMain(text),
    imports: importSpecifiers(pack.id, text),
  };
}
