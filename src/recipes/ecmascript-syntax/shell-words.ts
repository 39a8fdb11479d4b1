import { descendants, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf, quoted, stringValue } from "./expressions.ts";
import { isNumber } from "./number-value.ts";
import { resolve, valueOf } from "./scope.ts";
import { expressionText, type Piece } from "./template.ts";

type Part = { readonly kind: "text"; readonly text: string } | { readonly kind: "expression"; readonly node: NodeId };
type Word = readonly Part[];
type Refused = { readonly ok: false; readonly reason: string };
type Split = { readonly ok: true; readonly words: readonly Word[] } | Refused;
type Source = { readonly ok: true; readonly text: string } | Refused;

/** Splits a command as a POSIX shell would, provided that it asks nothing else of the shell (POSIX.1-2024, Shell Command Language 2.2-2.3). */
export function shellWords(pieces: readonly Piece[]): Split {
  const words: Part[][] = [];
  let word: Part[] | undefined;
  let quote = "";
  let trouble: string | undefined;
  const add = (text: string): void => {
    word ??= [];
    const last = word.at(-1);
    if (last?.kind === "text") word[word.length - 1] = { kind: "text", text: last.text + text };
    else word.push({ kind: "text", text });
  };
  const finish = (): void => {
    if (word !== undefined)
      words.push(word.length > 1 ? word.filter((part) => part.kind === "expression" || part.text !== "") : word);
    word = undefined;
  };
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "expression") {
      word ??= [];
      word.push({ kind: "expression", node: piece.node });
      continue;
    }
    for (let i = 0; i < piece.text.length && trouble === undefined; i++) {
      const char = piece.text[i] as string;
      if (quote === "'" && char !== "'") add(char);
      else if (char === quote) quote = "";
      else if (char === "\\") {
        const next = piece.text[++i] ?? "";
        if (next === "") trouble = "a backslash stands before an interpolated value";
        else add(quote === '"' && !'"\\$`'.includes(next) ? char + next : next);
      } else if (char === "`" || (char === "$" && /^[\w{(@*#?$!-]/.test(piece.text.slice(i + 1))))
        trouble = `the command uses \`${char}\` of the shell`;
      else if (char === "$" && i === piece.text.length - 1 && index < pieces.length - 1)
        trouble = "the name of a shell variable is interpolated";
      else if (quote === '"') add(char);
      else if (char === "'" || char === '"') {
        quote = char;
        add("");
      } else if (char === "\n" && (words.length > 0 || word !== undefined) && !restIsBlank(pieces, index, i))
        trouble = "the command has several lines";
      else if (/\s/.test(char)) finish();
      else if ("|&;<>()*?[".includes(char)) trouble = `the command uses \`${char}\` of the shell`;
      else if ("~#!".includes(char) && word === undefined)
        trouble = `a word starts with \`${char}\`, which the shell treats specially`;
      else if (char === "{" && /^\{[^}\s]*(,|\.\.)/.test(piece.text.slice(i))) trouble = "the command uses brace expansion";
      else add(char);
    }
    if (trouble !== undefined) return { ok: false, reason: trouble };
  }
  if (quote !== "") return { ok: false, reason: "a quote of the command is not closed" };
  finish();
  return words.length === 0 ? { ok: false, reason: "the command is empty" } : { ok: true, words };
}

function restIsBlank(pieces: readonly Piece[], index: number, offset: number): boolean {
  return pieces
    .slice(index)
    .every((piece, i) => piece.kind === "literal" && piece.text.slice(i === 0 ? offset : 0).trim() === "");
}

const INTERPRETERS =
  /^(?:.*[\\/])?(?:sh|bash|dash|zsh|ksh|fish|cmd|cmd\.exe|powershell|powershell\.exe|pwsh|ssh|eval|xargs|su|env|watch|nohup|timeout|find)$/;
const BUILTINS = new Set([
  "cd",
  "export",
  "source",
  ".",
  "set",
  "unset",
  "ulimit",
  "alias",
  "exec",
  "exit",
  "type",
  "start",
  "copy",
  "del",
  "dir",
  "ver",
  "umask",
  "command",
  "if",
  "for",
  "while",
]);
/** Programs whose manual says that `--` ends the options. */
const KNOWS_DASHES = new Set([
  "ls",
  "cat",
  "rm",
  "cp",
  "mv",
  "mkdir",
  "rmdir",
  "touch",
  "head",
  "tail",
  "wc",
  "sort",
  "du",
  "stat",
  "chmod",
  "chown",
  "ln",
  "grep",
  "gzip",
  "file",
  "md5sum",
  "sha256sum",
]);

/** Options by which a language runtime takes a program from its arguments. */
const PROGRAM_OPTION = /^(-c|-e|--eval|-r|-p|--print|--command)$/;

/** The source of the program's name, or why it cannot be run without a shell. */
function programOf(tree: SyntaxTree, words: readonly Word[], quote: string): Source {
  const [first, ...others] = words as [Word, ...Word[]];
  const part = first[0] as Part;
  if (first.length > 1) return { ok: false, reason: "the name of the program is built at run time" };
  if (part.kind === "expression") {
    const name = textOf(tree, part.node);
    const binding = kindOf(tree, part.node) === "identifier" ? resolve(tree, part.node, name) : undefined;
    const fixed = binding !== undefined && binding.scope === 0 && (binding.kind === "const" || binding.kind === "import");
    const value = fixed ? stringValue(tree, binding.value) : undefined;
    if (!fixed || (value !== undefined && /[\s"'$*|;&<>]/.test(value)))
      return { ok: false, reason: "which program runs is chosen at run time" };
    return { ok: true, text: name };
  }
  if (/^\w+=/.test(part.text)) return { ok: false, reason: "the command sets environment variables" };
  if (BUILTINS.has(part.text)) return { ok: false, reason: `\`${part.text}\` is built into the shell` };
  if (INTERPRETERS.test(part.text)) return { ok: false, reason: `\`${part.text}\` runs what its arguments say` };
  const inline = others.findIndex((word) => word.length === 1 && word[0]?.kind === "text" && PROGRAM_OPTION.test(word[0].text));
  if (
    /^(?:.*\/)?(?:node|python[\d.]*|perl|ruby|php|psql|mysql|awk)$/.test(part.text) &&
    inline >= 0 &&
    others.slice(inline + 1).some((word) => word.some((each) => each.kind === "expression"))
  ) {
    return { ok: false, reason: `\`${part.text}\` would still run the value as a program` };
  }
  return { ok: true, text: quoted(part.text, quote) };
}

/** Source of one element of the argument array, or why the value may stand for more or less than one argument. */
function argumentText(tree: SyntaxTree, word: Word, quote: string): Source {
  const [only] = word;
  if (word.length === 1 && only?.kind === "text") return { ok: true, text: quoted(only.text, quote) };
  for (const part of word) {
    const reason = part.kind === "expression" ? unfit(tree, part.node) : undefined;
    if (reason !== undefined) return { ok: false, reason };
  }
  if (word.length === 1 && only?.kind === "expression") {
    const list = joinedList(tree, only.node);
    if (list !== undefined) return { ok: true, text: `...${list}` };
    const text = expressionText(tree, only.node);
    return { ok: true, text: isNumber(tree, only.node) ? `String(${text})` : text };
  }
  const inner = word.map((part) =>
    part.kind === "text" ? quoted(part.text, "`").slice(1, -1) : `\${${expressionText(tree, part.node)}}`,
  );
  return { ok: true, text: `\`${inner.join("")}\`` };
}

function joinedList(tree: SyntaxTree, node: NodeId): string | undefined {
  const plain = bare(tree, node);
  if (kindOf(tree, plain) !== "call_expression" || calledName(tree, plain) !== "join") return undefined;
  const object = memberOf(tree, calleeOf(tree, plain))?.object;
  const separator = argumentsOf(tree, plain)[0];
  if (object === undefined || separator === undefined || stringValue(tree, separator) !== " ") return undefined;
  return ["identifier", "member_expression"].includes(kindOf(tree, object)) ? textOf(tree, object) : undefined;
}

function unfit(tree: SyntaxTree, node: NodeId): string | undefined {
  const plain = bare(tree, node);
  const text = textOf(tree, plain);
  const called = kindOf(tree, plain) === "call_expression" ? calledName(tree, plain) : "";
  if (/escape|quote|stringify/i.test(called)) return `\`${called}\` quotes the value for a shell, which must then go`;
  if (called === "join" && joinedList(tree, node) === undefined)
    return "an interpolated list is joined in a way that is not plain";
  if (/(^|\.|_)(args|argv|flags|options|opts|params|command|cmd|arguments)$/i.test(text))
    return `\`${text}\` may hold several words`;
  if (
    descendants(tree, plain, ["string", "template_string"]).some(
      (literal) => /^$|\s/.test(stringValue(tree, literal) ?? "") && /ternary|binary/.test(kindOf(tree, plain)),
    )
  ) {
    return "an interpolated value may be empty or hold several words";
  }
  const fixed = stringValue(tree, valueOf(tree, plain).value);
  return fixed !== undefined && /^$|[\s"'*]/.test(fixed) ? `\`${text}\` holds more than one plain word` : undefined;
}

interface CommandLine {
  readonly ok: true;
  /** Source of the program's name and of each argument. */
  readonly program: string;
  readonly list: readonly string[];
  /** The list with `--` before the first value, where the program is known to end its options there and none follows. */
  readonly ended?: readonly string[];
}

/** A built command as source text of a program and its argument list. */
export function commandLine(tree: SyntaxTree, pieces: readonly Piece[], quote: string): CommandLine | Refused {
  const split = shellWords(pieces);
  if (!split.ok) return split;
  const program = programOf(tree, split.words, quote);
  if (!program.ok) return program;
  const words = split.words.slice(1);
  const list: string[] = [];
  for (const word of words) {
    const argument = argumentText(tree, word, quote);
    if (!argument.ok) return argument;
    list.push(argument.text);
  }
  const first = words.findIndex((word) => word[0]?.kind === "expression");
  const optionFollows = words.slice(first + 1).some((word) => word[0]?.kind === "text" && word[0].text.startsWith("-"));
  const ended = words.slice(0, first).some((word) => word.length === 1 && word[0]?.kind === "text" && word[0].text === "--");
  const line = { ok: true as const, program: program.text, list };
  if (first < 0 || optionFollows || ended || !KNOWS_DASHES.has(program.text.slice(1, -1))) return line;
  return { ...line, ended: list.toSpliced(first, 0, `${quote}--${quote}`) };
}
