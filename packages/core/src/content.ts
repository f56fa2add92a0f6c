import type { JsonObject } from "./json.ts";

/**
 * What a message says, independent of the channel that carries it. An adapter renders it as far as its channel can and
 * names what is lost.
 */
export type Content =
  | TextContent
  | ImageContent
  | VideoContent
  | AudioContent
  | LocationContent
  | ButtonsContent
  | CarouselContent
  | NotificationContent
  | NativeContent;

/** The discriminator of {@link Content}. */
export type ContentType = Content["type"];

interface CommonToContent {
  /**
   * When true, every string in the content is a Liquid template over the recipient's variables. Otherwise text is
   * literal: braces reach the person as they were written.
   */
  readonly template?: boolean;
  /** What people of other languages get instead. Adapters never see it: they are given what the person gets. */
  readonly translations?: readonly Translation[];
}

/** Content for people of one language. */
export interface Translation {
  /** BCP 47 language tag. `zh` is also for people of `zh-TW`, where nothing nearer is there. */
  readonly locale: string;
  /** Of any type; has no translations itself. */
  readonly content: Content;
}

export interface TextContent extends CommonToContent {
  readonly type: "text";
  readonly text: string;
}

export interface ImageContent extends CommonToContent {
  readonly type: "image";
  /** HTTPS address of the full image. */
  readonly url: string;
  /** HTTPS address of a small version; the full image where absent. */
  readonly previewUrl?: string;
  /** What the image shows; carries the message where the channel has no images. */
  readonly altText?: string;
}

export interface VideoContent extends CommonToContent {
  readonly type: "video";
  readonly url: string;
  readonly previewUrl: string;
  readonly altText?: string;
}

export interface AudioContent extends CommonToContent {
  readonly type: "audio";
  readonly url: string;
  readonly durationMs: number;
  readonly altText?: string;
}

export interface LocationContent extends CommonToContent {
  readonly type: "location";
  readonly title: string;
  readonly address: string;
  /** Degrees north, -90 to 90. */
  readonly latitude: number;
  /** Degrees east, -180 to 180. */
  readonly longitude: number;
}

/** What a tap does: opens an address, or sends `text` back as the person's own message. */
export type Button =
  | { readonly label: string; readonly url: string }
  | { readonly label: string; readonly text: string }
  | { readonly label: string; readonly postback: string };

export interface ButtonsContent extends CommonToContent {
  readonly type: "buttons";
  readonly text: string;
  readonly title?: string;
  readonly imageUrl?: string;
  readonly buttons: readonly Button[];
}

export interface CarouselCard {
  readonly text: string;
  readonly title?: string;
  readonly imageUrl?: string;
  readonly buttons: readonly Button[];
}

export interface CarouselContent extends CommonToContent {
  readonly type: "carousel";
  readonly cards: readonly CarouselCard[];
  /** Shown in notifications and by channels without cards. */
  readonly altText: string;
}

/** A notice built from a catalogue that the provider owns: the caller fills in keyed values only. */
export interface NotificationContent extends CommonToContent {
  readonly type: "notification";
  readonly templateKey: string;
  readonly emphasizedItem?: NotificationItem;
  readonly items?: readonly NotificationItem[];
  readonly buttons?: readonly NotificationButton[];
}

export interface NotificationItem {
  readonly itemKey: string;
  readonly content: string;
}

export interface NotificationButton {
  readonly buttonKey: string;
  readonly url: string;
}

/** A payload in a provider's own words, passed on as it is. Its package exports the type of `payload`. */
export interface NativeContent extends CommonToContent {
  readonly type: "native";
  /** The channel whose adapter understands `payload`; every other channel refuses it. */
  readonly channel: string;
  readonly payload: JsonObject;
}
