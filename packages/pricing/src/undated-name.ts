const DATE_LENGTHS = [11, 9] as const; // "-2026-11-17" and "-20261117"

/**
 * A model's name without the date of its snapshot; undefined when it has none. OpenAI writes
 * `-2025-08-07` (`ChatModel` in https://www.npmjs.com/package/openai 6.49.0), Anthropic `-20250929` (`Model` in
 * https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0; both read 2026-11-28).
 */
export const undatedNameOf = (model: string): string | undefined => {
  for (const length of DATE_LENGTHS) {
    const start = model.length - length;
    if (start > 0 && isDateSuffix(model, start)) return model.slice(0, start);
  }
  return undefined;
};

const isDateSuffix = (model: string, start: number): boolean => {
  const dashed = model.length - start === 11;
  for (let index = start; index < model.length; index += 1) {
    const offset = index - start;
    const wantsDash = offset === 0 || (dashed && (offset === 5 || offset === 8));
    const character = model.charCodeAt(index);
    if (wantsDash ? character !== 45 : character < 48 || character > 57) return false;
  }
  return true;
};
