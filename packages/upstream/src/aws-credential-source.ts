import type { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { FetchedCredential } from "./renewed-credential.ts";

/**
 * The machine's own AWS credentials, looked for as every AWS SDK does: environment, shared configuration
 * and SSO, web identity, container, instance role
 * (https://www.npmjs.com/package/@aws-sdk/credential-provider-node 3.972.98, read 2026-11-28).
 *
 * @param profile of the shared configuration, instead of the chain's own choice
 */
export function awsCredentialSource(profile: string | undefined): () => Promise<FetchedCredential> {
  let provide: ReturnType<typeof defaultProvider> | undefined;
  return async () => {
    // Loaded by those only who need it: it takes a fifth of a second.
    const chain = await import("@aws-sdk/credential-provider-node");
    provide ??= chain.defaultProvider(profile === undefined ? {} : { profile });
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provide({
      forceRefresh: true,
    });
    return {
      credential: {
        kind: "aws",
        accessKeyId,
        secretAccessKey,
        ...(sessionToken !== undefined && { sessionToken }),
      },
      ...(expiration !== undefined && { expiresAtMs: expiration.getTime() }),
    };
  };
}
