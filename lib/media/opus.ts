/**
 * Offers and answers Opus and nothing else (every WebRTC browser has it: RFC 7874, section 3). Its defaults are
 * what a voice needs: in-band error correction is on already. Left out: comfort noise and the narrow-band codecs (Opus is
 * better at every rate), telephone events (there is no keypad here), and `audio/red`, which doubles the bytes for everybody to help
 * on a lossy network; it belongs to a later measure of that network.
 */
export function preferOpus(
  transceiver: Pick<RTCRtpTransceiver, 'setCodecPreferences'>,
  codecs: readonly RTCRtpCodec[],
): void {
  const opus = codecs.filter(({ mimeType }) => mimeType.toLowerCase() === 'audio/opus');
  if (opus.length > 0) transceiver.setCodecPreferences(opus);
}
