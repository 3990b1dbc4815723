export const EXIT = {done: 0, failed: 1, usage: 2, partial: 3} as const;

/**
 * A mistake that the user can mend: printed in French, without a stack.
 * `message` says what, where and why; `mend` says what to do.
 */
export class VigieError extends Error {
  readonly exitCode: number;
  readonly mend: string | undefined;

  constructor(message: string, options: {exitCode?: number; mend?: string; cause?: unknown} = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause});
    this.name = "VigieError";
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.mend = options.mend;
  }
}
