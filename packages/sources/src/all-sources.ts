import type { Source } from "./source.ts";

/** Every kind of file that Headgate reads. The order says nothing: of several sources the surest reads a file. */
export const allSources: readonly Source[] = [];
