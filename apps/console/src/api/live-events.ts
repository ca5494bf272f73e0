import { type LiveEvent, liveEventSchema } from "@headgate/contract";

export type LiveState = "connecting" | "open" | "lost";

const REOPEN_AFTER_MS = 3_000;

/**
 * Listens to `GET /api/live` until the returned function is called. The browser reconnects a stream
 * that breaks, but gives up on an answer that is an error; then a new stream is opened.
 */
export const listenToLoads = (listener: {
  onLoaded: (event: LiveEvent) => void;
  onState: (state: LiveState) => void;
}): (() => void) => {
  let source: EventSource | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    listener.onState("connecting");
    const opened = new EventSource("/api/live");
    source = opened;
    opened.onopen = () => listener.onState("open");
    opened.addEventListener("loaded", (message: MessageEvent<string>) => {
      listener.onLoaded(liveEventSchema.parse(JSON.parse(message.data)));
    });
    opened.onerror = () => {
      listener.onState("lost");
      if (opened.readyState !== EventSource.CLOSED) return;
      reopening = setTimeout(open, REOPEN_AFTER_MS);
    };
  };

  open();
  return () => {
    clearTimeout(reopening);
    source?.close();
  };
};
