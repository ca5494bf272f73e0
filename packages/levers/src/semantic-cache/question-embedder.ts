/** A text as a vector, with what tells whether the vector stands for all of it. */
export type EmbeddedQuestion = Readonly<{
  /** Of unit length. */
  vector: Float32Array;
  /** How many pieces the model cut the text into. */
  tokens: number;
  /** True where it has no piece for something in the text. */
  unknown: boolean;
}>;

/** Turns texts into vectors, always by the same model. */
export interface QuestionEmbedder {
  /** @throws Error when the model fails or is overloaded */
  embed(text: string): Promise<EmbeddedQuestion>;
}
