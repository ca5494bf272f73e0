/** {@link Wire.isStream} of Bedrock's operations. */
export const isFrameStream = (contentType: string): boolean =>
  contentType.startsWith("application/vnd.amazon.eventstream");
