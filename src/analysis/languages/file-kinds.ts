/** Kinds of files that no language pack covers and tools of this machine read, by the file's name in lower case. */
const KINDS: Readonly<Record<string, RegExp>> = {
  c: /\.(?:c|h)$/u,
  cpp: /\.(?:cc|cpp|cxx|c\+\+|hh|hpp|hxx)$/u,
  dockerfile: /^(?:(?:.*\.)?dockerfile|containerfile|dockerfile\..+)$/u,
  go: /\.go$/u,
  java: /\.java$/u,
  kotlin: /\.kts?$/u,
  php: /\.(?:php|phtml)$/u,
  ruby: /\.(?:rb|erb)$/u,
  shell: /\.(?:sh|bash)$/u,
  terraform: /\.tf$/u,
  settings: /(?:\.(?:ya?ml|json|toml|ini|cfg|conf|properties|env|pem|key|txt|xml)|^\.env.*)$/u,
};

/** The kind of a file by its name, or undefined. */
export function kindOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return Object.entries(KINDS).find(([, pattern]) => pattern.test(name))?.[0];
}

/** For a scanner's `reads`. */
export function readsKinds(...kinds: readonly string[]): (path: string) => boolean {
  return (path) => {
    const kind = kindOf(path);
    return kind !== undefined && kinds.includes(kind);
  };
}
