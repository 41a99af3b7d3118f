/** An expected success or failure. Bugs throw; what can happen to a person has a code. */
export type Result<Value, Code extends string> =
  | ({ readonly ok: true } & Value)
  | { readonly ok: false; readonly code: Code; readonly retryAfterMs?: number };

export function failure<Code extends string>(code: Code, retryAfterMs?: number) {
  return retryAfterMs === undefined
    ? ({ ok: false, code } as const)
    : ({ ok: false, code, retryAfterMs } as const);
}
