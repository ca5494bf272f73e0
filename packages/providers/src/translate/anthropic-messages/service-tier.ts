/** The other providers' word for Anthropic's `standard` is `default`. */
export const writeServiceTier = (tier: string): string => (tier === "default" ? "standard" : tier);
