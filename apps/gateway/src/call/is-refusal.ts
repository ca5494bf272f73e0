/** A provider that calls a request bad: what levers changed may be what it does not take. */
export const isRefusal = (status: number | undefined): boolean => status === 400 || status === 422;
