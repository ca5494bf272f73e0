export const portOf = (url: string): number => Number(new URL(url).port);

/** A URL's class cannot change the port of a scheme that it does not know. */
export const withAddress = (url: string, host: string, port: number): string =>
  url.replace(/127\.0\.0\.1:\d+/, `${host}:${port}`);
