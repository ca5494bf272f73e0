import { GoogleAuth } from "google-auth-library";
import type { FetchedCredential } from "./renewed-credential.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/**
 * Google's application default credentials, looked for as all of its clients do: a file named by the
 * environment, gcloud's, workload identity, the metadata server
 * (https://www.npmjs.com/package/google-auth-library 10.9.1, read 2026-11-28).
 *
 * @param file with a service account or a federation, instead of that search
 */
export function googleCredentialSource(file: string | undefined): () => Promise<FetchedCredential> {
  const auth = new GoogleAuth({
    scopes: [SCOPE],
    ...(file !== undefined && { keyFilename: file }),
  });
  return async () => {
    const client = await auth.getClient();
    const { token } = await client.getAccessToken();
    if (typeof token !== "string" || token === "") throw new Error("Google gave no access token");
    const expiresAtMs = client.credentials.expiry_date;
    return {
      credential: { kind: "bearer", token },
      ...(typeof expiresAtMs === "number" && { expiresAtMs }),
    };
  };
}
