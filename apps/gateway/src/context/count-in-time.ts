import { countTokens } from "@headgate/providers";

/** A call does not wait longer for its counts: it goes on without what they were for. */
const MOST_MS = 10_000;

/**
 * Counts the tokens of each text.
 * @throws Error when that fails or takes too long
 */
export async function countInTime(texts: readonly string[]): Promise<readonly number[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`counting tokens took longer than ${MOST_MS} ms`));
    }, MOST_MS);
  });
  try {
    return await Promise.race([countTokens(texts), late]);
  } finally {
    clearTimeout(timer);
  }
}
