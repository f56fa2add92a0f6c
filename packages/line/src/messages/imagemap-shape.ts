import { problem, type Rule, type Shape } from "../content-shape.ts";
import { link, list, media, record, shown, text, variant, whole } from "../shapes.ts";

const area = record({ x: whole(0), y: whole(0), width: whole(0), height: whole(0) });

const action = variant({
  uri: record({ area, linkUri: link, "label?": shown(100) }),
  message: record({ area, text: shown(400), "label?": shown(100) }),
  clipboard: record({ area, clipboardText: text(1000) }),
});

const video = record({
  originalContentUrl: media,
  previewImageUrl: media,
  area,
  "externalLink?": record({ linkUri: link, label: shown(30) }),
});

/** Clients append the width that they want: `/240`, `/300`, `/460`, `/700` or `/1040`. */
const withoutExtension: Rule = ({ baseUrl }, pointer) =>
  typeof baseUrl === "string" && /\.(?:jpe?g|png)$/i.test(baseUrl)
    ? [problem(`${pointer}/baseUrl`, "wrong-address", "must have no file extension: LINE appends the width")]
    : [];

/** "Imagemap message" in "Messaging API reference", developers.line.biz. */
export const imagemap: Shape = record(
  {
    baseUrl: media,
    altText: text(1500),
    baseSize: record({ width: whole(1040, 1040), height: whole(1) }),
    actions: list(0, 50, action),
    "video?": video,
  },
  withoutExtension,
);
