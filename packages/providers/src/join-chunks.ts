/** The chunks as one; a single chunk is not copied, none give `undefined`. */
export const joinChunks = (chunks: readonly Buffer[]): Buffer | undefined =>
  chunks.length <= 1 ? chunks[0] : Buffer.concat(chunks);
