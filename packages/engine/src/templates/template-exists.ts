import { TodokeError } from "@todoke/core";

/** Another template of the project has the name, and is not archived; nothing was written. */
export class TemplateExistsError extends TodokeError {
  constructor() {
    super("template-exists", "another template has this name");
  }

  static override is(value: unknown): value is TemplateExistsError {
    return TodokeError.is(value) && value.code === "template-exists";
  }
}
