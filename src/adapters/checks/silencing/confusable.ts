import { kindOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import type { Detector } from "./silencing.ts";

const LATIN = /\p{Script=Latin}/u;
const LOOKALIKE_SCRIPTS =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}\p{Script=Coptic}]/u;
/** Words made only of letters that exist in Latin too, to the eye. */
const ONLY_LOOKALIKES = /^[АВЕКМНОРСТУХаеорсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲ_\d]+$/u;
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
const STRINGS = new Set(["string_content", "string_fragment"]);

/** New names that read like others: scripts mixed in one word, or letters that the compiler reads as plain ones. */
export const addsConfusableText: Detector = ({ path, trees }) => {
  if (trees === undefined) return undefined;
  const [name] = surplus(multiset(names(trees.after)), multiset(names(trees.before)));
  if (name !== undefined) return { reason: "confusable-text", detail: `${path}: the name \`${name}\` is not what it looks like` };
  const [word] = surplus(multiset(words(trees.after)), multiset(words(trees.before)));
  if (word === undefined) return undefined;
  return { reason: "confusable-text", detail: `${path}: the text \`${word}\` mixes alphabets in one word`, asks: true };
};

function names(tree: SyntaxTree): string[] {
  return leaves(tree, (kind) => kind.endsWith("identifier"))
    .map((text) => text.replace(/^#/, ""))
    .filter(
      (name) => name !== name.normalize("NFKC") || mixesScripts(name) || ONLY_LOOKALIKES.test(name.replace(/^[_\d]+$/, "")),
    );
}

function words(tree: SyntaxTree): string[] {
  return leaves(tree, (kind) => STRINGS.has(kind))
    .flatMap((text) => text.match(WORD) ?? [])
    .filter(mixesScripts);
}

function mixesScripts(word: string): boolean {
  return LATIN.test(word) && LOOKALIKE_SCRIPTS.test(word);
}

function leaves(tree: SyntaxTree, wanted: (kind: string) => boolean): string[] {
  const found: string[] = [];
  for (let node = 0; node < tree.count; node++) if (wanted(kindOf(tree, node))) found.push(textOf(tree, node));
  return found;
}
