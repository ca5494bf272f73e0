import { dialTurnedSchema, routingReportSchema, type TurnDial } from "@headgate/contract";
import { askApi } from "./request.ts";

/** What the choice of models has come to. */
export const askRouting = (signal?: AbortSignal) =>
  askApi("/api/routing", routingReportSchema, { signal });

/** Turns a policy's dial; a quality of null gives it back to the configuration. */
export const turnDial = (turn: TurnDial) =>
  askApi("/api/routing/dial", dialTurnedSchema, { method: "POST", body: turn });
