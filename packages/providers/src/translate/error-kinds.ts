import type { AnswerErrorKind } from "./answer.ts";

/** What an HTTP status means at all four providers; 529 is Anthropic's "overloaded". */
export function kindOfStatus(status: number): AnswerErrorKind {
  switch (status) {
    case 401:
      return "authentication";
    case 402:
      return "billing";
    case 403:
      return "permission";
    case 404:
      return "not-found";
    case 408:
    case 504:
      return "timeout";
    case 413:
      return "too-large";
    case 429:
      return "rate-limit";
    case 503:
    case 529:
      return "overloaded";
    default:
      return status >= 500 ? "server" : "invalid-request";
  }
}
