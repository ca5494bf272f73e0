/** A scrape waits for a store at most so long: the gateway, which passes it on, waits for two seconds. */
export const SCRAPE_WAITS_MS = 1_000;

/** What was asked did not answer within its time; it may still. */
export class TooLate extends Error {
  override readonly name = "TooLate";
  constructor(withinMs: number) {
    super(`no answer within ${withinMs} ms`);
  }
}

/**
 * The answer, or {@link TooLate} after so many milliseconds: what is asked goes on, and nobody hears how it ends.
 * @throws TooLate, and what `asked` throws
 */
export async function inTime<Answer>(asked: Promise<Answer>, withinMs: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(withinMs)), withinMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
