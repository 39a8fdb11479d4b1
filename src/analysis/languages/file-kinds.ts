/** Kinds of files that no language pack covers and tools of this machine read, by the file's name in lower case. */
const KINDS = {
  dockerfile: /^(?:(?:.*\.)?dockerfile|containerfile|dockerfile\..+)$/u,
  kotlin: /\.kts?$/u,
  php: /\.(?:php|phtml)$/u,
  ruby: /\.(?:rb|erb)$/u,
  shell: /\.(?:sh|bash)$/u,
  terraform: /\.tf$/u,
  settings: /(?:\.(?:ya?ml|json|toml|ini|cfg|conf|properties|env|pem|key|txt|xml)|^\.env.*)$/u,
} as const satisfies Record<string, RegExp>;

export type FileKind = keyof typeof KINDS;

/** The kind of a file by its name, or undefined. */
export function kindOf(path: string): FileKind | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return (Object.keys(KINDS) as FileKind[]).find((kind) => KINDS[kind].test(name));
}

/** For a scanner's `reads`. */
export function readsKinds(...kinds: readonly FileKind[]): (path: string) => boolean {
  return (path) => {
    const kind = kindOf(path);
    return kind !== undefined && kinds.includes(kind);
  };
}
