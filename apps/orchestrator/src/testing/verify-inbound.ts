import { post } from "./call-service.ts";

/** Has LINE try the way to the service: steps whose success comes by webhook alone are refused before. */
export async function verifyInbound(url: string): Promise<void> {
  const { status, body } = await post(url, "/v1/accounts/line/inbound/verify", {});
  const { verified, detail } = body as { verified?: boolean; detail?: string };
  if (verified !== true) throw new Error(`the way from LINE is not verified: ${status} ${detail}`);
}
