import "reflect-metadata";
import type { Button } from "@todoke/core";
import { JSONSchema } from "class-validator-jsonschema";
import { all, Describe, ExactlyOneOf, NestedList, Optional, Text } from "./fields.ts";

@JSONSchema({ description: "Something to tap: it opens an address, says something in the person's name, or posts data back." })
export class ButtonDto {
  @Text(1, 100)
  @Describe("What stands on the button.")
  label!: string;

  @ExactlyOneOf("text", "postback")
  @Text(1, 2000)
  @Describe("The address that a tap opens.")
  url?: string;

  @ExactlyOneOf("url", "postback")
  @Text(1, 1000)
  @Describe("What a tap sends back as the person's own message.")
  text?: string;

  @ExactlyOneOf("url", "text")
  @Text(1, 1000)
  @Describe("Data that a tap sends back.")
  postback?: string;
}

/** What a card has to say, in a carousel or alone. */
export function CardText(): PropertyDecorator {
  return all(Describe("What the person reads."), Text(1, 5000));
}

export function CardTitle(): PropertyDecorator {
  return all(Describe("Stands above the text."), Text(1, 400), Optional());
}

export function CardImageUrl(): PropertyDecorator {
  return all(Describe("HTTPS address of a picture above the text."), Text(1, 2000), Optional());
}

export function CardButtons(): PropertyDecorator {
  return all(Describe("In the order in which they are shown."), NestedList(ButtonDto, 1, 20));
}

@JSONSchema({ description: "One card of a carousel." })
export class CarouselCardDto {
  @CardText()
  text!: string;

  @CardTitle()
  title?: string;

  @CardImageUrl()
  imageUrl?: string;

  @CardButtons()
  buttons!: Button[];
}

@JSONSchema({ description: "One keyed value of a notification template." })
export class NotificationItemDto {
  @Text(1, 100)
  @Describe("The item's key in the provider's catalogue.", { examples: ["date_002_ja"] })
  itemKey!: string;

  @Text(1, 1000)
  @Describe("What stands in its place.")
  content!: string;
}

@JSONSchema({ description: "One button of a notification template." })
export class NotificationButtonDto {
  @Text(1, 100)
  @Describe("The button's key in the provider's catalogue.", { examples: ["check_delivery_status_ja"] })
  buttonKey!: string;

  @Text(1, 2000)
  @Describe("The address that a tap opens.")
  url!: string;
}
