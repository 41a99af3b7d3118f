/** The bad answer to a command: what can happen to a person has a code; bugs throw. */
export function failure<Code extends string>(code: Code, retryAfterMs?: number) {
  return retryAfterMs === undefined
    ? ({ ok: false, code } as const)
    : ({ ok: false, code, retryAfterMs } as const);
}
