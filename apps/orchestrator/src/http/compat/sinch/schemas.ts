import type { JsonSchema } from "../../schema/json-schema.ts";
import { list, text, time, viewSchema } from "../../openapi/view-schema.ts";
import type { SinchAnswer } from "./routes.ts";
import type { SinchError } from "./sinch-door.ts";

/** Schemas of answers at Sinch's door, by name. */
export const sinchSchemas: Readonly<Record<string, JsonSchema>> = {
  SinchError: viewSchema<SinchError>("A refusal as Sinch words it.", {
    error: viewSchema<SinchError["error"]>("`google.rpc.Status`.", {
      code: { type: "integer", description: "The status of the answer." },
      message: text("What is wrong."),
      status: text("The code of `google.rpc.Code`.", { examples: ["INVALID_ARGUMENT"] }),
      details: list({ type: "object" }, "`google.rpc.ErrorInfo` with our own code as its `reason`, and `google.rpc.BadRequest` with every field that is wrong."),
    }),
  }),
  SinchAnswer: viewSchema<SinchAnswer>("The message was accepted.", {
    message_id: text("Our message's id."),
    accepted_time: time("When it was accepted."),
  }),
};
