/** Something in the configuration that is well formed and yet can have no effect, with its place. */
export type PriceConfigFault = Readonly<{ place: string; message: string }>;
