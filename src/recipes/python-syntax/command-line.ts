import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { endOfOptions, programTrouble, readCommand, type ShellWord } from "#recipes/kit/shell.ts";
import { callArguments, calleeOf, isCallOf, methodName } from "./calls.ts";
import { useModule } from "./imports.ts";
import { literalShape } from "./literal.ts";
import type { HolePiece, Template } from "./template.ts";
import { isText } from "./text-value.ts";

export type CommandLine =
  | {
      readonly ok: true;
      readonly list: readonly string[] /** With `--` before the first value. */;
      readonly ended: readonly string[] | undefined;
      /** The import that an argument needs. */
      readonly edits: readonly TextEdit[];
    }
  | { readonly ok: false; readonly reason: string };

const SEVERAL_WORDS = /(^|[._])(args?|argv|flags?|options?|opts|params?|parameters|cmd|command|commands|arguments|extra)$/i;

/** A command built as a template, as the sources of its arguments. */
export function commandLine(tree: SyntaxTree, template: Template): CommandLine {
  const reading = readCommand(template.pieces.map((piece) => (piece.kind === "text" ? piece.value : undefined)));
  if (!reading.ok) return reading;
  const chosen = chosenProgram(tree, template, reading.words);
  const trouble = programTrouble(reading.words);
  if (chosen === undefined && trouble !== undefined) return { ok: false, reason: trouble };
  const literal = template.pieces.find((piece) => piece.kind === "text")?.literal as NodeId;
  const quote = literalShape(tree, literal).quote[0] as string;
  const list: string[] = [];
  if (chosen !== undefined) list.push(`*${chosen.split}(${textOf(tree, chosen.program)})`);
  for (const word of chosen === undefined ? reading.words : reading.words.slice(1)) {
    const argument = argumentSource(tree, template, word, quote);
    if (!argument.ok) return argument;
    list.push(argument.text);
  }
  const end = endOfOptions(reading.words);
  const ended = end === undefined ? undefined : list.toSpliced(end, 0, `${quote}--${quote}`);
  return { ok: true, list, ended, edits: chosen?.edits ?? [] };
}

/** The command that a variable names, where nothing but a list of arguments follows: it is split into words, none of which a shell reads. */
function chosenProgram(
  tree: SyntaxTree,
  { pieces }: Template,
  [first = [], ...others]: readonly ShellWord[],
): { readonly program: NodeId; readonly split: string; readonly edits: readonly TextEdit[] } | undefined {
  const holes = [first, ...others].map((word) =>
    word.length === 1 && typeof word[0] === "number" ? pieces[word[0]] : undefined,
  );
  const [program, ...rest] = holes;
  if (program?.kind !== "hole" || kindOf(tree, program.node) !== "identifier" || rest.length === 0) return undefined;
  if (!rest.every((hole) => hole?.kind === "hole" && joinedList(tree, hole.node) !== undefined)) return undefined;
  const shlex = useModule(tree, "shlex");
  return shlex && { program: program.node, split: `${shlex.name}.split`, edits: shlex.edits };
}

type Source = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

function argumentSource(tree: SyntaxTree, { pieces }: Template, word: ShellWord, quote: string): Source {
  const fixed = word.filter((part) => typeof part === "string").join("");
  if (/[\ufffd\p{Cc}]/u.test(fixed)) return { ok: false, reason: "the command holds characters that are written as escapes" };
  const holes = word.filter((part) => typeof part === "number").map((part) => pieces[part] as HolePiece);
  if (holes.length === 0) return { ok: true, text: quoted(fixed, quote) };
  for (const { node } of holes) {
    const text = textOf(tree, node);
    if (SEVERAL_WORDS.test(text)) return { ok: false, reason: `\`${text}\` may hold several words` };
    if (["named_expression", "yield", "lambda", "generator_expression", "conditional_expression"].includes(kindOf(tree, node))) {
      return { ok: false, reason: "a value of the command is too involved to move" };
    }
  }
  const [hole] = holes as [HolePiece];
  if (word.length === 1) return { ok: true, text: joinedList(tree, hole.node) ?? single(tree, hole) };
  const expressions = holes.map(({ node }) => textOf(tree, unquoted(tree, node)));
  const mark = [quote, quote === '"' ? "'" : '"'].find((each) => ![fixed, ...expressions].some((text) => text.includes(each)));
  if (mark === undefined || expressions.some((text) => /[\\\r\n!:{}#]/.test(text)) || fixed.includes("\\")) {
    return { ok: false, reason: "an argument of the command mixes text and values in a way that no f-string can hold" };
  }
  const parts = word.map((part) =>
    typeof part === "string"
      ? part.replaceAll(/[{}]/g, "$&$&")
      : `{${textOf(tree, unquoted(tree, (pieces[part] as HolePiece).node))}}`,
  );
  return { ok: true, text: `f${mark}${parts.join("")}${mark}` };
}

function single(tree: SyntaxTree, hole: HolePiece): string {
  const inner = unquoted(tree, hole.node);
  const text = textOf(tree, inner);
  return inner !== hole.node || (hole.literal === undefined && !hole.numeric) || isText(tree, inner) ? text : `str(${text})`;
}

/** The value inside `shlex.quote(value)`: a list needs no quoting. */
function unquoted(tree: SyntaxTree, node: NodeId): NodeId {
  if (kindOf(tree, node) !== "call" || !isCallOf(tree, node, ["shlex.quote", "pipes.quote"])) return node;
  return callArguments(tree, node)?.[0]?.value ?? node;
}

/** `*names` for `" ".join(names)`. */
function joinedList(tree: SyntaxTree, node: NodeId): string | undefined {
  if (kindOf(tree, node) !== "call" || methodName(tree, node) !== "join") return undefined;
  const separator = textOf(tree, childByField(tree, calleeOf(tree, node), "object"));
  const all = callArguments(tree, node) ?? [];
  return /^(" "|' ')$/.test(separator) && all.length === 1 && kindOf(tree, all[0]?.value ?? 0) === "identifier"
    ? `*${textOf(tree, all[0]?.value ?? 0)}`
    : undefined;
}

/** A plain Python literal. */
export function quoted(text: string, preferred: string): string {
  const other = preferred === '"' ? "'" : '"';
  const quote = text.includes(preferred) && !text.includes(other) ? other : preferred;
  return quote + text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
}
