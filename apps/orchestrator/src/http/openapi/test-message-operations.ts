import { TestMessageDto } from "../dto/test-message-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import type { Operation } from "./operations.ts";

/** Trying a message out. */
export const testMessageOperations: readonly Operation[] = [
  {
    id: "sendTest",
    method: "post",
    path: "/v1/messages/test",
    scope: "messages:write",
    tag: "Messages",
    summary: "Try a message out on your testers",
    description:
      "Goes at once to all contacts with `tester: true`, at most 20, written as for `contact` or `example`: outside frequency caps and windows, and " +
      "without asking for consent. The message and its reports say `test: true`. It costs what any message costs.",
    body: TestMessageDto,
    example: { content: { type: "text", text: "Dear {{ name }}", template: true }, example: { variables: { name: "Aiko" } } },
    answer: { status: 202, description: "Accepted and stored.", content: { schema: "Message" }, headers: { location: "The message's path." } },
    refusals: bodyRefusals,
  },
];
