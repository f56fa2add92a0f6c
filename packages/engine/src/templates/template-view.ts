import type { Content, JsonObject, JsonValue, Purpose } from "@todoke/core";
import type { KeyedAnswer, RequestKey } from "../idempotency/keyed-requests-view.ts";
import type { Page, PageRequest } from "../message-view.ts";

/** Content that is kept here under a name, in versions that never change. */
export interface TemplateView {
  /** `tpl_` and 32 hexadecimal digits. */
  readonly id: string;
  /** No other template of the project has it, unless that is archived. */
  readonly name: string;
  /** What a message gets that names no version. */
  readonly latestVersion: number;
  readonly createdAt: Date;
  /** When its last version was made. */
  readonly updatedAt: Date;
  /** From then on no message is sent by it. */
  readonly archivedAt?: Date;
}

export interface TemplateDetail extends TemplateView {
  readonly latest: TemplateVersion;
}

export interface TemplateVersion extends TemplateContent {
  /** From 1. */
  readonly version: number;
  readonly createdAt: Date;
}

/** What a template says. Its strings are Liquid templates over the recipient's variables, whether its contents say so or not. */
export interface TemplateContent {
  readonly content: Content;
  /** What some channels get instead. */
  readonly variants: readonly TemplateVariant[];
  /** Those that the template tells of; it may use others, which are then required. */
  readonly variables: readonly TemplateVariable[];
}

/** Content for the steps of one channel that bring none themselves. */
export interface TemplateVariant {
  readonly channel: string;
  readonly content: Content;
}

export interface TemplateVariable {
  readonly name: string;
  /** Default true. One that is not required is nil where nobody gives it. */
  readonly required?: boolean;
  /** What previews show where they are given nothing else. */
  readonly example?: JsonValue;
}

/** A version as it is asked for. */
export interface TemplateDraft {
  readonly content: Content;
  readonly variants?: readonly TemplateVariant[];
  readonly variables?: readonly TemplateVariable[];
}

export interface NewTemplate extends TemplateDraft {
  readonly name: string;
}

export interface TemplateListRequest extends PageRequest {
  /** Those that are archived, in place of the others. */
  readonly archived?: boolean;
}

/** For whom a template is rendered, and how. */
export interface PreviewRequest {
  /** Default: the latest. */
  readonly version?: number;
  /** Stand over the examples of the version. */
  readonly variables?: JsonObject;
  readonly locale?: string;
  /** Default `notice`. */
  readonly purpose?: Purpose;
  /** Default: every channel that an account carries. */
  readonly channel?: string;
}

export interface TemplatePreview {
  readonly id: string;
  readonly version: number;
  /** In the order of the accounts. */
  readonly channels: readonly ChannelPreview[];
}

/** What one channel makes of a template: a payload, or why there is none. */
export interface ChannelPreview {
  readonly channel: string;
  /** Whose adapter rendered it. */
  readonly account: string;
  /** The language of the translation that was taken; absent where it is the content itself. */
  readonly locale?: string;
  /** What the provider would be given. */
  readonly payload?: JsonObject;
  /** What the channel cannot carry. */
  readonly lost: readonly string[];
  readonly warnings: readonly string[];
  readonly refusal?: { readonly code: string; readonly detail: string };
}

/** Templates of a project. What an id does not name is undefined. */
export interface Templates {
  /** Makes it with version 1. Throws `InvalidRequestError`, and `TemplateExistsError` where another has the name. */
  create(request: NewTemplate): Promise<TemplateDetail>;
  /** Newest first. */
  list(request: TemplateListRequest): Promise<Page<TemplateView>>;
  get(id: string): Promise<TemplateDetail | undefined>;
  /** Throws `InvalidRequestError`, and `StateError` for one that is archived. */
  addVersion(id: string, draft: TemplateDraft): Promise<TemplateVersion | undefined>;
  /** The same for a request that may be sent again when its answer was lost. */
  addVersionOnce(id: string, draft: TemplateDraft, key: RequestKey): Promise<KeyedAnswer | undefined>;
  version(id: string, version: number): Promise<TemplateVersion | undefined>;
  /** Messages that were accepted go on. */
  archive(id: string): Promise<TemplateView | undefined>;
  /** By the renderer that sends. Throws `InvalidRequestError` where variables are missing. */
  preview(id: string, request: PreviewRequest): Promise<TemplatePreview | undefined>;
}
