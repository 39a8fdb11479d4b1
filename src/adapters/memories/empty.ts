import type { Memory } from "#ports/memory.ts";

/** Remembers nothing. */
export const emptyMemory: Memory = { id: "empty", recall: async () => [] };
