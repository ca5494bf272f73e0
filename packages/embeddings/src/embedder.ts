/** A text as a vector, with what tells whether the vector stands for all of it. */
export type Embedded = Readonly<{
  /** 512 numbers, of unit length. */
  vector: Float32Array;
  /** How many pieces the model cut the text into; it reads the first 128. */
  tokens: number;
  /** True where it has no piece for something in the text, which is then not in the vector. */
  unknown: boolean;
}>;

/** Turns texts into vectors. */
export interface Embedder {
  /**
   * @throws Error when the model fails, is overloaded or was closed
   */
  embed(text: string): Promise<Embedded>;
  /** Ends the thread; what waits fails. */
  close(): Promise<void>;
}
