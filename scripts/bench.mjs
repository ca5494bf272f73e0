import { runSource } from "./run-source.mjs";

await runSource("bench", "src", "main.ts");
