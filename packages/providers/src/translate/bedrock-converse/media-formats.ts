/**
 * Bedrock's words for media types (`ImageFormat` and `DocumentFormat` in
 * https://www.npmjs.com/package/@aws-sdk/client-bedrock-runtime 3.1164.0, read 2026-11-28).
 */
const mediaTypes: readonly (readonly [format: string, mediaType: string])[] = [
  ["png", "image/png"],
  ["jpeg", "image/jpeg"],
  ["gif", "image/gif"],
  ["webp", "image/webp"],
  ["pdf", "application/pdf"],
  ["csv", "text/csv"],
  ["doc", "application/msword"],
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["xls", "application/vnd.ms-excel"],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["html", "text/html"],
  ["txt", "text/plain"],
  ["md", "text/markdown"],
];

export const mediaTypeOf = (format: string): string | undefined =>
  mediaTypes.find(([known]) => known === format)?.[1];

export const formatOf = (mediaType: string): string | undefined =>
  mediaTypes.find(([, known]) => known === mediaType.toLowerCase())?.[0];
