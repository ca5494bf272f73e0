import {
  importsResponse,
  precedenceReport,
  pullStatusSchema,
  sourcesResponse,
} from "@headgate/contract";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

/** What came in from each source, how pulls stand, and what was received. */
export const askSources = (signal?: AbortSignal) =>
  askApi("/api/sources", sourcesResponse, { signal });

const IMPORTS_A_PAGE = 50;

/** A page of the imports that hold, newest first: those before the number that the page before ended with. */
export const askImports = (before: number | undefined, signal?: AbortSignal) =>
  askApi(
    pathWith("/api/imports", {
      limit: String(IMPORTS_A_PAGE),
      ...(before !== undefined && { before: String(before) }),
    }),
    importsResponse,
    { signal },
  );

/** Begins a pull now; how it stands then. */
export const startPull = (name: string) =>
  askApi(`/api/sources/${encodeURIComponent(name)}/pull`, pullStatusSchema, {
    method: "POST",
    body: {},
  });

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
