export { type BatchSender, batchSender } from "./batch-send.ts";
export { type CredentialSource, credentialFor } from "./credential-for.ts";
