import { InvalidRequestError, type Problem, type Recipient } from "@todoke/core";
import { canonicalAddresses } from "../canonical-addresses.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseAudienceId, parseMemberId, parseMessageId, parsePushId } from "../ids.ts";
import type { Page, PageRequest } from "../message-view.ts";
import { countAddresses, deleteAudience, insertAudience, readAudience, readAudiences } from "../store/audiences/audience-rows.ts";
import { findAudienceSend } from "../store/audiences/find-audience-send.ts";
import { readLatestPushes, readPush, readPushes } from "../store/audiences/push-rows.ts";
import { readMembers } from "../store/audiences/read-members.ts";
import { removeMember } from "../store/audiences/remove-member.ts";
import { writeMembers } from "../store/audiences/write-members.ts";
import type { AddedMembers, AudienceDetail, AudienceMember, AudiencePush, AudienceSend, AudienceView } from "./audience-view.ts";
import { startPush, type PushRequest } from "./start-push.ts";

/** Lists of people, for messages with `audience: { type: "list", id }`. What an id does not name is undefined or false. */
export interface StoredAudiences {
  create(request: { readonly name: string }): Promise<AudienceView>;
  /** Newest first. */
  list(request: PageRequest): Promise<Page<AudienceView>>;
  get(id: string): Promise<AudienceDetail | undefined>;
  /** Messages that were accepted keep their recipients; an audience at a provider stays there. */
  delete(id: string): Promise<boolean>;
  /**
   * All of them or, with `InvalidRequestError`, none. Somebody with the same reference, or without one with the same
   * addresses, is brought up to date and keeps the place.
   */
  addMembers(id: string, members: readonly Recipient[]): Promise<AddedMembers | undefined>;
  /** In the order in which they came. */
  members(id: string, request: PageRequest): Promise<Page<AudienceMember> | undefined>;
  removeMember(memberId: string): Promise<boolean>;
  /** Begins to put a list into an audience at an account's provider. Throws `InvalidRequestError`. */
  push(id: string, request: PushRequest): Promise<AudiencePush | undefined>;
  /** Newest first. */
  pushes(id: string, request: PageRequest): Promise<Page<AudiencePush> | undefined>;
  pushOf(id: string, pushId: string): Promise<AudiencePush | undefined>;
  /** How a message went to a provider's audience. Undefined when there is no such message. */
  sendOf(messageId: string): Promise<AudienceSend | undefined>;
}

export function createStoredAudiences(context: EngineContext): StoredAudiences {
  const { connection, accounts } = context;
  return {
    create: ({ name }) => insertAudience(connection, name),
    list: (request) => readAudiences(connection, request),
    async get(id) {
      const audienceId = parseAudienceId(id);
      const audience = audienceId && (await readAudience(connection, audienceId));
      if (!audience) return undefined;
      const addresses = await countAddresses(connection, audienceId);
      return { ...audience, addresses, pushes: await readLatestPushes(connection, audienceId) };
    },
    async delete(id) {
      const audienceId = parseAudienceId(id);
      return audienceId !== undefined && deleteAudience(connection, audienceId);
    },
    async addMembers(id, members) {
      const problems: Problem[] = [];
      const canonical = members.map(({ reference, addresses, variables, locale, timeZone }, index) => {
        const pointer = `/members/${index}/addresses`;
        return { reference, addresses: canonicalAddresses(addresses, accounts, pointer, problems), variables, locale, timeZone };
      });
      if (problems.length > 0) throw new InvalidRequestError(problems);
      const audienceId = parseAudienceId(id);
      const written = audienceId && (await writeMembers(connection, audienceId, canonical));
      return written ? { added: written.added, updated: members.length - written.added, members: written.members } : undefined;
    },
    async members(id, request) {
      const audienceId = parseAudienceId(id);
      if (audienceId === undefined || (await readAudience(connection, audienceId)) === undefined) return undefined;
      return readMembers(connection, audienceId, request);
    },
    async removeMember(memberId) {
      const member = parseMemberId(memberId);
      return member !== undefined && removeMember(connection, member.id, member.number);
    },
    async push(id, request) {
      const audienceId = parseAudienceId(id);
      return audienceId === undefined ? undefined : startPush(context, audienceId, request);
    },
    async pushes(id, request) {
      const audienceId = parseAudienceId(id);
      if (audienceId === undefined || (await readAudience(connection, audienceId)) === undefined) return undefined;
      return readPushes(connection, audienceId, request);
    },
    async pushOf(id, push) {
      const [audienceId, pushId] = [parseAudienceId(id), parsePushId(push)];
      return audienceId === undefined || pushId === undefined ? undefined : readPush(connection, audienceId, pushId);
    },
    async sendOf(id) {
      const messageId = parseMessageId(id);
      return messageId === undefined ? undefined : findAudienceSend(connection, messageId);
    },
  };
}
