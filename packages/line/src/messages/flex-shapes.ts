import { problem, type Rule, type Shape } from "../content-shape.ts";
import { isJsonObject, readObjects } from "../json-object.ts";
import { allOf, choice, flag, lazy, list, media, record, shown, text, variant, anything } from "../shapes.ts";
import { actionShape, forbidden } from "./action-shapes.ts";

const tap = actionShape({ "label?": shown(40) });
const many = Number.MAX_SAFE_INTEGER;

/** `width:height`; three times as high as wide at most. */
const aspectRatio: Rule = (component, pointer) => {
  const ratio = component["aspectRatio"];
  if (ratio === undefined) return [];
  const [width = 0, height = 0] =
    typeof ratio === "string" && /^\d+(\.\d+)?:\d+(\.\d+)?$/.test(ratio) ? ratio.split(":").map(Number) : [];
  const fits = [width, height].every((side) => side >= 1 && side <= 100_000) && height <= 3 * width;
  return fits
    ? []
    : [
        problem(
          `${pointer}/aspectRatio`,
          "wrong-format",
          "must be width:height, each 1 to 100000, height at most 3 times width",
        ),
      ];
};

/** Icons stand on the line of a text only. */
const iconsOnBaseline: Rule = ({ layout, contents }, pointer) =>
  layout === "baseline"
    ? []
    : readObjects(contents).flatMap(({ type }, index) =>
        type === "icon"
          ? [
              problem(
                `${pointer}/contents/${index}/type`,
                "forbidden-type",
                "stands in a box with layout baseline only",
              ),
            ]
          : [],
      );

const textOrSpans: Rule = ({ text: words, contents }, pointer) =>
  words === undefined && contents === undefined ? [problem(`${pointer}/text`, "required", "is missing")] : [];

const box: Shape = record(
  {
    layout: choice("horizontal", "vertical", "baseline"),
    contents: list(
      0,
      many,
      lazy(() => inBox),
    ),
    "action?": tap,
  },
  iconsOnBaseline,
);
const image = record({ url: media, "animated?": flag, "action?": tap }, aspectRatio);
const video = record(
  { url: media, previewUrl: media, altContent: variant({ box, image }), "action?": tap },
  aspectRatio,
);
const span = record({ "text?": text(many) });
const components: Readonly<Record<string, Shape>> = {
  box,
  button: record({ action: actionShape({ label: shown(40) }) }),
  image,
  icon: record({ url: media }, aspectRatio),
  text: record({ "text?": text(many), "contents?": list(0, many, variant({ span })), "action?": tap }, textOrSpans),
  separator: anything,
  filler: anything,
};

const inBox = variant({
  ...components,
  video: forbidden("is the hero of a bubble only"),
  span: forbidden("stands in a text only"),
});

/** Only some components may stand in a block of a bubble; types that are not known yet pass. */
function blockOf(allowed: Readonly<Record<string, Shape>>): Shape {
  const others = Object.fromEntries(
    [...Object.keys(components), "video", "span"].map((type) => [type, forbidden("does not stand in this block")]),
  );
  return variant({ ...others, ...allowed });
}

const kilobyte = 1024;

const atMostKilobytes =
  (max: number): Rule =>
  (value, pointer) =>
    Buffer.byteLength(JSON.stringify(value)) > max * kilobyte
      ? [problem(pointer, "too-long", `must be at most ${max} KB of JSON`)]
      : [];

const wideBubbles: readonly unknown[] = ["kilo", "mega", "giga"];

/** `mega` is the default. */
const videoHero: Rule = ({ hero, size = "mega" }, pointer) =>
  isJsonObject(hero) && hero["type"] === "video" && !wideBubbles.includes(size)
    ? [problem(`${pointer}/hero/type`, "forbidden-type", "video needs a bubble of size kilo, mega or giga")]
    : [];

const bubble = record(
  {
    "size?": choice("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
    "direction?": choice("ltr", "rtl"),
    "header?": blockOf({ box }),
    "hero?": blockOf({ box, image, video }),
    "body?": blockOf({ box }),
    "footer?": blockOf({ box }),
    "action?": tap,
  },
  allOf(atMostKilobytes(30), videoHero),
);

const bubblesOfOneWidth: Rule = ({ contents }, pointer) => {
  const [first, ...others] = readObjects(contents).map(({ size = "mega" }) => size);
  return others.flatMap((size, index) =>
    size === first
      ? []
      : [problem(`${pointer}/contents/${index + 1}/size`, "inconsistent", "must be as in the first bubble")],
  );
};

const noVideo: Rule = ({ contents }, pointer) =>
  readObjects(contents).flatMap(({ hero }, index) =>
    isJsonObject(hero) && hero["type"] === "video"
      ? [problem(`${pointer}/contents/${index}/hero/type`, "forbidden-type", "video does not stand in a carousel")]
      : [],
  );

/** "Flex Message" in "Messaging API reference", developers.line.biz. What LINE knows of files and colours is left to it. */
export const flexContainer: Shape = variant({
  bubble,
  carousel: record(
    { contents: list(1, 12, variant({ bubble })) },
    allOf(atMostKilobytes(50), bubblesOfOneWidth, noVideo),
  ),
});
