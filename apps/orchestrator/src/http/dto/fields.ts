import "reflect-metadata";
import type { JsonValue } from "@todoke/core";
import { Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsObject,
  IsString,
  IsTimeZone,
  isTimeZone,
  Length,
  Matches,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";

/** A class whose decorators describe one object of the HTTP contract. */
export type DtoClass<Dto extends object = object> = new () => Dto;

/** What a nested property holds: one class, or one of several told apart by a property. */
export type NestedType =
  | { readonly type: DtoClass }
  | Union;

/** Several classes under one name, told apart by the value of the property `discriminator`. */
export interface Union {
  readonly name: string;
  readonly discriminator: string;
  readonly variants: Readonly<Record<string, DtoClass>>;
}

/** The custom constraints of this file, by the names under which schema converters find them. */
export const constraintNames = { addresses: "addresses", addressChanges: "addressChanges", shaped: "shaped", attributes: "attributes", stepAccounts: "stepAccounts", timeZoneOrRecipient: "timeZoneOrRecipient", exactlyOneOf: "exactlyOneOf" } as const;

const nestedTypes = new Map<unknown, Map<string, NestedType>>();
const choices = new Map<unknown, Map<string, Choice>>();

/** Sides of which exactly one is taken; a side is taken when any of its properties is present. */
export type Choice = readonly (readonly string[])[];

/** The nested types of a class by property, its base classes' included. */
export function nestedTypesOf(type: DtoClass): ReadonlyMap<string, NestedType> {
  const base: unknown = Object.getPrototypeOf(type);
  return new Map([...(isDtoClass(base) ? nestedTypesOf(base) : []), ...(nestedTypes.get(type) ?? [])]);
}

/** What a class leaves to choose, its base classes' included. */
export function choicesOf(type: DtoClass): readonly Choice[] {
  const base: unknown = Object.getPrototypeOf(type);
  return [...(isDtoClass(base) ? choicesOf(base) : []), ...(choices.get(type)?.values() ?? [])];
}

/** May be left out. `null` is a value, and is not the same as left out. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** What the property means, for the OpenAPI document; further schema keywords where they help a reader. */
export function Describe(description: string, keywords: Readonly<Record<string, JsonValue>> = {}): PropertyDecorator {
  return (target, property) => JSONSchema({ ...keywords, description })(target, String(property));
}

/** May be left out, or be null, which takes away what is there; and what it means, as {@link Describe} says it. */
export function OptionalOrNull(description: string): PropertyDecorator {
  return all(
    ValidateIf((_object, value) => value !== undefined && value !== null),
    (target, property) => JSONSchema((schema) => ({ description, anyOf: [schema, { type: "null" }] }) as typeof schema)(target, String(property)),
  );
}

/** One object of another class. */
export function Nested(type: DtoClass): PropertyDecorator {
  return all(IsObject(), ValidateNested(), Type(() => type), remember({ type }));
}

/** One object of one of several classes. */
export function NestedUnion(union: Union): PropertyDecorator {
  const subTypes = Object.entries(union.variants).map(([name, value]) => ({ name, value }));
  const options = { discriminator: { property: union.discriminator, subTypes }, keepDiscriminatorProperty: true };
  return all(IsObject(), ValidateNested(), Type(() => Object, options), remember(union));
}

/** A list of objects of another class, `minimum` to `maximum` of them. */
export function NestedList(type: DtoClass, minimum: number, maximum: number): PropertyDecorator {
  return all(
    IsArray(),
    ArrayMinSize(minimum),
    ArrayMaxSize(maximum),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => type),
    remember({ type }),
  );
}

/** A string of `minimum` to `maximum` characters. */
export function Text(minimum: number, maximum: number): PropertyDecorator {
  return all(IsString(), Length(minimum, maximum));
}

/** A list of `minimum` to `maximum` strings of at most `maximumLength` characters. */
export function TextList(minimum: number, maximum: number, maximumLength: number): PropertyDecorator {
  return all(
    IsArray(),
    ArrayMinSize(minimum),
    ArrayMaxSize(maximum),
    IsString({ each: true }),
    Length(1, maximumLength, { each: true }),
  );
}

const languageTagPattern = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

/** A BCP 47 language tag. */
export function LanguageTag(): PropertyDecorator {
  return Matches(languageTagPattern, { message: "$property must be a language tag such as ja or en-GB" });
}

