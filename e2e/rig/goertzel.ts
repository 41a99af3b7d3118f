/**
 * The power of one frequency in a window of samples, on the scale of the mean square: a sine of amplitude A gives about A²/2.
 * Goertzel's algorithm (Am. Math. Monthly 65, 1958) under a Hann window, which keeps loud neighbours out.
 */
export function powerAt(samples: Float32Array, frequencyHz: number, sampleRateHz: number): number {
  const count = samples.length;
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
  let last = 0;
  let beforeLast = 0;
  for (let index = 0; index < count; index += 1) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / count);
    const next = (samples[index] ?? 0) * hann + coefficient * last - beforeLast;
    beforeLast = last;
    last = next;
  }
  const energy = last ** 2 + beforeLast ** 2 - coefficient * last * beforeLast;
  // Half the window's sum is the sine's amplitude; a Hann window sums to half its length.
  return (energy * 8) / count ** 2;
}

/** The mean square of a window of samples. */
export function meanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample ** 2;
  return samples.length === 0 ? 0 : sum / samples.length;
}
