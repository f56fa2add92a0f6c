import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { EndpointName } from "../endpoint-name.ts";
import { rawBody, serve, type Outcome } from "../serve.ts";
import { describeTwilioStatus, refuseTwilio } from "./errors.ts";
import type { TwilioAccount } from "./twilio-account.ts";

/** A Twilio call with good credentials. */
export interface TwilioCall {
  readonly endpoint: EndpointName;
  /** The form's parameters; of repeated ones the first. */
  readonly form: URLSearchParams;
  readonly query: URLSearchParams;
  /** The message's sid, where the address has one. */
  readonly messageSid: string;
}

export interface TwilioEndpoint {
  readonly name: EndpointName;
  readonly handle: (twilio: TwilioAccount, call: TwilioCall) => Outcome;
}

/** A Fastify handler for a Twilio endpoint. */
export function twilioHandler(twilio: TwilioAccount, endpoint: TwilioEndpoint) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const params = request.params as Readonly<Record<string, string>>;
    const call: TwilioCall = {
      endpoint: endpoint.name,
      form: new URLSearchParams(rawBody(request).toString()),
      query: new URLSearchParams(request.url.split("?", 2)[1]),
      messageSid: params["messageSid"] ?? "",
    };
    serve(
      twilio.simulation,
      {
        endpoint: endpoint.name,
        provider: "twilio",
        requestId: `RQ${randomUUID().replaceAll("-", "")}`,
        requestIdHeader: "twilio-request-id",
        describeStatus: describeTwilioStatus,
        addresses: () => addressesOf(twilio, call),
        handle: () => refuseAtTheDoor(twilio, request, params["accountSid"]) ?? endpoint.handle(twilio, call),
      },
      request,
      reply,
    );
  };
}

function refuseAtTheDoor(
  twilio: TwilioAccount,
  request: FastifyRequest,
  accountSid: string | undefined,
): Outcome | undefined {
  if (request.headers.authorization !== twilio.authorization) return refuseTwilio(20003, "Authenticate", 401);
  if (accountSid !== twilio.accountSid) {
    return refuseTwilio(20404, "The requested resource was not found", 404);
  }
  return undefined;
}

function addressesOf(twilio: TwilioAccount, { form, query, messageSid }: TwilioCall): readonly string[] {
  const known = twilio.messages.get(messageSid)?.to;
  return [form.get("To"), query.get("To"), messageSid, known].filter((address) => typeof address === "string");
}
