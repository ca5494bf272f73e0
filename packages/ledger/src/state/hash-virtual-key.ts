import { hash } from "node:crypto";

/** What is stored of a virtual key, and looked up when it comes with a call: its SHA-256, hex. */
export const hashVirtualKey = (secret: string): string => hash("sha256", secret, "hex");
