/** A part of a stream that says something by itself: an event, or an element of an array. */
export type StreamPiece = Readonly<{
  /** With what separates it from the piece before. */
  bytes: Buffer;
  /** What is to be parsed; `undefined` where there is nothing to read. */
  json: string | undefined;
  /** Nothing of the stream follows it. */
  isEnd: boolean;
}>;

/** Cuts a stream into pieces, whatever the borders of the chunks it arrives in. */
export interface StreamSplitter {
  /** What is wrong with the stream; what comes after the fault is passed on without being read. */
  readonly problem: string | undefined;
  push(chunk: Buffer): readonly StreamPiece[];
  /** Takes what has come of a piece that has not ended. */
  takePending(): Buffer | undefined;
  /** What a stream that ended within {@link takePending}'s bytes has said with them, if it reads as a piece. */
  lastPiece(pending: Buffer): StreamPiece | undefined;
  /** What has to stand between the pieces passed on so far and one of the caller's own. */
  readonly separator: string;
}
