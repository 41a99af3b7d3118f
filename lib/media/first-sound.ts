/** Fast while somebody waits for the first word, and the timeline is read to some tens of milliseconds. */
const FAST_POLL_MS = 50;
const FAST_POLLS = 100;
/** After five seconds of silence (the other is muted, say) nobody waits any more. */
const SLOW_POLL_MS = 1000;
/** 50 ms at -60 dBFS (audioLevel² × seconds, W3C WebRTC Stats): below is digital silence and its rounding. */
const ENERGY = 0.05 * 0.001 ** 2;

/**
 * Calls back once when the receiver has played something that is not silence: `totalAudioEnergy` counts samples
 * as they are played out, not as they arrive. Returns a disposer.
 */
export function watchFirstSound(receiver: Pick<RTCRtpReceiver, 'getStats'>, onSound: () => void): () => void {
  let stopped = false;
  let polls = 0;
  let timer = setTimeout(() => void poll(), FAST_POLL_MS);

  async function poll(): Promise<void> {
    const energy = await playedEnergy(receiver).catch(() => 0); // a closing peer has no statistics
    if (stopped) return;
    if (energy > ENERGY) onSound();
    else timer = setTimeout(() => void poll(), ++polls < FAST_POLLS ? FAST_POLL_MS : SLOW_POLL_MS);
  }

  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function playedEnergy(receiver: Pick<RTCRtpReceiver, 'getStats'>): Promise<number> {
  const stats = await receiver.getStats();
  let energy = 0;
  stats.forEach((entry: RTCInboundRtpStreamStats) => {
    if (entry.type === 'inbound-rtp') energy += entry.totalAudioEnergy ?? 0;
  });
  return energy;
}
