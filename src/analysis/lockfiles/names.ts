/** Names of files in lower case that {@link readLockfile} understands; here without the readers, which cost time to load. */
const LOCK_FILES =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|[\w.-]*requirements[\w.-]*\.txt|constraints\.txt|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|go\.mod|go\.sum|cargo\.lock|pom\.xml|gradle\.lockfile|buildscript-gradle\.lockfile|gemfile\.lock|gems\.locked|composer\.lock)$/u;

/** Whether a path is that of a lock file, or of a file that names exact versions like one. */
export function isLockfile(path: string): boolean {
  return LOCK_FILES.test(path.slice(path.lastIndexOf("/") + 1).toLowerCase());
}
