/** One entry of the error catalogue. */
export type CatalogueEntry = Readonly<{
  /** HTTP status where the failure ends a request; absent for failures outside one. */
  status?: number;
  /** Whether the same request may succeed later. */
  retry: boolean;
  /** What happened, in one sentence. */
  summary: string;
  /** What the reader can do about it, in one sentence. */
  mend: string;
}>;
