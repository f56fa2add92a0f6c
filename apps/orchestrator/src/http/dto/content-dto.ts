import "reflect-metadata";
import type { Button, CarouselCard, Content, ContentType, JsonObject, NotificationButton, NotificationItem, Translation } from "@todoke/core";
import { Equals, IsBoolean, IsInt, IsNumber, IsObject, IsPositive, Max, Min } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { CardButtons, CardImageUrl, CardText, CardTitle, CarouselCardDto, NotificationButtonDto, NotificationItemDto } from "./content-part-dto.ts";
import { Describe, type DtoClass, LanguageTag, Nested, NestedList, NestedUnion, Optional, Text, type Union } from "./fields.ts";

class ContentDto {
  @Optional()
  @IsBoolean()
  @Describe("Whether every string of this content is a Liquid template over the recipient's variables. Else text is literal.")
  template?: boolean;

  /** Declared at the end of the file, where the union that it holds is known. */
  translations?: Translation[];
}

@JSONSchema({ description: "Plain text. Each channel has its own limit; LINE takes 5,000 characters." })
export class TextContentDto extends ContentDto {
  @Equals("text")
  type!: "text";

  @Text(1, 100_000)
  @Describe("What the person reads.")
  text!: string;
}

@JSONSchema({ description: "An image by its HTTPS address." })
export class ImageContentDto extends ContentDto {
  @Equals("image")
  type!: "image";

  @Text(1, 2000)
  @Describe("HTTPS address of the full image.")
  url!: string;

  @Optional()
  @Text(1, 2000)
  @Describe("HTTPS address of a small version; the full image where absent.")
  previewUrl?: string;

  @Optional()
  @Text(1, 1500)
  @Describe("What the image shows; carries the message where the channel has no images.")
  altText?: string;
}

@JSONSchema({ description: "A video by its HTTPS address." })
export class VideoContentDto extends ContentDto {
  @Equals("video")
  type!: "video";

  @Text(1, 2000)
  @Describe("HTTPS address of the video.")
  url!: string;

  @Text(1, 2000)
  @Describe("HTTPS address of the image shown before it plays.")
  previewUrl!: string;

  @Optional()
  @Text(1, 1500)
  @Describe("What the video shows; carries the message where the channel has no videos.")
  altText?: string;
}

@JSONSchema({ description: "A sound by its HTTPS address." })
export class AudioContentDto extends ContentDto {
  @Equals("audio")
  type!: "audio";

  @Text(1, 2000)
  @Describe("HTTPS address of the sound.")
  url!: string;

  @IsInt()
  @IsPositive()
  @Describe("Length in milliseconds.")
  durationMs!: number;

  @Optional()
  @Text(1, 1500)
  @Describe("What is heard; carries the message where the channel has no sound.")
  altText?: string;
}

@JSONSchema({ description: "A place on the map." })
export class LocationContentDto extends ContentDto {
  @Equals("location")
  type!: "location";

  @Text(1, 100)
  @Describe("What the place is called.")
  title!: string;

  @Text(1, 100)
  @Describe("Its postal address.")
  address!: string;

  @IsNumber()
  @Min(-90)
  @Max(90)
  @Describe("Degrees north.")
  latitude!: number;

  @IsNumber()
  @Min(-180)
  @Max(180)
  @Describe("Degrees east.")
  longitude!: number;
}

@JSONSchema({ description: "Text with buttons under it." })
export class ButtonsContentDto extends ContentDto {
  @Equals("buttons")
  type!: "buttons";

  @CardText()
  text!: string;

  @CardTitle()
  title?: string;

  @CardImageUrl()
  imageUrl?: string;

  @CardButtons()
  buttons!: Button[];
}

@JSONSchema({ description: "Cards to swipe through." })
export class CarouselContentDto extends ContentDto {
  @Equals("carousel")
  type!: "carousel";

  @NestedList(CarouselCardDto, 1, 20)
  @Describe("In the order in which they are shown.")
  cards!: CarouselCard[];

  @Text(1, 1500)
  @Describe("Shown in notifications and by channels without cards.")
  altText!: string;
}

@JSONSchema({
  description: "A notice built from a catalogue that the provider owns: keyed values only (LINE notification messages).",
})
export class NotificationContentDto extends ContentDto {
  @Equals("notification")
  type!: "notification";

  @Text(1, 100)
  @Describe("The template's key in the provider's catalogue.", { examples: ["shipment_completed_ja"] })
  templateKey!: string;

  @Optional()
  @Nested(NotificationItemDto)
  emphasizedItem?: NotificationItem;

  @Optional()
  @NestedList(NotificationItemDto, 1, 50)
  items?: NotificationItem[];

  @Optional()
  @NestedList(NotificationButtonDto, 1, 10)
  buttons?: NotificationButton[];
}

@JSONSchema({ description: "A payload in one provider's own words, passed on as it is to the channel that understands it." })
export class NativeContentDto extends ContentDto {
  @Equals("native")
  type!: "native";

  @Text(1, 64)
  @Describe("The channel whose provider understands the payload.", { examples: ["line"] })
  channel!: string;

  @IsObject()
  @Describe("For LINE: `{ \"messages\": [ … ] }`, up to five message objects.")
  payload!: JsonObject;
}

/** The classes of core's `Content` by its discriminator. */
const contentVariants = {
  text: TextContentDto,
  image: ImageContentDto,
  video: VideoContentDto,
  audio: AudioContentDto,
  location: LocationContentDto,
  buttons: ButtonsContentDto,
  carousel: CarouselContentDto,
  notification: NotificationContentDto,
  native: NativeContentDto,
} as const satisfies { readonly [Type in ContentType]: DtoClass<Extract<Content, { type: Type }>> };

/** What a message says, as callers write it. */
export const contentUnion: Union = { name: "Content", discriminator: "type", variants: contentVariants };

@JSONSchema({ description: "What people of one language get instead." })
export class TranslationDto {
  @LanguageTag()
  @Describe("BCP 47 language tag. `zh` is also for people of `zh-TW`, where nothing nearer is there.", { examples: ["ja"] })
  locale!: string;

  @NestedUnion(contentUnion)
  @Describe("Of any type; has no translations itself.")
  content!: Content;
}

for (const decorate of [
  Optional(),
  NestedList(TranslationDto, 1, 100),
  Describe("What people get whose `locale` is nearest to one of these. Everybody else gets the content itself."),
]) decorate(ContentDto.prototype, "translations");
