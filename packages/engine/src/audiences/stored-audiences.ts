import { InvalidRequestError, type JsonObject, type Problem, type Recipient } from "@todoke/core";
import { canonicalAddresses } from "../canonical-addresses.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseAudienceId, parseMemberId, parseMessageId, parsePushId } from "../ids.ts";
import type { PeopleCount } from "../filters/filter-view.ts";
import { soundFilter } from "../filters/sound-filter.ts";
import type { Page, PageRequest } from "../message-view.ts";
import { countAddresses, deleteAudience, readAudience, readAudiences } from "../store/audiences/audience-rows.ts";
import { findAudienceSend } from "../store/audiences/find-audience-send.ts";
import { countPeople } from "../store/filters/filtered-people.ts";
import { readLatestPushes, readPush, readPushes } from "../store/audiences/push-rows.ts";
import { readMembers } from "../store/audiences/read-members.ts";
import { removeMember } from "../store/audiences/remove-member.ts";
import { writeMembers } from "../store/audiences/write-members.ts";
import type { AddedMembers, AudienceDetail, AudienceMember, AudiencePush, AudienceSend, AudienceView } from "./audience-view.ts";
import { changeAudience, createAudience, type AudienceChanges, type AudienceDraft } from "./keep-audience.ts";
import { startPush, type PushRequest } from "./start-push.ts";

/**
 * Lists of people, for messages with `audience: { type: "list", id }`, and filters, for those with `{ type: "filter", id }`. What an id does not name is undefined or false.
 */
export interface StoredAudiences {
  /** Throws `InvalidRequestError` where the filter is none. */
  create(request: AudienceDraft): Promise<AudienceView>;
  /** Newest first. */
  list(request: PageRequest): Promise<Page<AudienceView>>;
  get(id: string): Promise<AudienceDetail | undefined>;
  /**
   * Messages that were accepted keep their recipients, scheduled ones too. Throws `InvalidRequestError`, also where a list is to get a
   * filter; then nothing was changed.
   */
  change(id: string, changes: AudienceChanges): Promise<AudienceView | undefined>;
  /** Messages that were accepted keep their recipients; an audience at a provider stays there. */
  delete(id: string): Promise<boolean>;
  /**
   * All of them or, with `InvalidRequestError` and for a filter, none. Somebody with the same reference, or without one with the same
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
  /** How many people a filter finds now. Throws `InvalidRequestError` with pointers from `/filter`. */
  count(filter: JsonObject): Promise<PeopleCount>;
}

export function createStoredAudiences(context: EngineContext): StoredAudiences {
  const { connection, projectId } = context;
  return {
    create: async (draft) => createAudience(context, draft),
    list: (request) => readAudiences(connection, projectId, request),
    async get(id) {
      const audienceId = parseAudienceId(id);
      const audience = audienceId && (await readAudience(connection, projectId, audienceId));
      if (!audience) return undefined;
      if (audience.filter !== undefined) return foundBy(context, audience, audience.filter);
      const addresses = await countAddresses(connection, projectId, audienceId);
      return { ...audience, addresses, pushes: await readLatestPushes(connection, projectId, audienceId) };
    },
    async change(id, changes) {
      const audienceId = parseAudienceId(id);
      return audienceId === undefined ? undefined : changeAudience(context, audienceId, changes);
    },
    async delete(id) {
      const audienceId = parseAudienceId(id);
      return audienceId !== undefined && deleteAudience(connection, projectId, audienceId);
    },
    addMembers: (id, members) => addMembers(context, id, members),
    async members(id, request) {
      const audienceId = parseAudienceId(id);
      if (audienceId === undefined || (await readAudience(connection, projectId, audienceId)) === undefined) return undefined;
      return readMembers(connection, projectId, audienceId, request);
    },
    async removeMember(memberId) {
      const member = parseMemberId(memberId);
      return member !== undefined && removeMember(connection, projectId, member.id, member.number);
    },
    async push(id, request) {
      const audienceId = await listIdOf(context, id);
      return audienceId === undefined ? undefined : startPush(context, audienceId, request);
    },
    async pushes(id, request) {
      const audienceId = parseAudienceId(id);
      if (audienceId === undefined || (await readAudience(connection, projectId, audienceId)) === undefined) return undefined;
      return readPushes(connection, projectId, audienceId, request);
    },
    async pushOf(id, push) {
      const [audienceId, pushId] = [parseAudienceId(id), parsePushId(push)];
      return audienceId === undefined || pushId === undefined ? undefined : readPush(connection, projectId, audienceId, pushId);
    },
    async sendOf(id) {
      const messageId = parseMessageId(id);
      return messageId === undefined ? undefined : findAudienceSend(connection, projectId, messageId);
    },
    count: async (filter) => countPeople(connection, projectId, soundFilter(filter)),
  };
}

async function addMembers(context: EngineContext, id: string, members: readonly Recipient[]): Promise<AddedMembers | undefined> {
  const { connection, projectId, accounts } = context;
  const problems: Problem[] = [];
  const canonical = members.map(({ reference, addresses, variables, locale, timeZone }, index) => {
    const pointer = `/members/${index}/addresses`;
    return { reference, addresses: canonicalAddresses(addresses, accounts, pointer, problems), variables, locale, timeZone };
  });
  if (problems.length > 0) throw new InvalidRequestError(problems);
  const audienceId = await listIdOf(context, id);
  const written = audienceId && (await writeMembers(connection, projectId, audienceId, canonical));
  return written ? { added: written.added, updated: members.length - written.added, members: written.members } : undefined;
}

/** Undefined when there is no such audience. Throws where nobody can be put into it by hand. */
async function listIdOf({ connection, projectId }: EngineContext, id: string): Promise<string | undefined> {
  const audienceId = parseAudienceId(id);
  const audience = audienceId === undefined ? undefined : await readAudience(connection, projectId, audienceId);
  if (audience?.filter === undefined) return audienceId;
  throw new InvalidRequestError([{ pointer: "", code: "not-a-list", detail: "a filter finds its people by itself: make a list" }]);
}

/** A filter with whom it finds now. */
async function foundBy({ connection, projectId }: EngineContext, audience: AudienceView, filter: JsonObject): Promise<AudienceDetail> {
  const { people, addresses } = await countPeople(connection, projectId, soundFilter(filter));
  const counts = addresses.map((each) => ({ kind: each.kind, members: each.people, distinct: each.people }));
  return { ...audience, members: people, addresses: counts, pushes: [] };
}
