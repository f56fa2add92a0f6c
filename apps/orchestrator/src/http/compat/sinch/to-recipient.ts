import type { JsonObject, Recipient } from "@todoke/core";
import type { ProjectEngine } from "@todoke/engine";
import { type FieldProblem, HttpProblem } from "../../problem.ts";
import { type Addresses, addressesOf } from "../addresses.ts";
import type { SinchChannelIdentityDto, SinchRecipientDto, SinchSendMessageDto } from "./send-message-dto.ts";

/** Who gets it: a contact of the project, or whoever has these names. Throws `HttpProblem`. */
export async function toRecipient(engine: ProjectEngine, { recipient, message_metadata, correlation_id }: SinchSendMessageDto): Promise<Recipient> {
  const said = { ...(message_metadata !== undefined && { message_metadata }), ...(correlation_id !== undefined && { correlation_id }) };
  const variables: JsonObject | undefined = Object.keys(said).length === 0 ? undefined : { sinch: said };
  return { ...(await whoIs(engine, recipient)), ...(variables && { variables }) };
}

async function whoIs(engine: ProjectEngine, { contact_id, identified_by }: SinchRecipientDto): Promise<Recipient> {
  if (contact_id === undefined) return { addresses: addressesOfAll(identified_by?.channel_identities ?? []) };
  const contact = await engine.contacts.contact(contact_id);
  if (contact === undefined) throw refusal({ pointer: "/recipient/contact_id", code: "unknown-contact", detail: "there is no contact with this id" });
  const { reference, locale, timeZone } = contact;
  return {
    addresses: Object.fromEntries(contact.addresses.map(({ kind, address }) => [kind, address])),
    ...(reference !== undefined && { reference }),
    ...(locale !== undefined && { locale }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

function addressesOfAll(identities: readonly SinchChannelIdentityDto[]): Addresses {
  const found: { line?: string; phone?: string } = {};
  identities.forEach(({ channel, identity }, place) => {
    const pointer = `/recipient/identified_by/channel_identities/${place}/identity`;
    const addresses = addressesOf(identity);
    if (addresses === undefined || (channel === "SMS" && addresses.phone === undefined)) {
      const detail = channel === "SMS" ? "must be a phone number with its country code" : "must be a LINE id, or a phone number with its country code";
      throw refusal({ pointer, code: "malformed-address", detail });
    }
    if (addresses.phone !== undefined && found.phone !== undefined && found.phone !== addresses.phone) {
      throw refusal({ pointer, code: "two-numbers", detail: "one person has one number here" });
    }
    Object.assign(found, addresses);
  });
  return found;
}

/** Refuses for one thing that is wrong. */
export function refusal(problem: FieldProblem): HttpProblem {
  return new HttpProblem("invalid-request", `The request cannot be carried out; nothing was written.`, [problem]);
}
