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

interface Templated {
  /**
   * When true, every string in the content is a Liquid template over the recipient's variables. Otherwise text is
   * literal: braces reach the person as they were written.
   */
  readonly template?: boolean;
}

export interface TextContent extends Templated {
  readonly type: "text";
  readonly text: string;
}

export interface ImageContent extends Templated {
  readonly type: "image";
  /** HTTPS address of the full image. */
  readonly url: string;
  /** HTTPS address of a small version; the full image where absent. */
  readonly previewUrl?: string;
  /** What the image shows; carries the message where the channel has no images. */
  readonly altText?: string;
}

export interface VideoContent extends Templated {
  readonly type: "video";
  readonly url: string;
  readonly previewUrl: string;
  readonly altText?: string;
}

export interface AudioContent extends Templated {
  readonly type: "audio";
  readonly url: string;
  readonly durationMs: number;
  readonly altText?: string;
}

export interface LocationContent extends Templated {
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

export interface ButtonsContent extends Templated {
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

export interface CarouselContent extends Templated {
  readonly type: "carousel";
  readonly cards: readonly CarouselCard[];
  /** Shown in notifications and by channels without cards. */
  readonly altText: string;
}

/** A notice built from a catalogue that the provider owns: the caller fills in keyed values only. */
export interface NotificationContent extends Templated {
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
export interface NativeContent extends Templated {
  readonly type: "native";
  /** The channel whose adapter understands `payload`; every other channel refuses it. */
  readonly channel: string;
  readonly payload: JsonObject;
}
