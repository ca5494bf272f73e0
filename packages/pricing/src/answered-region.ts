/**
 * The region that an answer states, where prices go by it: Anthropic's own answers name the geography that alone served
 * them, whatever was configured. Claude at other providers is priced by where it was called.
 */
export const answeredRegion = (
  priceProvider: string,
  { region }: Readonly<{ region?: string | undefined }>,
): string | undefined => (priceProvider === "anthropic" ? region : undefined);
