import { AZURE } from "./azure.ts";
import { GITHUB } from "./github.ts";
import { GITLAB } from "./gitlab.ts";
import { LEFTHOOK_HOOK, PRE_COMMIT_HOOK } from "./hooks.ts";
import { JENKINS } from "./jenkins.ts";
import type { Pipeline } from "./pipeline.ts";

export const PIPELINES: readonly Pipeline[] = [GITHUB, GITLAB, JENKINS, AZURE, PRE_COMMIT_HOOK, LEFTHOOK_HOOK];
