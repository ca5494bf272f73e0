/**
 * Bytes as they come, read only as fast as the client takes them. A failure breaks the answer off, so that no
 * client takes a part for the whole.
 */
export function bodyStream(
  pieces: AsyncIterable<string | Uint8Array>,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        else {
          const piece = next.value;
          controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
        }
      } catch (error) {
        onFailure(error);
        controller.error(error);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
