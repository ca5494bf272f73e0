import { runSource } from "./run-source.mjs";

await runSource("evals", "src", "main.ts");
