import { type ErrorCode, errorCatalogue } from "@headgate/contract";

/** A management request that failed: the catalogue's code, what happened, and what to do about it. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly code: string;
  readonly mend: string;
  /** HTTP status of the answer; undefined when none came. */
  readonly status: number | undefined;

  constructor(
    failure: { code: string; message: string; mend: string; status: number | undefined },
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
    this.code = failure.code;
    this.mend = failure.mend;
    this.status = failure.status;
  }

  /** True when the API itself is away, so that waiting is the remedy. */
  get away(): boolean {
    return this.code === "control_unavailable" || this.code === "draining";
  }
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);

/** Whether the same request may succeed later, as the catalogue has it. */
export const mayRetry = (failure: unknown): boolean =>
  failure instanceof ApiFailure && isErrorCode(failure.code) && errorCatalogue[failure.code].retry;

/** A failure in the catalogue's own words, for what this page finds out by itself. */
export const failureOf = (
  code: ErrorCode,
  detail: string | undefined,
  status: number | undefined,
  options?: ErrorOptions,
): ApiFailure => {
  const { summary, mend } = errorCatalogue[code];
  const message = detail === undefined ? summary : `${summary} ${detail}`;
  return new ApiFailure({ code, message, mend, status }, options);
};
