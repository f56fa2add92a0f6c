import type { EngineContext } from "../engine-context.ts";
import type { SecretPlace } from "../secrets/secrets.ts";
import type { WebhookTarget } from "../store/webhooks/read-targets.ts";

type Keeper = Pick<EngineContext, "projectId" | "secrets">;

/** The secret as it is stored with the endpoint. Throws `SecretsError` where no key is set. */
export function sealEndpointSecret({ projectId, secrets }: Keeper, endpointId: string, secret: string): string {
  return secrets.seal(placeOfEndpoint(projectId, endpointId), secret);
}

/** The same for the one that signs what messages name an address for. */
export function sealMessageSecret({ projectId, secrets }: Keeper, secret: string): string {
  return secrets.seal(placeOfMessages(projectId), secret);
}

/** What is stored for a target, in clear. Throws `SecretsError`. */
export function openTargetSecrets({ projectId, secrets }: Keeper, { kind, id, secrets: stored }: WebhookTarget): readonly string[] {
  const place = kind === "endpoint" ? placeOfEndpoint(projectId, id) : placeOfMessages(projectId);
  return stored.map((secret) => secrets.open(place, secret));
}

function placeOfEndpoint(projectId: string, id: string): SecretPlace {
  return { projectId, kind: "webhook_endpoint.secret", id };
}

function placeOfMessages(projectId: string): SecretPlace {
  return { projectId, kind: "webhook_secret.secret", id: projectId };
}
