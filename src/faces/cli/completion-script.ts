import type { Command } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

interface Flag {
  readonly names: readonly string[];
  readonly what: string;
  /** What may follow; empty for a value that is no closed set, undefined where nothing follows. */
  readonly values: readonly string[] | undefined;
  readonly takesFile: boolean;
}

interface Entry {
  readonly name: string;
  readonly what: string;
  readonly flags: readonly Flag[];
  /** Commands under this one, and values of the first argument where they are a closed set. */
  readonly words: readonly string[];
}

/** A completion script made from the commands themselves, so that it cannot fall behind them. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  const entries = commands.map(entry);
  switch (shell) {
    case "bash":
      return bash(entries);
    case "zsh":
      return zsh(entries);
    case "fish":
      return fish(entries);
    default:
      return shell satisfies never;
  }
}

function entry(command: Command): Entry {
  const options = [command, ...command.commands].flatMap((one) => one.options);
  const distinct = options.filter((option, index) => options.findIndex((other) => other.flags === option.flags) === index);
  const flags = distinct.map((option) => ({
    names: [option.short, option.long].filter((name) => name !== undefined && name !== null),
    what: option.description,
    values: option.required ? (option.argChoices ?? []) : undefined,
    takesFile: /<(file|folder|path)>/.test(option.flags),
  }));
  const words = [...command.commands.map((inner) => inner.name()), ...(command.registeredArguments[0]?.argChoices ?? [])];
  return {
    name: command.name(),
    what: command.summary(),
    flags: [...flags, { names: ["--help"], what: "examples and options", values: undefined, takesFile: false }],
    words,
  };
}

function bash(entries: readonly Entry[]): string {
  const cases = entries.map(
    ({ name, flags, words }) => `    ${name}) words=${quoted([...flags.flatMap((flag) => flag.names), ...words].join(" "))} ;;`,
  );
  const values = new Map<string, string>();
  for (const flag of entries.flatMap((item) => item.flags)) {
    if (flag.values !== undefined && flag.values.length > 0) values.set(flag.names.join("|"), flag.values.join(" "));
  }
  const choices = [...values].map(
    ([names, list]) => `    ${names}) COMPREPLY=($(compgen -W ${quoted(list)} -- "$current")); return ;;`,
  );
  return `# bash completion for assay
_assay() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W ${quoted(entries.map((item) => item.name).join(" "))} -- "$current"))
    return
  fi
  case $previous in
${choices.join("\n")}
  esac
  case \${COMP_WORDS[1]} in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _assay assay
`;
}

function zsh(entries: readonly Entry[]): string {
  const list = entries.map(({ name, what }) => `    ${quoted(`${name}:${what}`)}`);
  const cases = entries.map(({ name, flags, words }) => {
    const specs = flags.flatMap((flag) =>
      flag.names.map((flagName) => `      ${quoted(`${flagName}[${zshText(flag.what)}]${zshValue(flag)}`)}`),
    );
    const rest = words.length > 0 ? `      ${quoted(`1:value:(${words.join(" ")})`)}` : `      '*:file:_files'`;
    return `    ${name}) _arguments \\\n${[...specs, rest].join(" \\\n")} ;;`;
  });
  return `#compdef assay
_assay() {
  local -a commands=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] == _assay ]]; then _assay "$@"; else compdef _assay assay; fi
`;
}

function zshText(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, String.raw`\$&`);
}

function zshValue({ values, takesFile }: Flag): string {
  if (values === undefined) return "";
  if (values.length === 0) return takesFile ? ":file:_files" : ":value: ";
  return `:value:(${values.join(" ")})`;
}

function fish(entries: readonly Entry[]): string {
  const lines = entries.map(
    ({ name, what }) => `complete -c assay -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(what)}`,
  );
  for (const { name, flags, words } of entries) {
    const when = `-n ${fishQuoted(`__fish_seen_subcommand_from ${name}`)}`;
    for (const word of words) lines.push(`complete -c assay ${when} -f -a ${word}`);
    for (const flag of flags) {
      const names = flag.names.map((item) => (item.startsWith("--") ? `-l ${item.slice(2)}` : `-s ${item.slice(1)}`));
      const value =
        flag.values === undefined
          ? ""
          : flag.values.length > 0
            ? ` -x -a ${fishQuoted(flag.values.join(" "))}`
            : flag.takesFile
              ? " -r -F"
              : " -x";
      lines.push(`complete -c assay ${when} ${names.join(" ")}${value} -d ${fishQuoted(flag.what)}`);
    }
  }
  return `# fish completion for assay\n${lines.join("\n")}\n`;
}

/** A word in single quotes for bash and zsh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", String.raw`\'`)}'`;
}
