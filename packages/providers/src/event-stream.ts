/** {@link Wire.isStream} of the formats that stream server-sent events. */
export const isEventStream = (contentType: string): boolean =>
  contentType.startsWith("text/event-stream");
