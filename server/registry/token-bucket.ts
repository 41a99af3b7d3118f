/** A rate limit: `burst` at once, refilled at `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface TokenBucket {
  readonly rate: Rate;
  tokens: number;
  filledAtMs: number;
}

export function fullBucket(rate: Rate, nowMs: number): TokenBucket {
  return { rate, tokens: rate.burst, filledAtMs: nowMs };
}

/** Takes one token and returns 0, or takes none and returns after how many ms there will be one. */
export function takeToken(bucket: TokenBucket, nowMs: number): number {
  const { burst, perSecond } = bucket.rate;
  const elapsedMs = Math.max(0, nowMs - bucket.filledAtMs);
  bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs / 1000) * perSecond);
  bucket.filledAtMs = nowMs;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return Math.ceil(((1 - bucket.tokens) / perSecond) * 1000);
}
