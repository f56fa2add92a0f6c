import { TodokeError } from "@todoke/core";

/** There is a project with this id; nothing was written. */
export class ProjectExistsError extends TodokeError {
  constructor() {
    super("project-exists", "there is a project with this id");
  }

  static override is(value: unknown): value is ProjectExistsError {
    return TodokeError.is(value) && value.code === "project-exists";
  }
}
