import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { type LiveState, listenToLoads } from "../api/live-events.ts";
import { throttle } from "../time/throttle.ts";

const REFRESH_AT_MOST_EVERY_MS = 2_000;

export type Live = Readonly<{
  state: LiveState;
  paused: boolean;
  /** Rows that were loaded while the page was held still. */
  waitingRows: number;
  setPaused: (paused: boolean) => void;
}>;

/** Asks again for what is on screen when the ledger has grown, unless the reader holds it still. */
export const useLive = (): Live => {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  const [paused, setPausedState] = useState(false);
  const [waitingRows, setWaitingRows] = useState(0);
  const pausedNow = useRef(false);

  useEffect(() => {
    const refresh = throttle(() => {
      void client.invalidateQueries({ queryKey: ["ledger"] });
      void client.invalidateQueries({ queryKey: ["status"] });
    }, REFRESH_AT_MOST_EVERY_MS);
    const stop = listenToLoads({
      onState: setState,
      onLoaded: ({ rows_added }) => {
        if (pausedNow.current) setWaitingRows((rows) => rows + rows_added);
        else refresh.ask();
      },
    });
    return () => {
      refresh.cancel();
      stop();
    };
  }, [client]);

  const setPaused = (next: boolean) => {
    pausedNow.current = next;
    setPausedState(next);
    setWaitingRows(0);
    if (!next) void client.invalidateQueries({ queryKey: ["ledger"] });
  };

  return { state, paused, waitingRows, setPaused };
};
