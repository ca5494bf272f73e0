/** How much of a term is paid at its start, in the clouds' words. */
export const paymentOptions = ["no_upfront", "partial_upfront", "all_upfront"] as const;
export type PaymentOption = (typeof paymentOptions)[number];
