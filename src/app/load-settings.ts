import { AssayError } from "#domain/errors.ts";
import type { Judges } from "./judges.ts";
import { type LoadConfigRequest, type LoadedConfig, loadConfig } from "./load-config.ts";

export interface LoadedSettings extends LoadedConfig {
  /** Why the project's own settings do not hold, where they cannot be used. */
  readonly broken: readonly string[];
}

/**
 * The settings; where a change is judged, with those of the state that it starts from. Such a file with an error cannot be mended by who
 * is judged, so it does not end the run: the user's settings hold alone, and what is broken is told.
 */
export function loadSettings(request: LoadConfigRequest, judges: Judges | undefined): LoadedSettings {
  if (judges === undefined) return { ...loadConfig(request), broken: [] };
  try {
    return { ...loadConfig({ ...request, repositoryText: judges.settings }), broken: [] };
  } catch (error) {
    if (!(error instanceof AssayError) || judges.settings === "none" || error.code === "usage") throw error;
    // An error of the user's own file is thrown again here.
    return { ...loadConfig({ ...request, repositoryText: "none" }), broken: [error.message] };
  }
}
