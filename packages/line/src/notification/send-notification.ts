import { randomUUID } from "node:crypto";
import { ProviderError, type Adapter, type Content } from "@todoke/core";
import { callOptions, type LineCallOptions } from "../call-options.ts";
import type { LineApi } from "../line-api.ts";
import type { LineNativeContent } from "../native-content.ts";
import { postNotification } from "./notification-adapter.ts";
import { refusedAddress, refusedContent } from "../refusal.ts";
import { deliveryTagFor } from "../delivery-tag.ts";

export interface NotificationSendRequest {
  /** With the plus sign and the country code; only its hash leaves this process. */
  readonly phone: string;
  readonly content: Content | LineNativeContent;
  /**
   * 16 to 100 characters that come back in the `delivery` webhook; a new one by default. `webhook.parse` reads tags of 32
   * hexadecimal digits only, as the default is: a UUID without its dashes.
   */
  readonly deliveryTag?: string;
}

export interface NotificationSendResult {
  readonly requestId: string | undefined;
  readonly deliveryTag: string;
}

/** One notification message. LINE has no key for it, so that it is tried once. */
export async function sendNotification(
  api: LineApi,
  adapter: Adapter,
  { phone, content, deliveryTag = deliveryTagFor(randomUUID()) }: NotificationSendRequest,
  options?: LineCallOptions,
): Promise<NotificationSendResult> {
  if (!/^[\w-]{16,100}$/.test(deliveryTag)) throw refusedTag();
  const address = adapter.address.parse(phone);
  if (!address.ok) throw refusedAddress(address.reason);
  const rendered = adapter.render(content as Content, { purpose: "notice" });
  if (!rendered.ok) throw refusedContent(rendered.problems);

  const notification = { ...rendered, to: address.address, deliveryTag };
  const { requestId } = await postNotification(api, notification, callOptions(options));
  return { requestId, deliveryTag };
}

function refusedTag(): ProviderError {
  return new ProviderError({
    class: "content",
    providerCode: "invalid-delivery-tag",
    message: "deliveryTag must be 16 to 100 of A-Z, a-z, 0-9, _ and -",
  });
}
