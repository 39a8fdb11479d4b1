import { digText } from "./dig.ts";
import type { SarifPlace } from "./sarif-result.ts";

/** What the files of a run are named by. */
export interface SarifFiles {
  /** `originalUriBaseIds`. */
  readonly bases: unknown;
  readonly artifacts: ReadonlyMap<number, { readonly place: SarifPlace }>;
}

const MOST_PATHS = 50_000;

/** Full paths of places, empty for one that names no file; each is put together once. */
export function pathsOf(run: SarifFiles): (place: SarifPlace) => string {
  const paths = new Map<string, string>();
  return (place) => {
    const key = `${place.index ?? ""}:${place.base?.length ?? ""}:${place.base ?? ""}${place.path}`;
    const known = paths.get(key);
    if (known !== undefined) return known;
    const path = fullPath(place, run);
    if (paths.size < MOST_PATHS) paths.set(key, path);
    return path;
  };
}

/** A `file:` URI or a relative reference as a path; other schemes stay as they are, and name no file of a project. */
export function plainPath(uri: string): string {
  const local = uri
    .replace(/^file:\/\/(?:localhost)?(?=\/)/iu, "")
    .replace(/^file:(?=\/[^/])/iu, "")
    .replace(/^\/(?=[A-Za-z]:\/)/u, "");
  try {
    return decodeURIComponent(local);
  } catch (error) {
    if (error instanceof URIError) return local;
    throw error;
  }
}

/** With its base in front, where the report says what that is. */
function fullPath(place: SarifPlace, run: SarifFiles): string {
  const listed = place.index === undefined ? undefined : run.artifacts.get(place.index)?.place;
  const path = place.path === "" ? (listed?.path ?? "") : place.path;
  const id = place.base ?? listed?.base;
  const base = id === undefined ? undefined : digText(run.bases, id, "uri");
  if (path === "" || base === undefined || /^(?:[a-z][a-z0-9+.-]+:|\/)/iu.test(path)) return plainPath(path);
  return plainPath(base.endsWith("/") ? `${base}${path}` : `${base}/${path}`);
}
