export type { Embedded, Embedder } from "./embedder.ts";
export { type EmbedderOptions, openEmbedder } from "./open-embedder.ts";