const durationPattern = /^P(?=\d|T\d)(\d{1,6}D)?(T(?=\d)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?$/;

/** An ISO 8601 duration in days, hours, minutes and seconds. */
export function Duration(): PropertyDecorator {
  return Matches(durationPattern, { message: "$property must be an ISO 8601 duration such as PT2M or P1D" });
}

const instantPattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** An ISO 8601 date and time with its offset. */
export function Instant(): PropertyDecorator {
  return Matches(instantPattern, { message: "$property must be an ISO 8601 instant with its offset, such as 2026-12-01T09:00:00+09:00" });
}
/** The form of a time zone's name; an offset has another. */
const timeZonePattern = /^[A-Za-z][\w+/-]*$/;

/** An IANA time zone name. */
export function TimeZone(): PropertyDecorator {
  return all(
    IsTimeZone({ message: "$property must be an IANA time zone name such as Asia/Tokyo" }),
    Matches(timeZonePattern, { message: "$property must be a time zone's name, not an offset" }),
  );
}

/** An IANA time zone name, or `recipient`. */
export function TimeZoneOrRecipient(): PropertyDecorator {
  return all(
    ValidateBy({
      name: constraintNames.timeZoneOrRecipient,
      validator: {
        validate: (value) => value === "recipient" || isTimeZone(value),
        defaultMessage: () => "$property must be an IANA time zone name such as Asia/Tokyo, or recipient",
      },
    }),
    Matches(timeZonePattern, { message: "$property must be a time zone's name, not an offset" }),
  );
}

/** Exactly one of this property and those named is present. Every one of them carries this decorator. */
export function ExactlyOneOf(...others: readonly string[]): PropertyDecorator {
  return (target, property) => EitherOf([String(property)], ...others.map((name) => [name]))(target, property);
}

/**
 * Some of `own`, to which this property belongs, or some of one of the other sides is present, and never of two of them.
 * Every property of every side carries this decorator.
 */
export function EitherOf(own: readonly string[], ...others: Choice): PropertyDecorator {
  const has = (object: object, names: readonly string[]) => names.some((name) => Reflect.get(object, name) !== undefined);
  const another = (object: object) => has(object, others.flat());
  return all(
    ValidateIf((object: object, value) => value !== undefined || !(another(object) || has(object, own))),
    ValidateBy({
      name: constraintNames.exactlyOneOf,
      constraints: [others.flat()],
      validator: {
        validate: (_value, context) => context === undefined || !another(context.object),
        defaultMessage: () => `$property must not be given together with ${others.flat().join(" or ")}`,
      },
    }),
    (target) => {
      const choice = [own, ...others]
        .map((side) => side.toSorted())
        .toSorted((one, other) => (one.join() < other.join() ? -1 : 1));
      const known = choices.get(target.constructor) ?? new Map<string, Choice>();
      choices.set(target.constructor, known.set(JSON.stringify(choice), choice));
    },
  );
}

/** Rules for a recipient's addresses; kinds are declared by adapters, so only their form is known here. */
export const addressRules = { maximumKinds: 10, kindPattern: "^[a-z][a-z0-9-]{0,31}$", maximumLength: 512 } as const;

/** Addresses by kind: at least one. */
export function Addresses(): PropertyDecorator {
  return ValidateBy({
    name: constraintNames.addresses,
    validator: {
      validate: isAddresses,
      defaultMessage: () => "$property must hold at least one address by its kind, such as { \"line\": \"U…\" }",
    },
  });
}

function isAddresses(value: unknown): boolean {
  const entries = entriesOf(value);
  return entries.length >= 1 && entries.length <= addressRules.maximumKinds && entries.every(isAddressOfKind);
}

/** The same, where null in place of an address takes away the one that is there. */
export function AddressChanges(): PropertyDecorator {
  return ValidateBy({
    name: constraintNames.addressChanges,
    validator: {
      validate: (value) => isAddresses(isObject(value) ? Object.fromEntries(Object.entries(value).map(([kind, address]) => [kind, address ?? "-"])) : value),
      defaultMessage: () => "$property must hold addresses by their kind, or null to take one away",
    },
  });
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** An object that is no list. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAddressOfKind([kind, address]: readonly [string, unknown]): boolean {
  if (!new RegExp(addressRules.kindPattern).test(kind) || typeof address !== "string") return false;
  const length = characterCount(address);
  return length >= 1 && length <= addressRules.maximumLength;
}

/** Rules for the accounts of a step; what the names and weights mean is checked where the accounts are known. */
export const stepAccountRules = { maximum: 10, maximumLength: 64 } as const;

/** Accounts by id, or by id and weight: at least one. */
export function StepAccounts(): PropertyDecorator {
  return ValidateBy({
    name: constraintNames.stepAccounts,
    validator: {
      validate: (value) => Array.isArray(value) && value.length > 0 && value.length <= stepAccountRules.maximum && value.every(isStepAccount),
      defaultMessage: () => '$property must name accounts, such as ["one", "other"] or [{ "account": "one", "weight": 80 }, …]',
    },
  });
}

function isStepAccount(value: unknown): boolean {
  if (typeof value === "string") return isAccountName(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { account, weight, ...others }: { account?: unknown; weight?: unknown } = value;
  return isAccountName(account) && (weight === undefined || typeof weight === "number") && Object.keys(others).length === 0;
}

function isAccountName(value: unknown): boolean {
  return typeof value === "string" && value.length > 0 && characterCount(value) <= stepAccountRules.maximumLength;
}

/** As JSON Schema counts: code points. */
export function characterCount(value: string): number {
  return value.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, "_").length;
}

/** Several decorators as one, applied in the order in which they stand here. */
export function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}

function remember(nested: NestedType): PropertyDecorator {
  return (target, property) => {
    const known = nestedTypes.get(target.constructor) ?? new Map<string, NestedType>();
    nestedTypes.set(target.constructor, known.set(String(property), nested));
  };
}

function isDtoClass(value: unknown): value is DtoClass {
  return typeof value === "function" && value.prototype !== undefined && value !== Object;
}
