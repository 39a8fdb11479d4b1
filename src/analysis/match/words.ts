/** The words that rules look for, and a hash table over them. */
export interface WordTable {
  idOf(word: string): number;
  /** Id of a lower-case text; these ids are apart from those of words. */
  literalId(literal: string): number;
  /** By their ids. */
  readonly literals: readonly string[];
  readonly size: number;
  /** Ids of the words with this hash; undefined for none. */
  ids(hash: number): readonly number[] | undefined;
  /** Marks every known word that occurs in the text; hash collisions may mark some that do not. */
  present(text: string): Uint8Array;
}

const WORD_UNIT = Uint8Array.from({ length: 128 }, (_, unit) => (/[\w$]/.test(String.fromCharCode(unit)) ? 1 : 0));

/** 32-bit hash of text[start, end). */
export function hashRange(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}

export function wordTable(): WordTable {
  const ids = new Map<string, number>();
  const byHash = new Map<number, number[]>();
  const literalIds = new Map<string, number>();
  const literals: string[] = [];
  const filter = new Uint8Array(1 << 16);
  return {
    idOf(word) {
      let id = ids.get(word);
      if (id === undefined) {
        id = ids.size;
        ids.set(word, id);
        const hash = hashRange(word, 0, word.length);
        byHash.set(hash, [...(byHash.get(hash) ?? []), id]);
        filter[(hash ^ (hash >>> 16)) & 0xffff] = 1;
      }
      return id;
    },
    literalId(literal) {
      let id = literalIds.get(literal);
      if (id === undefined) {
        id = literals.push(literal) - 1;
        literalIds.set(literal, id);
      }
      return id;
    },
    literals,
    get size() {
      return ids.size;
    },
    ids: (hash) => (filter[(hash ^ (hash >>> 16)) & 0xffff] === 0 ? undefined : byHash.get(hash)),
    present(text) {
      const marks = new Uint8Array(ids.size);
      const length = text.length;
      for (let at = 0; at < length; at++) {
        let unit = text.charCodeAt(at);
        if (unit > 127 || WORD_UNIT[unit] === 0) continue;
        const digit = unit >= 48 && unit <= 57;
        let hash = 0;
        while (unit < 128 && WORD_UNIT[unit] === 1) {
          hash = (Math.imul(hash, 31) + unit) | 0;
          if (++at >= length) break;
          unit = text.charCodeAt(at);
        }
        if (digit || filter[(hash ^ (hash >>> 16)) & 0xffff] === 0) continue;
        const known = byHash.get(hash);
        if (known !== undefined) for (const id of known) marks[id] = 1;
      }
      return marks;
    },
  };
}
