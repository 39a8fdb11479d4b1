import type { Models } from "./compile.ts";

/** Names of the kinds of weakness that the models of one language have sinks for. */
export function sinkKinds(models: Models): ReadonlySet<string> {
  const { callSinks, writeSinks, decorators, handlerFunctions, handlerCalls, handlerMethods } = models;
  const kinds = new Set<string>();
  for (const sink of [...callSinks.values(), ...writeSinks.values()].flat()) kinds.add(sink.kind);
  for (const map of [decorators, handlerFunctions, handlerCalls, handlerMethods])
    for (const handler of [...map.values()].flat()) for (const kind of handler.returns ?? []) kinds.add(kind);
  // A kind that is told of at the sinks of another has none of its own.
  for (const { kind, of, behind } of models.kinds) if (kinds.has(of ?? behind ?? kind)) kinds.add(kind);
  return kinds;
}
