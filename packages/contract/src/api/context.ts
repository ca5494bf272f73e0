/** Where a gateway gives back texts that it took out of requests: this path and the text's handle. */
export const CONTEXT_PATH = "/v1/headgate/context/";

/** A text that was taken out of a request. */
export type ContextText = Readonly<{ handle: string; text: string }>;
