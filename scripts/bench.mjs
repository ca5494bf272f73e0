import { runSource } from "./run-source.mjs";

// A bench that does control's work allocates as control does, and glibc looks at this once, before any code runs.
process.env.MALLOC_ARENA_MAX ??= "2";
await runSource("bench", "src", "main.ts");
