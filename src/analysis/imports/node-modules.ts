/** Modules of Node's own that may be imported without `node:`. */
export const NODE_MODULES: ReadonlySet<string> = new Set(
  (
    "assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl " +
    "stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib"
  ).split(" "),
);

/** The package a bare specifier asks for: `@scope/name` or `name`. Undefined for what is no name of a package: paths, addresses, aliases. */
export function packageOf(specifier: string): string | undefined {
  const name = /^(@[a-z0-9~-][a-z0-9._~-]*\/[a-z0-9~-][a-z0-9._~-]*|[a-z0-9~-][a-z0-9._~-]*)(?:\/|$)/u.exec(specifier)?.[1];
  return name === undefined || name.startsWith("~") || /^[a-z]+:/u.test(specifier) ? undefined : name;
}
