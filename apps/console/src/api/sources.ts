import { importsResponse, precedenceReport, sourcesResponse } from "@headgate/contract";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

/** What came in from each source. */
export const askSources = (signal?: AbortSignal) =>
  askApi("/api/sources", sourcesResponse, { signal });

/** The imports that hold, oldest first. */
export const askImports = (signal?: AbortSignal) =>
  askApi("/api/imports", importsResponse, { signal });

/** Whose rows count in a span where several sources saw the same. */
export const askPrecedence = ({ fromMs, toMs }: TimeSpan, signal?: AbortSignal) =>
  askApi(
    pathWith("/api/reports/precedence", {
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
    }),
    precedenceReport,
    { signal },
  );
