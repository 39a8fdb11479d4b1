import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import type { Defect } from "#domain/defect.ts";
import type { Location } from "#domain/location.ts";
import { lineStarts, offsetAt } from "#lib/text.ts";
import type { PatchDetector } from "./silencing.ts";
import { isTestPath } from "./tests.ts";
import { type Unit, unitsOf } from "./units.ts";

/** More unrelated pieces than this that are only laid out anew hide the change among them. */
const MOVED_BLANKS = 2;

interface Piece {
  readonly path: string;
  /** Number of the stretch between two pieces that kept their key, -1 for one of these. */
  readonly gap: number;
  readonly old: Unit | undefined;
  readonly fresh: Unit | undefined;
}

/**
 * The patch changes pieces that have nothing to do with the weak place. Related are the piece that holds it, the pieces of its trace, and, step by
 * step, what related pieces name and changed pieces that name changed related ones.
 */
export const reachesFurther: PatchDetector = (files, defect) => {
  const code = files.filter(({ path, trees }) => trees !== undefined && !isTestPath(path));
  const pieces = code.flatMap(piecesOf);
  const related = relatedPieces(pieces, defect, code);
  const strangers = pieces.filter((piece) => !related.has(piece) && isChanged(piece));
  const [stranger] = strangers;
  if (stranger !== undefined) {
    const name = (stranger.fresh ?? stranger.old)?.text.split("\n")[0]?.slice(0, 70) ?? "";
    return { reason: "wide-scope", detail: `${stranger.path}: \`${name}\` has nothing to do with the finding`, asks: true };
  }
  const laidOut = pieces.filter((piece) => !related.has(piece) && isLaidOutAnew(piece));
  if (laidOut.length <= MOVED_BLANKS) return undefined;
  return { reason: "wide-scope", detail: `${laidOut.length} pieces without the finding are laid out anew`, asks: true };
};

/** Pairs the pieces of both states by key; between two pairs, what is left over by its number. */
function piecesOf({ path, trees }: TouchedFile): Piece[] {
  if (trees === undefined) return [];
  const [olds, news] = [unitsOf(trees.before), unitsOf(trees.after)];
  const pieces: Piece[] = [];
  let [openOld, openNew]: [Unit[], Unit[]] = [[], []];
  let gap = 0;
  const settle = (): void => {
    for (let index = 0; index < Math.max(openOld.length, openNew.length); index++)
      pieces.push({ path, gap, old: openOld[index], fresh: openNew[index] });
    [openOld, openNew, gap] = [[], [], gap + 1];
  };
  let position = 0;
  for (const old of olds) {
    const place = news.findIndex((each, index) => index >= position && each.key === old.key);
    if (place < 0) {
      openOld.push(old);
      continue;
    }
    openNew.push(...news.slice(position, place));
    settle();
    pieces.push({ path, gap: -1, old, fresh: news[place] });
    position = place + 1;
  }
  openNew.push(...news.slice(position));
  settle();
  return pieces;
}

function isChanged({ old, fresh }: Piece): boolean {
  if ((old?.imports ?? true) && (fresh?.imports ?? true)) return false;
  return old === undefined || fresh === undefined || bare(old.words) !== bare(fresh.words);
}

/** Statement ends and trailing commas are layout. */
function bare(words: string): string {
  return words.replace(/ ?[;,](?= |$)/g, "");
}

function isLaidOutAnew({ old, fresh }: Piece): boolean {
  return old !== undefined && fresh !== undefined && old.text !== fresh.text;
}

function relatedPieces(
  pieces: readonly Piece[],
  { location, trace = [] }: Defect,
  files: readonly TouchedFile[],
): ReadonlySet<Piece> {
  const places = [location, ...trace.map((step) => step.location)];
  const held = pieces.filter((piece) => places.some((place) => holds(piece, place, files)));
  // What stands between the same neighbours as the weak piece stands in its place.
  const seeds = new Set(
    pieces.filter((piece) =>
      held.some((one) => one === piece || (one.gap >= 0 && one.gap === piece.gap && one.path === piece.path)),
    ),
  );
  const related = new Set(seeds);
  for (let size = -1; size !== related.size; ) {
    size = related.size;
    const active = [...related].filter((piece) => seeds.has(piece) || isChanged(piece));
    const named = new Set(active.flatMap(({ old, fresh }) => [...(old?.mentions ?? []), ...(fresh?.mentions ?? [])]));
    const changed = new Set(
      [...related].filter(isChanged).flatMap(({ old, fresh }) => [...(old?.defines ?? []), ...(fresh?.defines ?? [])]),
    );
    for (const piece of pieces) {
      const names = [...(piece.old?.defines ?? []), ...(piece.fresh?.defines ?? [])];
      const callers = [...(piece.fresh?.mentions ?? [])];
      if (names.some((name) => named.has(name)) || callers.some((name) => changed.has(name))) related.add(piece);
      else if (names.length === 0 && (piece.fresh ?? piece.old)?.words.split(/[ .(]/, 1).some((root) => named.has(root)) === true)
        related.add(piece);
    }
  }
  return related;
}

function holds({ path, old }: Piece, place: Location, files: readonly TouchedFile[]): boolean {
  if (old === undefined || place.path !== path) return false;
  const text = files.find((file) => file.path === path)?.before ?? "";
  const starts = lineStarts(text);
  const [from, to] = [offsetAt(starts, place.startLine, place.startColumn), offsetAt(starts, place.endLine, place.endColumn)];
  return old.start < to && old.end > from;
}
