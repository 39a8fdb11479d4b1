import { wordTable } from "#analysis/match/words.ts";
import { expand } from "./expand.ts";
import type { Kind, ModelFile } from "./schema.ts";

/** Tells from a text alone whether following its data can be worth while. May say yes in vain, never no. */
export interface Mentions {
  /** The text names something untrusted. */
  sources(text: string): boolean;
  /** The text names a place for which some source matters; `parameters`: for which parameters of functions do. */
  sinks(text: string, parameters: boolean): boolean;
}

/** Words of which one must stand in the text, and with it one of the names. */
interface Group {
  readonly needs: ReadonlySet<string>;
  readonly names: Set<string>;
}

export function compileMentions(files: readonly ModelFile[], kinds: readonly Kind[]): Mentions {
  const introduced = introductions(files);
  const sources = files.flatMap((file) => [
    ...(file.sources ?? []).flatMap((source) => [...(source.calls ?? []), ...(source.reads ?? [])]),
    ...(file.handlers ?? []).flatMap((handler) => [
      ...(handler.calls ?? []),
      ...(handler.directive === undefined ? (handler.functions ?? []) : [handler.directive]),
      ...(handler.methods?.bases ?? []),
    ]),
  ]);
  const decorators = files
    .flatMap((file) => (file.handlers ?? []).flatMap((handler) => handler.decorators ?? []))
    .flatMap(expand);
  const handed = new Set(kinds.filter((kind) => kind.confidence.parameter !== undefined).map((kind) => kind.kind));
  const sinks = files.flatMap((file) => file.sinks ?? []);
  const references = (parameters: boolean): { reference: string; needs: readonly string[] }[] =>
    sinks
      .filter((sink) => !parameters || handed.has(sink.kind))
      .flatMap((sink) =>
        [...(sink.calls ?? []), ...(sink.writes ?? [])].map((reference) => ({ reference, needs: sink.needs ?? [] })),
      );
  const words = knownWords();
  const all = matcher(references(false), introduced, words);
  const some = matcher(references(true), introduced, words);
  const source = matcher(
    sources.map((reference) => ({ reference, needs: [] })),
    introduced,
    words,
  );
  const decorator = new RegExp(`@(?:[\\w.]+\\.)?(?:${[...new Set(decorators.map(lastName))].join("|")})\\b`, "u");
  return {
    sources: (text) => source(text) || (text.includes("@") && decorator.test(text)),
    // What a handler returns goes somewhere, too.
    sinks: (text, parameters) => (parameters ? some(text) : all(text) || (text.includes("@") && decorator.test(text))),
  };
}

/** For each type the words without which no value can be known to be of it. */
function introductions(files: readonly ModelFile[]): (type: string) => ReadonlySet<string> {
  const facts = files.flatMap((file) => file.types ?? []);
  const known = new Map<string, Set<string>>();
  const wordsOf = (type: string): Set<string> => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const words = new Set<string>();
    known.set(type, words);
    for (const fact of facts) {
      if (fact.type !== type) continue;
      for (const word of [...(fact.annotations ?? []), ...(fact.names ?? []), ...(fact.parameters ?? [])]) words.add(word);
      for (const reference of [...(fact.calls ?? []), ...(fact.reads ?? []), ...(fact.bases ?? [])].flatMap(expand)) {
        const [owner, member] = reference.split("#");
        if (member === undefined) words.add(lastName(reference));
        else if (owner === "*") words.add(member);
        else for (const word of wordsOf(owner as string)) words.add(word);
      }
    }
    return words;
  };
  return wordsOf;
}

function lastName(reference: string): string {
  return reference.replace(/^new /u, "").split(/[.#/]/u).at(-1) as string;
}

/** Words to be found in texts, all of them in one go. */
interface Words {
  idOf(word: string): number;
  /** By their ids, 1 for those that may stand in the text. */
  marked(text: string): Uint8Array;
}

function knownWords(): Words {
  const table = wordTable();
  // Several questions are asked of one text.
  let last: { readonly text: string; readonly marks: Uint8Array } = { text: "", marks: new Uint8Array() };
  return {
    idOf: (word) => table.idOf(word),
    marked(text) {
      if (last.text !== text) last = { text, marks: table.present(text) };
      return last.marks;
    },
  };
}

function matcher(
  references: readonly { reference: string; needs: readonly string[] }[],
  introduced: (type: string) => ReadonlySet<string>,
  words: Words,
): (text: string) => boolean {
  const groups = new Map<string, Group>();
  for (const { reference: written, needs } of references) {
    for (const reference of expand(written)) {
      const [owner, member] = reference.split("#") as [string, string | undefined];
      const first = reference.replace(/^new /u, "").split(/[./]/u)[0] as string;
      const typed = member !== undefined && owner !== "*";
      const words =
        needs.length > 0
          ? needs
          : typed
            ? [...introduced(owner)]
            : member === undefined && first !== lastName(reference)
              ? [first]
              : [];
      const key = typed && needs.length === 0 ? owner : words.join(" ");
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { needs: new Set(words), names: new Set() }));
      // Names that no text holds, such as those of markup, stand under what they need.
      group.names.add(reference.startsWith("<") ? (needs[0] ?? reference) : reference);
    }
  }
  const compiled = [...groups.values()].map(({ needs, names }) => ({ needs: [...needs], names: byWord(names, words) }));
  return (text) => {
    const marks = words.marked(text);
    return compiled.some(
      ({ needs, names }) =>
        names.some(({ id, forms }) => (id < 0 || marks[id] === 1) && forms().test(text)) &&
        (needs.length === 0 || needs.some((word) => text.includes(word))),
    );
  };
}

interface Named {
  /** Of the word without which there is none of the forms; -1 where it is no word. */
  readonly id: number;
  /** Compiled when first asked for. */
  readonly forms: () => RegExp;
}

function byWord(references: ReadonlySet<string>, words: Words): Named[] {
  return [...Map.groupBy(references, lastName)].map(([word, same]) => {
    let compiled: RegExp | undefined;
    return { id: /^[A-Za-z_$][\w$]*$/u.test(word) ? words.idOf(word) : -1, forms: () => (compiled ??= anyWord(new Set(same))) };
  });
}

/** Methods stand behind a dot, functions that need no import in front of a parenthesis. */
function anyWord(references: ReadonlySet<string>): RegExp {
  const forms = [...references].map((reference) => {
    const name = lastName(reference).replaceAll(/[$()*+?[\]\\^]/gu, "\\$&");
    if (reference.includes("#")) return `[.]\\s*${name}(?![\\w$])`;
    return /[./]/u.test(reference) || reference.startsWith("new ")
      ? `(?<![\\w$])${name}(?![\\w$])`
      : `(?<![\\w$.])${name}\\s*\\(|["']${name}["']`;
  });
  return new RegExp([...new Set(forms)].toSorted().join("|"), "u");
}
