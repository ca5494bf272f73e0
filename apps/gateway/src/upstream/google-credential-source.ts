import { GoogleAuth } from "google-auth-library";
import type { FetchedCredential } from "./renewed-credential.ts";

/** What Vertex AI asks for (https://docs.cloud.google.com/vertex-ai/docs/authentication, read 2026-11-25). */
const SCOPE = "https://www.googleapis.com/auth/cloud-platform";
/** The library gives a kept token out until it has so long left: longer than a renewal is asked for ahead. */
const FRESH_MS = 330_000;

/**
 * Access tokens of the machine's own Google identity, looked for as Google's clients do: the file that
 * GOOGLE_APPLICATION_CREDENTIALS names, gcloud's login, the metadata server
 * (https://docs.cloud.google.com/docs/authentication/application-default-credentials, read 2026-11-25).
 *
 * @param credentialsFile a key file, instead of the machine's own identity
 */
export function googleCredentialSource(
  credentialsFile: string | undefined,
): () => Promise<FetchedCredential> {
  const auth = new GoogleAuth({
    scopes: [SCOPE],
    clientOptions: { eagerRefreshThresholdMillis: FRESH_MS },
    ...(credentialsFile !== undefined && { keyFilename: credentialsFile }),
  });
  return async () => {
    const client = await auth.getClient();
    const { token } = await client.getAccessToken();
    if (token === null || token === undefined) throw new Error("Google gave no access token");
    const expiresAtMs = client.credentials.expiry_date;
    return {
      credential: { kind: "bearer", token },
      ...(typeof expiresAtMs === "number" && { expiresAtMs }),
    };
  };
}
