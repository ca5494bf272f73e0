import { runSource } from "./run-source.mjs";

await runSource("tests", "src", "conformance", "main.ts");
