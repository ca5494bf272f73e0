import type { Attribution, ExperimentPlace, VirtualKey } from "@headgate/contract";
import type { Spared } from "./near-groups.ts";
import type { OwnReach } from "./readable-question.ts";

/** A text as a vector, with what tells whether the vector stands for all of it. */
export type EmbeddedQuestion = Readonly<{
  /** Of unit length. */
  vector: Float32Array;
  /** How many pieces the model cut the text into, or a bound of that where it does not tell. */
  tokens: number;
  /** True where it has no piece for something in the text. */
  unknown: boolean;
}>;

/** For whom a text becomes a vector, where that costs something. */
export type Asker = Readonly<{
  key: VirtualKey;
  attribution: Attribution;
  /** In which arms the call that it is for is; absent where that is in none. */
  experiments?: readonly ExperimentPlace[] | undefined;
  /** Told what the text cost, once that is recorded, whatever became of it; at most once. */
  spent: (cost: Spared) => void;
}>;

/** The model that comes with the project: a text costs nothing, whoever asks. */
export interface TextEmbedder {
  /** @throws Error when the model fails or is overloaded */
  embed(text: string): Promise<EmbeddedQuestion>;
}

/** Turns texts into vectors, always by the same model. */
export interface QuestionEmbedder {
  /** @throws Error when the model fails or is overloaded */
  embed(text: string, asker: Asker): Promise<EmbeddedQuestion>;
}

/** A model by which questions are compared. */
export type QuestionModel = Readonly<{
  /** Tells it from every other one: vectors of two models are never compared. */
  id: string;
  /** As people are told of it. */
  name: string;
  embedder: QuestionEmbedder;
  /** What is known of a model of the operator's own; absent for the one that comes with the project. */
  reach?: OwnReach;
}>;
