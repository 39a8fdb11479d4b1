/** Addresses by which visitors come in, or that are for everybody. */
export const ENTRY = /(?:^|[/_-])(?:log-?in|log-?out|sign-?(?:in|up|out)|register|forgot|reset|health|ping)\b/i;

/** The first part of an address, behind what all of an interface have: `/api/v1/admin` of `/api/v1/admin/users`. */
export function areaOf(path: string): string {
  return /^(?:\/api(?:\/v\d+)?)?\/[^/<{:]*/.exec(path)?.[0] ?? path;
}

/**
 * What the routes of one area have in front of them that asks who calls; undefined where that is not clear: fewer than two have any, as many have none, or they
 * differ. Each list is that of one route, in order.
 */
export function sharedGuards(routes: readonly (readonly string[])[]): readonly string[] | undefined {
  const guarded = routes.filter((guards) => guards.length > 0);
  const [first] = guarded;
  if (first === undefined || guarded.length < 2 || guarded.length <= routes.length - guarded.length) return undefined;
  return guarded.every((guards) => guards.join("\n") === first.join("\n")) ? first : undefined;
}
