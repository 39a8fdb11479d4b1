/** True when `path` is `folder` or lies in it. Both absolute and without links or `..`. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** Path relative to the folder that holds it; empty for the folder itself. */
export function relativeTo(folder: string, path: string): string {
  return path.slice(folder.endsWith("/") ? folder.length : folder.length + 1);
}
